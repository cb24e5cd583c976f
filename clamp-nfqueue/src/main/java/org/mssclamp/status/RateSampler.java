// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.mssclamp.nfqueue.QueueWorker;

/**
 * Looks at the counters of all queues, once a second, and tells from that how many packets there were in one. For any
 * thread.
 */
public final class RateSampler {
    private final LongSupplier clock;
    private Map<Integer, CountHistory> byQueue = Map.of();

    /**
     * Looks at nothing yet.
     *
     * @param clock in nanoseconds, from any origin
     */
    public RateSampler(LongSupplier clock) {
        this.clock = clock;
    }

    /** Looks at these queues from now on, and at no others. */
    public synchronized void watch(List<QueueWorker> workers) {
        long nowNs = clock.getAsLong();
        Map<Integer, CountHistory> next = new HashMap<>();
        for (QueueWorker worker : workers) {
            CountHistory known = byQueue.get(worker.queueNumber());
            next.put(
                    worker.queueNumber(),
                    known != null && known.isOf(worker) ? known : new CountHistory(worker, nowNs));
        }
        byQueue = next;
    }

    /** Looks once more, a second after the last time. */
    public synchronized void sample() {
        long nowNs = clock.getAsLong();
        byQueue.values().forEach(history -> history.sample(nowNs));
    }

    /** As of the last look. */
    public synchronized QueueRates rates(int queueNumber) {
        CountHistory history = byQueue.get(queueNumber);
        return history == null ? QueueRates.NONE : history.rates();
    }

    /** Packets of all queues in a second, over about the last minute, as of the last look. */
    public synchronized double receivedInLastMinute() {
        return byQueue.values().stream()
                .mapToDouble(history -> history.rates().received().lastMinute())
                .sum();
    }
}
