// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import java.util.EnumMap;
import java.util.Map;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.nfqueue.QueueEvent;
import org.mssclamp.nfqueue.QueueWorker;

/** What a queue had counted at each of the last {@value #SAMPLES} samples. Not thread-safe. */
final class CountHistory {
    /** A minute, with both its ends. */
    static final int SAMPLES = 61;

    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final int RECEIVED = OUTCOMES.length;
    private static final double NANOS_PER_SECOND = 1e9;

    private final QueueWorker worker;
    private final Sample first;
    private final Sample[] ring = new Sample[SAMPLES];
    private int taken;

    /** The counts of one moment. */
    private static final class Sample {
        private final long atNs;
        private final long[] counts;

        Sample(long atNs, long... counts) {
            this.atNs = atNs;
            this.counts = counts;
        }
    }

    /** Begins with a sample. */
    CountHistory(QueueWorker worker, long nowNs) {
        this.worker = worker;
        first = take(nowNs);
        sample(nowNs);
    }

    /** Whether it is of the counters of that worker: those of a successor are its predecessor's. */
    boolean isOf(QueueWorker other) {
        return worker.events() == other.events();
    }

    void sample(long nowNs) {
        ring[taken % SAMPLES] = take(nowNs);
        taken++;
    }

    private Sample take(long nowNs) {
        long[] counts = new long[RECEIVED + 1];
        for (int i = 0; i < RECEIVED; i++) {
            counts[i] = worker.packets().outcomes().count(OUTCOMES[i]);
        }
        counts[RECEIVED] = worker.events().count(QueueEvent.RECEIVED);
        return new Sample(nowNs, counts);
    }

    QueueRates rates() {
        Map<Outcome, Rate> outcomes = new EnumMap<>(Outcome.class);
        for (int i = 0; i < RECEIVED; i++) {
            if (newest().counts[i] > 0) {
                outcomes.put(OUTCOMES[i], rate(i));
            }
        }
        return new QueueRates(rate(RECEIVED), outcomes);
    }

    private Rate rate(int kind) {
        return new Rate(since(before(1), kind), since(before(SAMPLES - 1), kind), since(first, kind));
    }

    private Sample newest() {
        return before(0);
    }

    /** The sample that many before the newest, or the oldest there is. */
    private Sample before(int count) {
        int back = Math.min(count, Math.min(taken, SAMPLES) - 1);
        return ring[(taken - 1 - back) % SAMPLES];
    }

    private double since(Sample earlier, int kind) {
        long ns = newest().atNs - earlier.atNs;
        return ns <= 0 ? 0 : (newest().counts[kind] - earlier.counts[kind]) * NANOS_PER_SECOND / ns;
    }
}
