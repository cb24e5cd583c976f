// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Stretches of the numbers of 128 bits, each from its first number to the next one's. */
final class Stretches {
    private static final int WORDS = 2;

    /** So few are searched as fast as they are looked up. */
    private static final int MAX_SEARCHED = 4;

    /** The first number of each, bits 0 to 63 before bits 64 to 127. */
    private final long[] firsts;

    private final int count;
    private final @Nullable Directory directory;

    private Stretches(long[] firsts) {
        this.firsts = firsts;
        count = firsts.length / WORDS;
        directory = directory(0, count);
    }

    private @Nullable Directory directory(int from, int end) {
        return end - from <= MAX_SEARCHED ? null : new Directory(firsts, from, end, this::directory);
    }

    /** The stretch that holds a number; -1 if it is below the first. */
    int at(long high, long low) {
        int from = 0;
        int end = count;
        for (Directory next = directory; next != null; ) {
            // A directory tells numbers apart by bits behind those that all its own have in common.
            if (isBelow(high, low, from)) {
                return from - 1;
            }
            if (!isBelow(high, low, end - 1)) {
                return end - 1;
            }
            int slot = next.slot(high, low);
            from = next.from(slot);
            end = next.end(slot);
            next = next.inner(slot);
        }
        while (end > from && isBelow(high, low, end - 1)) {
            end--;
        }
        return end - 1;
    }

    private boolean isBelow(long high, long low, int stretch) {
        long firstHigh = firsts[WORDS * stretch];
        return high == firstHigh
                ? Long.compareUnsigned(low, firsts[WORDS * stretch + 1]) < 0
                : Long.compareUnsigned(high, firstHigh) < 0;
    }

    /** Takes the ends of blocks in the order of their numbers, with the block that the stretch from there on is in. */
    static final class Builder {
        private final long[] firsts;
        private final int[] owners;
        private int count;

        Builder(int blocks) {
            firsts = new long[2 * blocks * WORDS];
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

        private void cut(long high, long low, int owner) {
            int last = WORDS * (count - 1);
            if (count == 0 || firsts[last] != high || firsts[last + 1] != low) {
                firsts[last + WORDS] = high;
                firsts[last + WORDS + 1] = low;
                count++;
            }
            owners[count - 1] = owner;
        }

        int[] owners() {
            return Arrays.copyOf(owners, count);
        }

        Stretches stretches() {
            return new Stretches(Arrays.copyOf(firsts, WORDS * count));
        }
    }
}
