// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import java.util.List;
import java.util.stream.IntStream;

/** One quantity as measured in each round, of which there is one at least. */
record Score(List<Double> rounds) {
    /** How many times the other it is, round by round: so what was slow for a while was slow for both. */
    Score over(Score other) {
        return new Score(IntStream.range(0, rounds.size())
                .mapToObj(round -> rounds.get(round) / other.rounds.get(round))
                .toList());
    }

    double median() {
        return Median.of(rounds);
    }

    double lowest() {
        return sorted().get(0);
    }

    double highest() {
        return sorted().get(rounds.size() - 1);
    }

    private List<Double> sorted() {
        return rounds.stream().sorted().toList();
    }
}
