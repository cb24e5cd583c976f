// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SeriesTest {
    @Test
    void medianIsTheMiddleValue() {
        assertThat(series(Map.of(1, 9.0, 2, 1.0, 3, 2.0)).median()).isEqualTo(2.0);
    }

    @Test
    void medianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
        assertThat(series(Map.of(1, 9.0, 2, 1.0, 3, 2.0, 4, 4.0)).median()).isEqualTo(3.0);
    }

    @Test
    void ratioIsTakenWithinEachRoundThatBothHave() {
        Series ratio = series(Map.of(1, 3.0, 2, 8.0, 4, 1.0)).ratioTo(series(Map.of(1, 2.0, 2, 4.0, 3, 1.0)));

        assertThat(ratio.byRound()).isEqualTo(Map.of(1, 1.5, 2, 2.0));
    }

    @Test
    void medianOfRatiosIsNotTheRatioOfMedians() {
        Series mine = series(Map.of(1, 1.0, 2, 20.0, 3, 300.0));
        Series other = series(Map.of(1, 100.0, 2, 10.0, 3, 100.0));

        assertThat(mine.ratioTo(other).median()).isEqualTo(2.0);
        assertThat(mine.median() / other.median()).isEqualTo(0.2);
    }

    @Test
    void nothingOverSomethingIsNothing() {
        assertThat(Series.EMPTY.ratioTo(series(Map.of(1, 2.0))).isEmpty()).isTrue();
    }

    @Test
    void isWrittenWithItsSpread() {
        assertThat(Unit.RATIO.format(series(Map.of(1, 1.0, 2, 1.2, 3, 1.1)))).isEqualTo("1.10 (1.00–1.20)");
        assertThat(Unit.RATE.format(series(Map.of(1, 123456.7)))).isEqualTo("123,457");
        assertThat(Unit.RATIO.format(Series.EMPTY)).isEqualTo("–");
    }

    private static Series series(Map<Integer, Double> byRound) {
        return new Series(new TreeMap<>(byRound));
    }
}
