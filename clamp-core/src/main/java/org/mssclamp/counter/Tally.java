// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.counter;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/**
 * How often values came.
 *
 * @param counts by value
 * @param exact whether no value is missing and none was counted for another
 */
public record Tally(Map<Integer, Long> counts, boolean exact) {
    /** Of nothing. */
    public static final Tally NONE = new Tally(Map.of(), true);

    /** Copies the map. */
    public Tally {
        counts = Map.copyOf(counts);
    }

    /** Both together. */
    public Tally plus(Tally other) {
        Map<Integer, Long> sum = new HashMap<>(counts);
        other.counts.forEach((value, count) -> sum.merge(value, count, Long::sum));
        return new Tally(sum, exact && other.exact);
    }

    /**
     * The lower median of some part of each value, such as its upper half; empty if there is none.
     *
     * @param part of a value; negative where the value has no such part, and does not count
     */
    public OptionalInt median(IntUnaryOperator part) {
        TreeMap<Integer, Long> byPart = new TreeMap<>();
        counts.forEach((value, count) -> byPart.merge(part.applyAsInt(value), count, Long::sum));
        byPart.headMap(0).clear();
        long left = byPart.values().stream().mapToLong(Long::longValue).sum();
        long half = left - left / 2;
        for (Map.Entry<Integer, Long> entry : byPart.entrySet()) {
            half -= entry.getValue();
            if (half <= 0) {
                return OptionalInt.of(entry.getKey());
            }
        }
        return OptionalInt.empty();
    }
}
