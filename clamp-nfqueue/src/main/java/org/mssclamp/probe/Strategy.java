// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;

/** In which order sizes are tried (RFC 8899 5.3.2 leaves it open). */
public enum Strategy {
    /** Upwards by one step, until a size is refused. */
    LINEAR("upwards by a step at a time, to the first size that is refused") {
        @Override
        int candidate(int candidates, int round) {
            return 1;
        }
    },
    /** Halves what is left. */
    BINARY("halves what is left") {
        @Override
        int candidate(int candidates, int round) {
            return middle(candidates);
        }
    },
    /** Halves three times, then goes up five steps at most. */
    HYBRID("halves three times, then goes upwards by five steps at most") {
        @Override
        int candidate(int candidates, int round) {
            return round < HALVINGS ? middle(candidates) : 1;
        }

        @Override
        boolean goesOn(int round) {
            return round < HALVINGS + STEPS;
        }
    };

    private static final int HALVINGS = 3;
    private static final int STEPS = 5;

    private final String description;

    Strategy(String description) {
        this.description = description;
    }

    /** The name on the command line and in output. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it does, as a phrase. */
    public String description() {
        return description;
    }

    /** That of a label; throws NoSuchElementException if there is none. */
    public static Strategy labelled(String label) {
        return Arrays.stream(values())
                .filter(strategy -> strategy.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    /** Which of the candidates is next, from 1 on; {@code round} sizes are decided. */
    abstract int candidate(int candidates, int round);

    boolean goesOn(int round) {
        return true;
    }

    /** The next size; empty if the search is over. */
    OptionalInt next(Gap gap, int step, int round) {
        int candidates = gap.candidates(step);
        return candidates == 0 || !goesOn(round)
                ? OptionalInt.empty()
                : OptionalInt.of(gap.candidate(candidate(candidates, round), step));
    }

    private static int middle(int candidates) {
        return (candidates + 1) / 2;
    }
}
