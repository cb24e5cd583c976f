// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench.live;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.mssclamp.bench.Median;

/**
 * A figure of one subject, by round; empty if it was not measured.
 *
 * @param byRound never changed
 */
record Series(SortedMap<Integer, Double> byRound) {
    static final Series EMPTY = new Series(new TreeMap<>());

    boolean isEmpty() {
        return byRound.isEmpty();
    }

    double median() {
        return Median.of(byRound.values());
    }

    double least() {
        return byRound.values().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    double greatest() {
        return byRound.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /** 0 if there is nothing. */
    double sum() {
        return byRound.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** This over the other, in each round that has both. */
    Series ratioTo(Series other) {
        return combine(other, (mine, theirs) -> mine / theirs);
    }

    /** This less the other, in each round that has both. */
    Series minus(Series other) {
        return combine(other, (mine, theirs) -> mine - theirs);
    }

    Series map(DoubleUnaryOperator operator) {
        SortedMap<Integer, Double> mapped = new TreeMap<>();
        byRound.forEach((round, value) -> mapped.put(round, operator.applyAsDouble(value)));
        return new Series(mapped);
    }

    private Series combine(Series other, DoubleBinaryOperator operator) {
        SortedMap<Integer, Double> combined = new TreeMap<>();
        byRound.forEach((round, mine) -> {
            Double theirs = other.byRound.get(round);
            if (theirs != null) {
                combined.put(round, operator.applyAsDouble(mine, theirs));
            }
        });
        return new Series(combined);
    }
}
