// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import java.util.Arrays;

/** Stretches of the numbers of 128 bits, each from its first number to the next one's. */
final class Stretches {
    private final long[] high;
    private final long[] low;

    private Stretches(long[] high, long[] low) {
        this.high = high;
        this.low = low;
    }

    /** The stretch that holds a number; -1 if it is below the first. */
    int at(long numberHigh, long numberLow) {
        int before = -1;
        int behind = high.length;
        while (behind - before > 1) {
            int middle = (before + behind) >>> 1;
            if (isBelow(numberHigh, numberLow, high[middle], low[middle])) {
                behind = middle;
            } else {
                before = middle;
            }
        }
        return before;
    }

    private static boolean isBelow(long high, long low, long otherHigh, long otherLow) {
        return high == otherHigh ? Long.compareUnsigned(low, otherLow) < 0 : Long.compareUnsigned(high, otherHigh) < 0;
    }

    /** Takes the ends of blocks in the order of their numbers, with the block that the stretch from there on is in. */
    static final class Builder {
        private final long[] high;
        private final long[] low;
        private final int[] owners;
        private int count;

        Builder(int blocks) {
            high = new long[2 * blocks];
            low = new long[2 * blocks];
            owners = new int[2 * blocks];
        }

        void startOf(Block block, int owner) {
            cut(block.high(), block.low(), owner);
        }

        void endOf(Block block, int owner) {
            long nextLow = block.lastLow() + 1;
            long nextHigh = nextLow == 0 ? block.lastHigh() + 1 : block.lastHigh();
            if (nextHigh != 0 || nextLow != 0) {
                cut(nextHigh, nextLow, owner);
            }
        }

        private void cut(long atHigh, long atLow, int owner) {
            if (count == 0 || high[count - 1] != atHigh || low[count - 1] != atLow) {
                count++;
            }
            high[count - 1] = atHigh;
            low[count - 1] = atLow;
            owners[count - 1] = owner;
        }

        int[] owners() {
            return Arrays.copyOf(owners, count);
        }

        Stretches stretches() {
            return new Stretches(Arrays.copyOf(high, count), Arrays.copyOf(low, count));
        }
    }
}
