// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.counter;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;

/**
 * What a {@link Histogram} had recorded at one moment.
 *
 * @param bounds upper bounds of the buckets, inclusive, ascending
 * @param counts values in each bucket alone, and behind them of those above all bounds
 * @param sum of all values
 */
public record Distribution(List<Long> bounds, List<Long> counts, long sum) {
    /** Copies the lists. */
    public Distribution {
        bounds = List.copyOf(bounds);
        counts = List.copyOf(counts);
    }

    /** Of nothing. */
    public static Distribution none(Buckets buckets) {
        return new Histogram(buckets).distribution();
    }

    /** How many values there are. */
    public long total() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    /** Both together; they have the same bounds. */
    public Distribution plus(Distribution other) {
        return combined(other, Math::addExact);
    }

    /** What came since an earlier moment of the same histograms. */
    public Distribution since(Distribution earlier) {
        return combined(earlier, Math::subtractExact);
    }

    private Distribution combined(Distribution other, LongBinaryOperator operator) {
        List<Long> combined = IntStream.range(0, counts.size())
                .mapToObj(bucket -> operator.applyAsLong(counts.get(bucket), other.counts.get(bucket)))
                .toList();
        return new Distribution(bounds, combined, operator.applyAsLong(sum, other.sum));
    }

    /**
     * The bound below or at which so many of the values are; empty if there are none, or if it is above all bounds.
     *
     * @param share of the values, above 0 and at most 1
     */
    public OptionalLong quantile(double share) {
        long wanted = (long) Math.ceil(share * total());
        long seen = 0;
        for (int bucket = 0; bucket < bounds.size() && wanted > 0; bucket++) {
            seen += counts.get(bucket);
            if (seen >= wanted) {
                return OptionalLong.of(bounds.get(bucket));
            }
        }
        return OptionalLong.empty();
    }
}
