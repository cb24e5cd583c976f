// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.counter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A count for each constant of an enum; counts only grow. One thread may increment, any thread may read.
 *
 * @param <E> what is counted
 */
public final class Counters<E extends Enum<E>> {
    private static final VarHandle VALUES = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] values;

    public Counters(Class<E> kinds) {
        values = new long[kinds.getEnumConstants().length];
    }

    public void increment(E kind) {
        add(kind, 1);
    }

    @SuppressWarnings("EnumOrdinal") // an index that lives no longer than the process
    public void add(E kind, long amount) {
        int index = kind.ordinal();
        // One writer: no atomic addition is needed, only a store that readers see whole and in the end.
        VALUES.setOpaque(values, index, values[index] + amount);
    }

    @SuppressWarnings("EnumOrdinal") // an index that lives no longer than the process
    public long count(E kind) {
        return (long) VALUES.getOpaque(values, kind.ordinal());
    }
}
