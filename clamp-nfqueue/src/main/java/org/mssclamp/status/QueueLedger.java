// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import java.util.Optional;
import org.mssclamp.nfqueue.QueueWorker;

/** What was counted of a queue number, by the worker there is and by those there were. Not thread-safe. */
final class QueueLedger {
    /** By those there were. */
    private QueueTotals departed;

    private Optional<QueueWorker> worker = Optional.empty();
    private final RisingCount notReceived = new RisingCount();
    private final RisingCount droppedByLength = new RisingCount();
    private final RisingCount droppedByBuffer = new RisingCount();

    /** Of a queue that has no worker yet. */
    QueueLedger(int number) {
        departed = QueueTotals.none(number);
    }

    /** This is its worker now; the one before, whose run is over, counts no more, unless it is one with the same counters. */
    void follow(Optional<QueueWorker> next) {
        if (worker.isPresent() && !next.map(QueueWorker::events).equals(worker.map(QueueWorker::events))) {
            departed = departed.plus(QueueTotals.of(worker.get()));
            notReceived.beginAnew();
            droppedByLength.beginAnew();
            droppedByBuffer.beginAnew();
        }
        worker = next;
    }

    Optional<QueueWorker> worker() {
        return worker;
    }

    /**
     * Until now.
     *
     * @param kernel what the kernel says of the worker's socket and queue
     */
    QueueTotals totals(KernelCounts kernel) {
        KernelCounts counts = worker.isPresent()
                ? new KernelCounts(
                        notReceived.read(kernel.notReceived()),
                        droppedByLength.read(kernel.droppedByLength()),
                        droppedByBuffer.read(kernel.droppedByBuffer()))
                : new KernelCounts(notReceived.total(), droppedByLength.total(), droppedByBuffer.total());
        return worker.map(QueueTotals::of).map(departed::plus).orElse(departed).with(counts);
    }
}
