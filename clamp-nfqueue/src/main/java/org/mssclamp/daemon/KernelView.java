// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import org.mssclamp.nfqueue.QueueWorker;
import org.mssclamp.status.KernelCounts;

/**
 * What the kernel tells of sockets and queues at one moment. What it does not tell, or not to us, is unknown, and not zero.
 *
 * @param sockets by port ID
 */
record KernelView(Map<Integer, KernelSocket> sockets, List<KernelQueue> queues) {
    /** The worker's socket; empty if nothing is said of it. */
    Optional<KernelSocket> socket(QueueWorker worker) {
        return Optional.ofNullable(sockets.get(worker.portId()));
    }

    /** The worker's queue, as long as it is bound by its socket; empty if nothing is said of it. */
    Optional<KernelQueue> queue(QueueWorker worker) {
        return queues.stream()
                .filter(queue -> queue.number() == worker.queueNumber() && queue.portId() == worker.portId())
                .findFirst();
    }

    /** What is counted of both. */
    KernelCounts counts(QueueWorker worker) {
        Optional<KernelQueue> queue = queue(worker);
        return new KernelCounts(
                number(socket(worker), KernelSocket::drops),
                number(queue, KernelQueue::dropped),
                number(queue, KernelQueue::unsent));
    }

    static <T> OptionalLong number(Optional<T> told, ToLongFunction<T> number) {
        return told.stream().mapToLong(number).findFirst();
    }
}
