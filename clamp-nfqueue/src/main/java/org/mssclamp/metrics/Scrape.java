// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.mssclamp.clamp.Oddity;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.nfqueue.QueueEvent;
import org.mssclamp.nfqueue.QueueLimits;
import org.mssclamp.route.PathEvent;
import org.mssclamp.rule.Way;
import org.mssclamp.status.DaemonStatus;
import org.mssclamp.status.Distributions;
import org.mssclamp.status.KernelCounts;
import org.mssclamp.status.ProbedPath;
import org.mssclamp.status.QueueStatus;
import org.mssclamp.status.QueueTotals;
import org.mssclamp.status.RuleCount;
import org.mssclamp.status.Totals;

/** What is told of one status of the daemon, and of its process. */
final class Scrape {
    private static final double NANOS = 1e9;
    private static final String JDK = System.getProperty("java.vm.version", "");

    private final Families families = new Families();

    private Scrape() {}

    /** Every sample; a count that is zero is told, too, so that its first increase is seen. */
    static MetricSnapshots of(DaemonStatus status, Totals totals, ProcessFigures process) {
        Scrape scrape = new Scrape();
        scrape.addDaemon(status);
        status.queues().forEach(scrape::addQueue);
        totals.queues().forEach(scrape::addCounts);
        totals.rules().forEach(scrape::addRule);
        scrape.addSums(status);
        status.probes().forEach(scrape::addProbe);
        scrape.addProcess(process);
        return scrape.families.snapshots();
    }

    private void addDaemon(DaemonStatus status) {
        DaemonStatus.Load load = status.load();
        families.info(Metric.BUILD, status.version(), JDK);
        families.gauge(Metric.OBSERVING, status.observing());
        families.info(Metric.CONFIG, load.hash());
        families.gauge(Metric.CONFIG_GENERATION, load.generation());
        families.gauge(Metric.CONFIG_SUCCESSFUL, load.lastReloadAccepted());
        families.gauge(Metric.CONFIG_TIMESTAMP, seconds(load.since()));
    }

    private void addQueue(QueueStatus status) {
        String queue = Integer.toString(status.number());
        QueueSettings settings = status.settings();
        families.gauge(Metric.QUEUE_BOUND, status.bound(), queue);
        families.gauge(Metric.QUEUE_KEPT, status.kept(), queue);
        families.gauge(Metric.QUEUE_TRACES, status.traces(), queue);
        status.waiting().ifPresent(packets -> families.gauge(Metric.QUEUE_WAITING, packets, queue));
        families.gauge(Metric.QUEUE_MAX_LENGTH, settings.maxLength(), queue);
        status.bufferedOctets().ifPresent(octets -> families.gauge(Metric.QUEUE_BUFFERED, octets, queue));
        families.gauge(Metric.QUEUE_RECEIVE_BUFFER, QueueLimits.of(settings).receiveBufferOctets(), queue);
    }

    private void addCounts(QueueTotals totals) {
        String queue = Integer.toString(totals.number());
        for (QueueEvent event : QueueEvent.values()) {
            long count = totals.events().getOrDefault(event, 0L);
            if (event == QueueEvent.RECEIVED) {
                families.count(Metric.RECEIVED, count, queue);
            } else {
                families.count(Metric.QUEUE_EVENTS, count, queue, event.label());
            }
        }
        for (Outcome outcome : Outcome.values()) {
            families.count(Metric.PACKETS, totals.outcomes().getOrDefault(outcome, 0L), queue, outcome.label());
        }
        Distributions distributions = totals.distributions();
        families.histogram(Metric.MSS_BEFORE, distributions.mssBefore(), 1, queue);
        families.histogram(Metric.MSS_AFTER, distributions.mssAfter(), 1, queue);
        families.histogram(Metric.VERDICT, distributions.serviceNs(), NANOS, queue);
        addKernelCounts(totals.kernel(), queue);
    }

    private void addKernelCounts(KernelCounts counts, String queue) {
        count(Metric.OVERRUNS, counts.notReceived(), queue);
        count(Metric.QUEUE_DROPPED, counts.droppedByLength(), queue, "length");
        count(Metric.QUEUE_DROPPED, counts.droppedByBuffer(), queue, "buffer");
    }

    /** What is not known is left out: a zero would be a count, and the next one a rise. */
    private void count(Metric metric, OptionalLong count, String... labels) {
        count.ifPresent(known -> families.count(metric, known, labels));
    }

    private void addRule(RuleCount rule) {
        families.count(Metric.RULE_PACKETS, rule.matched(), rule.name());
        families.count(Metric.RULE_CLAMPED, rule.changed(), rule.name());
    }

    private void addSums(DaemonStatus status) {
        for (Oddity oddity : Oddity.values()) {
            families.count(Metric.ODDITIES, status.oddities().getOrDefault(oddity, 0L), oddity.label());
        }
        for (PathEvent event : PathEvent.values()) {
            families.count(Metric.PATHS, status.paths().getOrDefault(event, 0L), event.label());
        }
    }

    private void addProbe(ProbedPath path) {
        Way way = path.way();
        String host = way.host();
        String via = way.via().orElse("");
        String mark = way.markText().orElse("");
        path.mtu().ifPresent(octets -> families.gauge(Metric.PROBED_MTU, octets, host, via, mark));
        path.lastSuccess().ifPresent(when -> families.gauge(Metric.PROBE_SUCCESS, seconds(when), host, via, mark));
        path.rounds().forEach((round, count) -> families.count(Metric.PROBES, count, host, via, mark, round.label()));
    }

    private void addProcess(ProcessFigures process) {
        process.residentOctets().ifPresent(octets -> families.gauge(Metric.RESIDENT, octets));
        process.threads().ifPresent(threads -> families.gauge(Metric.THREADS, threads));
        process.cpu().ifPresent(time -> families.count(Metric.CPU, seconds(time)));
        process.started().ifPresent(when -> families.gauge(Metric.START, seconds(when)));
        families.gauge(Metric.HEAP_USED, process.heapUsedOctets());
        families.gauge(Metric.HEAP_MAX, process.heapMaxOctets());
        for (ProcessFigures.Collections collections : process.collections()) {
            families.summary(Metric.GC, collections.count(), seconds(collections.time()), collections.collector());
        }
    }

    private static double seconds(Instant instant) {
        return instant.getEpochSecond() + instant.getNano() / NANOS;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }
}
