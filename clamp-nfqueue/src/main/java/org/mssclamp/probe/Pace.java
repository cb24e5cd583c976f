// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/**
 * How fast to probe, how long to wait for an answer, and how many losses mean something: learned from control packets, whose
 * size passes.
 *
 * <p>The wait is that of TCP (RFC 6298): the smoothed round trip and four times its variation, doubled with each loss in a row.
 * Whoever answers may do so only so often a second (Linux: one port unreachable): so when every other control is lost, all goes
 * at half the pace. Not thread-safe.
 */
final class Pace {
    /** Before anything is known. */
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(1);

    private static final long LONGEST_PATIENCE_NS = Duration.ofSeconds(3).toNanos();
    private static final long FIRST_INTERVAL_NS = Duration.ofMillis(50).toNanos();
    private static final long LONGEST_INTERVAL_NS = Duration.ofMillis(1_300).toNanos();

    /** Controls in a row that are looked at, and how many of them may be lost. */
    private static final int WINDOW = 6;

    private static final int MOST_LOST = 2;

    /** How likely a size may be refused that passes. */
    private static final double ERROR = 1e-4;

    private static final int FEWEST_LOSSES = 3;
    private static final int MOST_LOSSES = 12;

    private final ProbeClock clock;
    private final Random random;
    private final long marginNs;
    private final Deque<Boolean> window = new ArrayDeque<>();

    private long smoothedNs;
    private long variationNs;
    private long intervalNs;
    private long nextNs;
    private int backoff;
    private int controls;
    private int lost;

    /** Knows nothing yet; waits at the least so much longer than answers take. */
    Pace(ProbeClock clock, Random random, Duration margin) {
        this.clock = clock;
        this.random = random;
        marginNs = margin.toNanos();
        nextNs = clock.nowNs();
    }

    /** Waits until the next packet may go; a quarter more or less than the interval, so as not to beat with another clock. */
    void awaitTurn() {
        long nowNs = clock.nowNs();
        if (nextNs > nowNs) {
            clock.sleep(Duration.ofNanos(nextNs - nowNs));
        }
        nextNs = Math.max(nowNs, nextNs) + (long) (intervalNs * (0.75 + random.nextDouble() / 2));
    }

    /** How long to wait for an answer. */
    Duration patience() {
        long restingNs = smoothedNs == 0 ? FIRST_PATIENCE.toNanos() : smoothedNs + Math.max(4 * variationNs, marginNs);
        return Duration.ofNanos(Math.min(restingNs << backoff, LONGEST_PATIENCE_NS));
    }

    /** How long answers take, smoothed; nothing if there was none yet. */
    Duration roundTrip() {
        return Duration.ofNanos(smoothedNs);
    }

    /** A packet was answered after so long. */
    void measured(long roundTripNs) {
        long sampleNs = Math.max(roundTripNs, 1);
        if (smoothedNs == 0) {
            smoothedNs = sampleNs;
            variationNs = sampleNs / 2;
        } else {
            variationNs += (Math.abs(smoothedNs - sampleNs) - variationNs) / 4;
            smoothedNs += (sampleNs - smoothedNs) / 8;
        }
        backoff = 0;
    }

    /** Whether a control was answered. */
    void control(boolean answered) {
        controls++;
        lost += answered ? 0 : 1;
        window.add(answered);
        // A host that has not answered yet perhaps never will.
        if (!answered && smoothedNs > 0 && backoff < 4) {
            backoff++;
        }
        if (window.size() > WINDOW) {
            window.remove();
        }
        if (window.stream().filter(good -> !good).count() > MOST_LOST) {
            slowDown();
        }
    }

    private void slowDown() {
        intervalNs = Math.min(Math.max(2 * intervalNs, FIRST_INTERVAL_NS), LONGEST_INTERVAL_NS);
        window.clear();
        controls = 0;
        lost = 0;
    }

    /** Whether as many controls as are looked at came back well enough, since it was slowed down last. */
    boolean isSteady() {
        return window.size() == WINDOW || intervalNs == LONGEST_INTERVAL_NS;
    }

    /** How many losses of a size in a row, each beside a control that is answered, say that it does not pass. */
    int lossesThatRefuse() {
        double chance = (lost + 0.5) / (controls + 1);
        int losses = (int) Math.ceil(Math.log(ERROR) / Math.log(Math.min(chance, 0.9)));
        return Math.min(Math.max(losses, FEWEST_LOSSES), MOST_LOSSES);
    }
}
