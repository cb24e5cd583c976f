// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import java.util.ArrayList;
import java.util.List;

/**
 * The numbers of 128 bits that begin with the same bits. Of two blocks one holds the other, or they have nothing in
 * common.
 *
 * @param high bits 0 to 63 of the first number; those behind the length are clear
 * @param low bits 64 to 127 of it, likewise
 * @param length leading bits that count: 0 to 128
 */
record Block(long high, long low, int length) implements Comparable<Block> {
    private static final int BITS = 128;

    /** The block of a number below 2^63 and no other. */
    static Block of(long number) {
        return new Block(0, number, BITS);
    }

    /** The fewest blocks that hold the numbers from {@code first} to {@code last}, both included, and no others. */
    static List<Block> ofRange(long first, long last) {
        List<Block> blocks = new ArrayList<>();
        long next = first;
        while (next <= last) {
            int alignment = next == 0 ? Long.SIZE - 2 : Long.numberOfTrailingZeros(next);
            int size = Math.min(alignment, Long.SIZE - 1 - Long.numberOfLeadingZeros(last - next + 1));
            blocks.add(new Block(0, next, BITS - size));
            next += 1L << size;
        }
        return blocks;
    }

    long lastHigh() {
        return high | behind(length);
    }

    long lastLow() {
        return low | behind(length - Long.SIZE);
    }

    private static long behind(int bits) {
        return bits <= 0 ? -1 : bits >= Long.SIZE ? 0 : -1L >>> bits;
    }

    boolean holds(Block other) {
        return length <= other.length
                && ((high ^ other.high) & ~behind(length)) == 0
                && ((low ^ other.low) & ~behind(length - Long.SIZE)) == 0;
    }

    /** By the first number; of two that begin alike the one that holds the other first. */
    @Override
    public int compareTo(Block other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        if (byHigh != 0) {
            return byHigh;
        }
        int byLow = Long.compareUnsigned(low, other.low);
        return byLow != 0 ? byLow : Integer.compare(length, other.length);
    }
}
