// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import java.util.List;
import java.util.stream.IntStream;

/** One quantity as measured in each round, of which there is one at least. */
record Figure(List<Double> rounds) {
    /** How many times the other it is, round by round: so what was slow for a while was slow for both. */
    Figure over(Figure other) {
        return new Figure(IntStream.range(0, rounds.size())
                .mapToObj(round -> rounds.get(round) / other.rounds.get(round))
                .toList());
    }

    double median() {
        List<Double> sorted = sorted();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
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
