// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench.live;

/**
 * What we want to reach, and whether we do: the median decides.
 *
 * @param wording for whom, and what the bound is
 * @param measured with its spread, and what it takes to understand it
 */
record Goal(String wording, String measured, Outcome outcome) {
    /** Whether a goal is held. */
    enum Outcome {
        HELD("held"),
        MISSED("**not held**"),
        UNKNOWN("not measured");

        final String word;

        Outcome(String word) {
            this.word = word;
        }
    }

    static Goal atMost(double limit, Unit unit, Series measured, String wording) {
        return of(measured, unit, wording, measured.isEmpty() || measured.median() <= limit);
    }

    static Goal atLeast(double limit, Unit unit, Series measured, String wording) {
        return of(measured, unit, wording, measured.isEmpty() || measured.median() >= limit);
    }

    private static Goal of(Series measured, Unit unit, String wording, boolean held) {
        Outcome outcome = held ? Outcome.HELD : Outcome.MISSED;
        return new Goal(wording, unit.format(measured), measured.isEmpty() ? Outcome.UNKNOWN : outcome);
    }

    /** Not held if we lost SYNs meanwhile, whatever was measured; not measured if who we are compared to did. */
    Goal unlessLost(double ours, double theirs) {
        if (ours == 0 && theirs == 0) {
            return this;
        }
        return new Goal(
                wording,
                measured
                        + "; SYNs lost: %s, by the other %s"
                                .formatted(Unit.COUNT.format(ours), Unit.COUNT.format(theirs)),
                ours > 0 ? Outcome.MISSED : Outcome.UNKNOWN);
    }

    Goal noting(String remark) {
        return new Goal(wording, measured + remark, outcome);
    }
}
