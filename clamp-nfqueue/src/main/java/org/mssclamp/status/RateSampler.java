// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.mssclamp.nfqueue.QueueWorker;

/**
 * Looks at the counters of all queues once a second, and tells from that how many packets there were in one.
 *
 * <p>{@link #run} is for a thread of its own, all else for any.
 */
public final class RateSampler implements Runnable {
    private static final long PAUSE_NANOS = 1_000_000_000;

    private final LongSupplier clock;
    private final Runnable afterEach;
    private Map<Integer, CountHistory> byQueue = Map.of();
    private volatile @Nullable Thread thread;
    private volatile boolean stopping;

    /**
     * Looks at nothing yet.
     *
     * @param clock in nanoseconds, from any origin
     * @param afterEach told after each look of {@link #run}
     */
    public RateSampler(LongSupplier clock, Runnable afterEach) {
        this.clock = clock;
        this.afterEach = afterEach;
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

    /** Looks once more. */
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

    /** Ends {@link #run}. */
    public void stop() {
        stopping = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        long nextNs = System.nanoTime() + PAUSE_NANOS;
        while (!stopping) {
            LockSupport.parkNanos(nextNs - System.nanoTime());
            if (System.nanoTime() - nextNs >= 0) {
                sample();
                afterEach.run();
                nextNs = System.nanoTime() + PAUSE_NANOS;
            }
        }
    }
}
