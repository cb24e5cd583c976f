// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.mssclamp.clamp.Oddity;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.clamp.PacketCounters;
import org.mssclamp.nfqueue.QueueEvent;
import org.mssclamp.nfqueue.QueueWorker;
import org.mssclamp.route.PathEvent;

/**
 * What was counted of a queue number since the process began, by all workers that had it.
 *
 * @param events what happened to the queue
 * @param outcomes packets by what became of them
 * @param oddities SYNs by what is odd about them
 * @param paths what was looked up of paths
 * @param distributions of what SYNs announced, and of how long packets took
 * @param kernel what the kernel counted
 */
public record QueueTotals(
        int number,
        Map<QueueEvent, Long> events,
        Map<Outcome, Long> outcomes,
        Map<Oddity, Long> oddities,
        Map<PathEvent, Long> paths,
        Distributions distributions,
        KernelCounts kernel) {
    /** Copies what is not a value yet. */
    public QueueTotals {
        events = Map.copyOf(events);
        outcomes = Map.copyOf(outcomes);
        oddities = Map.copyOf(oddities);
        paths = Map.copyOf(paths);
    }

    /** Of a queue that nothing came from. */
    public static QueueTotals none(int number) {
        return new QueueTotals(
                number,
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Distributions.of(new PacketCounters()),
                KernelCounts.UNKNOWN);
    }

    /** What a worker has counted until now, of the kernel's counts none. */
    static QueueTotals of(QueueWorker worker) {
        PacketCounters packets = worker.packets();
        return new QueueTotals(
                worker.queueNumber(),
                counts(QueueEvent.class, worker.events()::count),
                counts(Outcome.class, packets.outcomes()::count),
                counts(Oddity.class, packets.oddities()::count),
                counts(PathEvent.class, worker.paths().events()::count),
                Distributions.of(packets),
                KernelCounts.UNKNOWN);
    }

    private static <E extends Enum<E>> Map<E, Long> counts(Class<E> kinds, ToLongFunction<E> count) {
        Map<E, Long> counts = new EnumMap<>(kinds);
        for (E kind : kinds.getEnumConstants()) {
            counts.put(kind, count.applyAsLong(kind));
        }
        return counts;
    }

    /** What both workers counted of this queue; of the kernel's counts none. */
    QueueTotals plus(QueueTotals other) {
        return new QueueTotals(
                number,
                sums(QueueEvent.class, events, other.events),
                sums(Outcome.class, outcomes, other.outcomes),
                sums(Oddity.class, oddities, other.oddities),
                sums(PathEvent.class, paths, other.paths),
                distributions.plus(other.distributions),
                KernelCounts.UNKNOWN);
    }

    private static <E extends Enum<E>> Map<E, Long> sums(Class<E> kinds, Map<E, Long> these, Map<E, Long> those) {
        return counts(kinds, kind -> these.getOrDefault(kind, 0L) + those.getOrDefault(kind, 0L));
    }

    /** SYNs by what is odd about them, of all these queues. */
    public static Map<Oddity, Long> oddities(List<QueueTotals> queues) {
        return counts(
                Oddity.class,
                oddity -> queues.stream()
                        .mapToLong(queue -> queue.oddities.getOrDefault(oddity, 0L))
                        .sum());
    }

    /** What was looked up of paths, for all these queues. */
    public static Map<PathEvent, Long> paths(List<QueueTotals> queues) {
        return counts(
                PathEvent.class,
                event -> queues.stream()
                        .mapToLong(queue -> queue.paths.getOrDefault(event, 0L))
                        .sum());
    }

    /** The same, and what the kernel counted. */
    QueueTotals with(KernelCounts counts) {
        return new QueueTotals(number, events, outcomes, oddities, paths, distributions, counts);
    }
}
