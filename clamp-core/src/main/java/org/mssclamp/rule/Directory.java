// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import org.jspecify.annotations.Nullable;

/**
 * Sorted numbers of 128 bits by the first few bits in which they differ, so that a look-up takes a step or a few.
 *
 * <p>Numbers that crowd in one slot have a directory of their own, which looks at the bits behind.
 */
final class Directory {
    private static final int MAX_BITS = 16;

    private final boolean ofLowHalf;
    private final int skippedBits;
    private final int bits;
    private final int[] starts;
    private final @Nullable Directory @Nullable [] inner;

    /** Makes the directory of a slot, or null if it needs none. */
    interface Factory {
        @Nullable
        Directory of(int from, int end);
    }

    /**
     * A directory of two numbers or more, no two of them alike.
     *
     * @param numbers all that are sorted, in pairs: bits 0 to 63, then bits 64 to 127
     * @param from the first pair that it is for
     * @param end the pair behind the last
     */
    Directory(long[] numbers, int from, int end, Factory ofSlot) {
        long difference = numbers[2 * from] ^ numbers[2 * end - 2];
        ofLowHalf = difference == 0;
        skippedBits = Long.numberOfLeadingZeros(ofLowHalf ? numbers[2 * from + 1] ^ numbers[2 * end - 1] : difference);
        int wanted = Integer.SIZE - Integer.numberOfLeadingZeros(end - from);
        bits = Math.min(Math.min(wanted, MAX_BITS), Long.SIZE - skippedBits);
        starts = new int[(1 << bits) + 1];
        int filled = 0;
        for (int i = from; i < end; i++) {
            for (int slot = slot(numbers[2 * i], numbers[2 * i + 1]); filled <= slot; filled++) {
                starts[filled] = i;
            }
        }
        for (; filled < starts.length; filled++) {
            starts[filled] = end;
        }
        inner = inner(ofSlot);
    }

    private @Nullable Directory @Nullable [] inner(Factory ofSlot) {
        @Nullable Directory[] made = new Directory[1 << bits];
        boolean any = false;
        for (int slot = 0; slot < made.length; slot++) {
            made[slot] = ofSlot.of(starts[slot], starts[slot + 1]);
            any |= made[slot] != null;
        }
        return any ? made : null;
    }

    /** The slot of a number that lies between the first and the last. */
    int slot(long high, long low) {
        return (int) ((ofLowHalf ? low : high) << skippedBits >>> (Long.SIZE - bits));
    }

    /** The first pair in a slot; {@link #end} if there is none. */
    int from(int slot) {
        return starts[slot];
    }

    int end(int slot) {
        return starts[slot + 1];
    }

    /** The directory of a slot, if it has one. */
    @Nullable
    Directory inner(int slot) {
        return inner == null ? null : inner[slot];
    }
}
