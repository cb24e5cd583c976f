// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.counter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/** How often values came, by buckets; counts only grow. One thread may record, any thread may read. */
public final class Histogram {
    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);

    private final Buckets buckets;
    /** By bucket, and behind them the sum of the values. */
    private final long[] cells;

    public Histogram(Buckets buckets) {
        this.buckets = buckets;
        cells = new long[buckets.count() + 1];
    }

    public void record(long value) {
        record(value, 1);
    }

    /** Records the same value so many times. */
    public void record(long value, long times) {
        add(buckets.of(value), times);
        add(cells.length - 1, value * times);
    }

    private void add(int cell, long amount) {
        // One writer: no atomic addition is needed, only a store that readers see whole and in the end.
        CELLS.setOpaque(cells, cell, cells[cell] + amount);
    }

    /** What was recorded until now. */
    public Distribution distribution() {
        List<Long> counts = new ArrayList<>(buckets.count());
        for (int bucket = 0; bucket < buckets.count(); bucket++) {
            counts.add(read(bucket));
        }
        return new Distribution(buckets.bounds(), counts, read(cells.length - 1));
    }

    private long read(int cell) {
        return (long) CELLS.getOpaque(cells, cell);
    }
}
