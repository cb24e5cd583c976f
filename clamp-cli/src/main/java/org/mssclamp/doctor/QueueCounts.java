// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.Optional;
import java.util.Set;
import org.mssclamp.daemon.KernelQueue;

/**
 * What the kernel counted of some queues together, in 32 bits each.
 *
 * @param received packets that came to the socket of a queue
 * @param lost for which that, or a queue that drops then, had no room; of those that a full queue lets pass it counts none
 */
record QueueCounts(long received, long lost) {
    /** Since each was bound; throws if one is not. */
    static QueueCounts of(Snapshot snapshot, Set<Integer> numbers) throws UnseenException {
        QueueCounts sum = new QueueCounts(0, 0);
        for (int number : numbers) {
            KernelQueue queue = bound(snapshot, number);
            long drops = drops(snapshot, queue);
            sum = sum.plus(Integer.toUnsignedLong(queue.lastId()) - drops, queue.dropped() + drops);
        }
        return sum;
    }

    /** Throws if one was bound anew between the two. */
    static QueueCounts since(Snapshot before, Snapshot now, Set<Integer> numbers) throws UnseenException {
        QueueCounts sum = new QueueCounts(0, 0);
        for (int number : numbers) {
            KernelQueue first = bound(before, number);
            KernelQueue last = bound(now, number);
            if (first.portId() != last.portId()) {
                throw new UnseenException("queue " + number + " was bound anew in the sample");
            }
            // The number of a packet is its place among those that the queue took.
            long taken = Integer.toUnsignedLong(last.lastId() - first.lastId());
            long drops = Integer.toUnsignedLong((int) (drops(now, last) - drops(before, first)));
            long dropped = Integer.toUnsignedLong((int) (last.dropped() - first.dropped()));
            sum = sum.plus(taken - drops, dropped + drops);
        }
        return sum;
    }

    private QueueCounts plus(long moreReceived, long moreLost) {
        return new QueueCounts(received + moreReceived, lost + moreLost);
    }

    long came() {
        return received + lost;
    }

    private static KernelQueue bound(Snapshot snapshot, int number) throws UnseenException {
        Optional<KernelQueue> queue = snapshot.queue(number);
        return queue.orElseThrow(() -> new UnseenException("nobody has bound queue " + number));
    }

    private static long drops(Snapshot snapshot, KernelQueue queue) {
        return snapshot.socket(queue).map(NetlinkSocketLine::drops).orElse(0L);
    }
}
