// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench.live;

import java.util.ArrayList;
import java.util.List;

/** All goals for mssclampd with one queue, on each JDK. */
final class Goals {
    private final Results results;
    private final List<Goal> goals = new ArrayList<>();

    private Goals(Results results) {
        this.results = results;
    }

    static List<Goal> of(Results results) {
        Goals goals = new Goals(results);
        goals.add(Variant.JDK17, "JDK 17: ", 400, 72);
        goals.add(Variant.JDK25, "JDK 25: ", 300, 80);
        return goals.goals;
    }

    private void add(Variant ours, String who, int firstVerdictMs, int megabytes) {
        goals.add(cpuAt100k(
                1.10, ours, Variant.RAW, who + "CPU per SYN at 100,000 SYN/s at most 1.10 × raw netlink in C"));
        goals.add(cpuAt100k(
                0.90,
                ours,
                Variant.LIBNFQ,
                who + "CPU per SYN at 100,000 SYN/s at most 0.90 × libnetfilter_queue in C"));
        goals.add(Goal.atMost(
                        1.25,
                        Unit.RATIO,
                        results.ratio(Figure.CPU_AT_10K, ours, Variant.RAW),
                        who + "CPU per SYN at 10,000 SYN/s at most 1.25 × raw netlink in C")
                .unlessLost(lost(Figure.LOST_AT_10K, ours), lost(Figure.LOST_AT_10K, Variant.RAW)));
        goals.add(lossFreeRate(ours, who));
        goals.add(Goal.atMost(
                1.2,
                Unit.RATIO,
                results.added(Figure.P99, ours).ratioTo(results.added(Figure.P99, Variant.RAW)),
                who + "added latency p99 at 1,000 SYN/s at most 1.2 × that of raw netlink in C"));
        goals.add(Goal.atMost(
                1 / 3.0,
                Unit.RATIO,
                results.added(Figure.BUSY_P50, ours).ratioTo(results.added(Figure.P50, ours)),
                who + "added latency p50 with busy-poll (2 ms, never asleep) under a third of that without"));
        goals.add(Goal.atMost(
                firstVerdictMs,
                Unit.MILLISECONDS,
                results.of(Figure.FIRST_VERDICT, ours),
                who + "first verdict at most " + firstVerdictMs + " ms after exec, with the archive of classes"));
        goals.add(Goal.atMost(
                megabytes,
                Unit.MEGABYTES,
                results.of(Figure.RSS_IDLE, ours),
                who + "memory (RSS) idle at most " + megabytes + " MB"));
        goals.add(Goal.atMost(
                megabytes,
                Unit.MEGABYTES,
                results.of(Figure.RSS_LOADED, ours),
                who + "memory (RSS) under load at most " + megabytes + " MB"));
        goals.add(Goal.atMost(
                        1024,
                        Unit.COUNT,
                        allocatedInTenMinutes(ours),
                        who + "packet threads allocate at most 1024 KiB at 50,000 SYN/s over ten minutes")
                .unlessLost(lost(Figure.SOAK_LOST, ours), 0));
    }

    private Goal cpuAt100k(double limit, Variant ours, Variant reference, String wording) {
        return Goal.atMost(limit, Unit.RATIO, results.ratio(Figure.CPU_AT_100K, ours, reference), wording)
                .unlessLost(lost(Figure.LOST_AT_100K, ours), lost(Figure.LOST_AT_100K, reference));
    }

    private double lost(Figure figure, Variant variant) {
        return results.of(figure, variant).sum();
    }

    /** Where the generator cannot send as much as either can take, full queues tell what these can do. */
    private Goal lossFreeRate(Variant ours, String who) {
        String wording = who + "loss-free rate at least 0.95 × that of raw netlink in C";
        if (isLimited(ours) && isLimited(Variant.RAW)) {
            Series drained = results.ratio(Figure.DRAIN_RATE, ours, Variant.RAW);
            return Goal.atLeast(0.95, Unit.RATIO, drained, wording)
                    .noting(" from full queues; the generator cannot send as much as either can take");
        }
        return Goal.atLeast(0.95, Unit.RATIO, results.ratio(Figure.LOSS_FREE_RATE, ours, Variant.RAW), wording);
    }

    private boolean isLimited(Variant variant) {
        Series limited = results.of(Figure.GENERATOR_WAS_LIMIT, variant);
        return !limited.isEmpty() && limited.least() == 1;
    }

    /** A collection comes when some thousands of KiB are full. */
    private Series allocatedInTenMinutes(Variant ours) {
        Series minutes = results.of(Figure.SOAK_MINUTES, ours);
        return !minutes.isEmpty() && minutes.least() >= 10 ? results.of(Figure.SOAK_ALLOCATED, ours) : Series.EMPTY;
    }
}
