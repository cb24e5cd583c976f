// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mssclamp.clamp.Oddity;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.clamp.PacketCounters;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.counter.Distribution;
import org.mssclamp.nfqueue.QueueEvent;
import org.mssclamp.probe.ProbeRound;
import org.mssclamp.route.PathEvent;
import org.mssclamp.rule.Way;
import org.mssclamp.status.DaemonStatus;
import org.mssclamp.status.Distributions;
import org.mssclamp.status.KernelCounts;
import org.mssclamp.status.ProbedPath;
import org.mssclamp.status.QueueRates;
import org.mssclamp.status.QueueStatus;
import org.mssclamp.status.QueueTotals;
import org.mssclamp.status.RuleCount;
import org.mssclamp.status.Totals;

/** A status that a daemon could have. */
final class SampleStatus {
    static final Instant TAKEN = Instant.ofEpochMilli(1_700_000_000_250L);

    private SampleStatus() {}

    static QueueStatus queue(int number, long received, long clamped) {
        return queue(
                number,
                received,
                clamped,
                new Distributions(
                        new Distribution(List.of(536L, 1220L), List.of(1L, 2L, 5L), 9_000),
                        new Distribution(List.of(536L, 1220L), List.of(1L, 7L, 0L), 8_000),
                        new Distribution(List.of(1_000L, 4_000_000L), List.of(3L, 4L, 1L), 2_500_000_000L)));
    }

    /** One that has counted nothing yet, with all that it counts by. */
    static QueueStatus idle(int number) {
        return queue(number, 0, 0, Distributions.of(new PacketCounters()));
    }

    private static QueueStatus queue(int number, long received, long clamped, Distributions distributions) {
        return new QueueStatus(
                QueueSettings.defaultsOf(number),
                true,
                true,
                false,
                OptionalLong.of(3),
                OptionalLong.of(832),
                OptionalLong.of(4),
                Map.of(QueueEvent.RECEIVED, received, QueueEvent.MISSED, 2L),
                Map.of(Outcome.CLAMPED, clamped, Outcome.NO_RULE, received - clamped),
                2,
                QueueRates.NONE,
                distributions);
    }

    static DaemonStatus of(QueueStatus... queues) {
        return new DaemonStatus(
                "1.2.3",
                Duration.ofSeconds(60),
                false,
                new DaemonStatus.Load("/etc/mssclamp/mssclamp.yaml", "0a1b", 7, TAKEN, Optional.empty()),
                List.of(queues),
                2,
                false,
                Map.of(Oddity.ODD_OFFSET, 11L),
                Map.of(PathEvent.PATH_ASKED, 12L),
                List.of());
    }

    /** The same, with a path whose MTU was found, and then found to be larger, once. */
    static DaemonStatus probing(DaemonStatus status) {
        ProbedPath path = new ProbedPath(
                Way.to("10.8.0.2"),
                OptionalInt.of(1400),
                Optional.of(TAKEN),
                OptionalInt.of(1420),
                Optional.of(TAKEN),
                Optional.of(TAKEN),
                Optional.of(ProbeRound.UNCONFIRMED),
                Stream.of(ProbeRound.values()).collect(Collectors.toMap(round -> round, round -> 1L)));
        return new DaemonStatus(
                status.version(),
                status.uptime(),
                status.observing(),
                status.load(),
                status.queues(),
                status.rules(),
                status.reloading(),
                status.oddities(),
                status.paths(),
                List.of(path));
    }

    /** What is told of two queues and two rules. */
    static String usualText() {
        DaemonStatus status = probing(of(queue(0, 100, 60), queue(1, 50, 40)));
        return MetricsText.of(
                status, totals(status, List.of(new RuleCount("phones", 90, 80), new RuleCount("rest", 40, 20))));
    }

    /** What is told of a queue that nothing came from. */
    static String idleText() {
        DaemonStatus status = of(idle(0));
        return MetricsText.of(status, totals(status, List.of()));
    }

    /** What was counted by a daemon whose queues were never given up. */
    static Totals totals(DaemonStatus status, List<RuleCount> rules) {
        return new Totals(status.queues().stream().map(SampleStatus::totals).toList(), rules);
    }

    private static QueueTotals totals(QueueStatus queue) {
        return new QueueTotals(
                queue.number(),
                queue.events(),
                queue.outcomes(),
                Map.of(),
                Map.of(),
                queue.distributions(),
                new KernelCounts(queue.notReceived(), OptionalLong.of(6), OptionalLong.of(7)));
    }

    /** So many rules that each matched one SYN more than the one before. */
    static List<RuleCount> rules(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new RuleCount("rule-" + i, i, 1))
                .toList();
    }
}
