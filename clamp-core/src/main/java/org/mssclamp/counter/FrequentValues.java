// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.counter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Map;

/**
 * How often each value came, in room that does not grow: exact for the first eight values, about right once there are more.
 *
 * <pre>
 *   slot: │ value 32 │ count 32 │     all zero: free
 * </pre>
 *
 * A value without a slot takes over that of the rarest one, with its count: no value is counted lower than it came, and
 * none that came often is without a slot (Metwally, Agrawal and El Abbadi, "Efficient computation of frequent and top-k
 * elements in data streams", 2005). Counts that would outgrow their room are halved, all together.
 *
 * <p>One thread may record, any thread may read.
 */
public final class FrequentValues {
    /** Values that are counted exactly. */
    public static final int SLOTS = 8;

    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int COUNT_BITS = 32;
    private static final long MAX_COUNT = (1L << COUNT_BITS) - 1;

    /** By slot, and behind them how often one was taken over, or all were halved. */
    private final long[] cells = new long[SLOTS + 1];

    public void record(int value) {
        long key = Integer.toUnsignedLong(value);
        for (int slot = 0; slot < SLOTS; slot++) {
            long cell = cells[slot];
            if (cell == 0) {
                store(slot, cell(key, 1));
                return;
            }
            if (cell >>> COUNT_BITS == key) {
                increment(slot, key);
                return;
            }
        }
        takeOver(rarest(), key);
    }

    private void increment(int slot, long key) {
        if (count(cells[slot]) == MAX_COUNT) {
            halve();
        }
        store(slot, cell(key, count(cells[slot]) + 1));
    }

    private void takeOver(int slot, long key) {
        increment(slot, key);
        inexact();
    }

    private void inexact() {
        store(SLOTS, cells[SLOTS] + 1);
    }

    private int rarest() {
        int rarest = 0;
        for (int slot = 1; slot < SLOTS; slot++) {
            if (count(cells[slot]) < count(cells[rarest])) {
                rarest = slot;
            }
        }
        return rarest;
    }

    private void halve() {
        for (int slot = 0; slot < SLOTS; slot++) {
            long count = count(cells[slot]);
            store(slot, cell(cells[slot] >>> COUNT_BITS, count - count / 2));
        }
        inexact();
    }

    private static long cell(long key, long count) {
        return key << COUNT_BITS | count;
    }

    private static long count(long cell) {
        return cell & MAX_COUNT;
    }

    private void store(int cell, long value) {
        CELLS.setOpaque(cells, cell, value);
    }

    private long read(int cell) {
        return (long) CELLS.getOpaque(cells, cell);
    }

    /** What was recorded until now. */
    public Tally tally() {
        Map<Integer, Long> counts = new HashMap<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            long cell = read(slot);
            if (count(cell) > 0) {
                counts.merge((int) (cell >>> COUNT_BITS), count(cell), Long::sum);
            }
        }
        return new Tally(counts, read(SLOTS) == 0);
    }
}
