// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mssclamp.Seed;

class HistogramTest {
    private static final long[] BOUNDS = {0, 7, 8, 536, 16_383, 16_384, 1L << 40};

    private final Histogram histogram = new Histogram(new Buckets(BOUNDS));
    private final List<Long> values = new ArrayList<>();

    private void record(long value, int times) {
        histogram.record(value, times);
        for (int i = 0; i < times; i++) {
            values.add(value);
        }
    }

    /** How many values are above the bound before this bucket, and at most its own. */
    private long naiveCount(int bucket) {
        return values.stream()
                .filter(value -> bucket == 0 || value > BOUNDS[bucket - 1])
                .filter(value -> bucket == BOUNDS.length || value <= BOUNDS[bucket])
                .count();
    }

    @Test
    void beginsWithNothing() {
        assertThat(histogram.distribution().total()).isZero();
        assertThat(histogram.distribution().quantile(1)).isEmpty();
    }

    @Test
    void hasABucketForEachSideOfABound() {
        for (long bound : BOUNDS) {
            record(Math.max(bound - 1, 0), 1);
            record(bound, 1);
            record(bound + 1, 1);
        }
        assertCountsEqualTheNaive();
    }

    @Test
    void countsAsANaiveOneDoes() {
        SplittableRandom random = new SplittableRandom(Seed.VALUE);
        for (int i = 0; i < 2000; i++) {
            record(random.nextLong(1L << random.nextInt(1, 42)), random.nextInt(1, 4));
        }
        assertCountsEqualTheNaive();
    }

    private void assertCountsEqualTheNaive() {
        Distribution distribution = histogram.distribution();
        assertThat(distribution.counts())
                .as(Seed.REPLAY)
                .isEqualTo(IntStream.rangeClosed(0, BOUNDS.length)
                        .mapToObj(this::naiveCount)
                        .toList());
        assertThat(distribution.sum())
                .isEqualTo(values.stream().mapToLong(Long::longValue).sum());
        assertThat(distribution.total()).isEqualTo(values.size());
    }

    @Test
    void findsQuantilesByTheBoundAboveThem() {
        record(5, 98);
        record(500, 1);
        record(10_000, 1);
        Distribution distribution = histogram.distribution();
        assertThat(distribution.quantile(0.5)).hasValue(7);
        assertThat(distribution.quantile(0.98)).hasValue(7);
        assertThat(distribution.quantile(0.99)).hasValue(536);
        assertThat(distribution.quantile(1)).hasValue(16_383);
    }

    @Test
    void knowsNoQuantileAboveAllBounds() {
        record(1L << 41, 1);
        assertThat(histogram.distribution().quantile(0.5)).isEmpty();
    }

    @Test
    void tellsWhatCameSinceAnEarlierMoment() {
        record(5, 2);
        Distribution earlier = histogram.distribution();
        record(500, 3);
        Distribution later = histogram.distribution();
        assertThat(later.since(earlier).total()).isEqualTo(3);
        assertThat(later.since(earlier).quantile(0.01)).hasValue(536);
        assertThat(later.since(earlier).plus(earlier)).isEqualTo(later);
    }
}
