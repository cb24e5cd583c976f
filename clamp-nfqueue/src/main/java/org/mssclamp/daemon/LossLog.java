// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mssclamp.nfqueue.QueueEvent;
import org.mssclamp.nfqueue.QueueWorker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log of losses: at each look a line for each kind and queue, only if there were more. For any thread.
 */
final class LossLog {
    private static final Logger LOG = LoggerFactory.getLogger(LossLog.class);

    private static final String NOT_RECEIVED = "not-received";

    private final KernelFiles kernel;
    private final Map<Kind, Long> told = new HashMap<>();
    private volatile List<QueueWorker> workers = List.of();

    private record Kind(int queueNumber, String label) {}

    /** Watches nobody yet. */
    LossLog(KernelFiles kernel) {
        this.kernel = kernel;
    }

    /** Tells of these workers from now on; of a socket that a predecessor had, only what comes now. */
    synchronized void watch(List<QueueWorker> watched) {
        Set<Integer> numbers = watched.stream().map(QueueWorker::queueNumber).collect(Collectors.toSet());
        told.keySet().removeIf(kind -> !numbers.contains(kind.queueNumber));
        KernelView now = kernel.look();
        for (QueueWorker worker : watched) {
            Kind kind = new Kind(worker.queueNumber(), NOT_RECEIVED);
            now.socket(worker).ifPresent(socket -> told.putIfAbsent(kind, socket.drops()));
        }
        workers = List.copyOf(watched);
    }

    /** Tells what has been lost since the last look. */
    synchronized void look() {
        KernelView now = kernel.look();
        for (QueueWorker worker : workers) {
            int number = worker.queueNumber();
            for (QueueEvent event : QueueEvent.values()) {
                if (event.isLoss()) {
                    tell(
                            number,
                            event.label(),
                            event.description(),
                            worker.events().count(event));
                }
            }
            now.socket(worker)
                    .ifPresent(socket -> tell(
                            number,
                            NOT_RECEIVED,
                            "messages of the kernel for which the receive buffer had no room",
                            socket.drops()));
            now.queue(worker).ifPresent(queue -> {
                tell(number, "dropped-by-length", "packets dropped: the queue was full", queue.dropped());
                tell(number, "dropped-by-buffer", "packets dropped: the receive buffer was full", queue.unsent());
            });
        }
    }

    private void tell(int queueNumber, String label, String description, long count) {
        Kind kind = new Kind(queueNumber, label);
        long before = told.getOrDefault(kind, 0L);
        // The kernel counts anew for a queue that is bound anew.
        long more = count < before ? count : count - before;
        told.put(kind, count);
        if (more > 0) {
            LOG.warn("queue {}: {} more {}, {} in all: {}", queueNumber, more, label, count, description);
        }
    }
}
