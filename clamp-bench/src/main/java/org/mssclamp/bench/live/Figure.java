// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench.live;

import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** A number that a line of the measurement file holds, and its unit. */
@SuppressWarnings("ImmutableEnumChecker") // the functions keep no state
enum Figure {
    CPU_AT_1K(Unit.MICROSECONDS, cost(1_000).and(Figure::isOfConsumer), perSyn("watched_ns")),
    CPU_AT_10K(Unit.MICROSECONDS, cost(10_000).and(Figure::isOfConsumer), perSyn("watched_ns")),
    CPU_AT_100K(Unit.MICROSECONDS, cost(100_000).and(Figure::isOfConsumer), perSyn("watched_ns")),
    /** The generator's system calls carry each SYN to the queue, or past a kernel rule to the server. */
    GENERATOR_AT_1K(Unit.MICROSECONDS, cost(1_000), perSyn("generator_ns")),
    GENERATOR_AT_10K(Unit.MICROSECONDS, cost(10_000), perSyn("generator_ns")),
    GENERATOR_AT_100K(Unit.MICROSECONDS, cost(100_000), perSyn("generator_ns")),
    MACHINE_AT_1K(Unit.MICROSECONDS, cost(1_000), perSyn("busy_ns")),
    MACHINE_AT_10K(Unit.MICROSECONDS, cost(10_000), perSyn("busy_ns")),
    MACHINE_AT_100K(Unit.MICROSECONDS, cost(100_000), perSyn("busy_ns")),
    /** SYNs a second, in the window. */
    REACHED_AT_100K(Unit.RATE, cpu(100_000), line -> line.number("window_sent") * 1e9 / line.number("window_ns")),
    LOST_AT_1K(Unit.COUNT, cpu(1_000), Line::lost),
    LOST_AT_10K(Unit.COUNT, cpu(10_000), Line::lost),
    LOST_AT_100K(Unit.COUNT, cpu(100_000), Line::lost),
    RSS_IDLE(Unit.MEGABYTES, is("start"), megabytes("rss_kib")),
    RSS_LOADED(Unit.MEGABYTES, cpu(100_000).and(Figure::isOfConsumer), megabytes("rss_kib")),
    RSS_PEAK(Unit.MEGABYTES, cpu(100_000).and(Figure::isOfConsumer), megabytes("peak_rss_kib")),
    FIRST_VERDICT(Unit.MILLISECONDS, is("start"), line -> line.number("first_verdict_ns") / 1e6),
    LOSS_FREE_RATE(Unit.RATE, is("loss_free"), line -> line.number("rate")),
    /** 1 where the generator could send no more, and nothing was lost. */
    GENERATOR_WAS_LIMIT(Unit.COUNT, is("loss_free"), line -> line.says("limit", "generator") ? 1 : 0),
    /** SYNs a second of CPU time, where there are always more. */
    DRAIN_RATE(Unit.RATE, is("drain"), line -> line.number("drained") * 1e9 / line.number("taken_ns")),
    P50(Unit.MICROSECONDS, latency(0), microseconds("p50_ns")),
    P99(Unit.MICROSECONDS, latency(0), microseconds("p99_ns")),
    P999(Unit.MICROSECONDS, latency(0), microseconds("p999_ns")),
    /** How many SYNs the percentiles are of. */
    DELAYS(Unit.COUNT, latency(0), line -> line.number("received")),
    LATENCY_CPU(Unit.PERCENT, latency(0).and(Figure::isOfConsumer), Figure::cpuPercent),
    SHORT_BUSY_P50(Unit.MICROSECONDS, latency(50), microseconds("p50_ns")),
    SHORT_BUSY_P99(Unit.MICROSECONDS, latency(50), microseconds("p99_ns")),
    SHORT_BUSY_CPU(Unit.PERCENT, latency(50), Figure::cpuPercent),
    BUSY_P50(Unit.MICROSECONDS, latency(2000), microseconds("p50_ns")),
    BUSY_P99(Unit.MICROSECONDS, latency(2000), microseconds("p99_ns")),
    BUSY_CPU(Unit.PERCENT, latency(2000), Figure::cpuPercent),
    SOAK_COLLECTIONS(Unit.COUNT, is("soak"), line -> line.number("collections")),
    SOAK_ALLOCATED(Unit.COUNT, is("soak"), line -> line.number("allocated_kib")),
    SOAK_LOST(Unit.COUNT, is("soak"), Line::lost),
    SOAK_MINUTES(Unit.COUNT, is("soak"), Figure::minutes),
    SOAK_HEAP_GROWTH(
            Unit.MEGABYTES,
            is("soak"),
            line -> (line.number("heap_kib") - line.number("heap_kib_before")) * 1024 / 1e6),
    SOAK_RSS(Unit.MEGABYTES, is("soak"), megabytes("rss_kib"));

    final Unit unit;
    private final Predicate<Line> holds;
    private final ToDoubleFunction<Line> value;

    Figure(Unit unit, Predicate<Line> holds, ToDoubleFunction<Line> value) {
        this.unit = unit;
        this.holds = holds;
        this.value = value;
    }

    boolean isIn(Line line) {
        return holds.test(line);
    }

    double of(Line line) {
        return value.applyAsDouble(line);
    }

    private static Predicate<Line> is(String measurement) {
        return line -> line.measurement().equals(measurement);
    }

    private static Predicate<Line> cpu(int rate) {
        return is("cpu").and(line -> line.number("asked") == rate);
    }

    /** Where nothing arrives as it should, a SYN has no price. */
    private static Predicate<Line> cost(int rate) {
        return cpu(rate).and(line -> line.arrived() > 0);
    }

    private static boolean isOfConsumer(Line line) {
        return line.number("queues") > 0;
    }

    private static Predicate<Line> latency(int busyPollUs) {
        return is("latency")
                .and(line -> line.number("busy_poll_us") == busyPollUs)
                .and(Line::hasSoundDelays);
    }

    /**
     * For each SYN of the window that arrived as it should: a lost one is not work done. What arrived is known of window
     * and warm-up together; the window has its share.
     */
    private static ToDoubleFunction<Line> perSyn(String nanoseconds) {
        return line ->
                line.number(nanoseconds) / 1e3 / (line.number("window_sent") * line.arrived() / line.number("sent"));
    }

    /** Of one CPU. */
    private static double cpuPercent(Line line) {
        return 100 * line.number("watched_ns") / line.number("window_ns");
    }

    /** To the second: a window begins a moment after it was to. */
    private static double minutes(Line line) {
        return Math.round(line.number("window_ns") / 1e9) / 60.0;
    }

    private static ToDoubleFunction<Line> megabytes(String kib) {
        return line -> line.number(kib) * 1024 / 1e6;
    }

    private static ToDoubleFunction<Line> microseconds(String nanoseconds) {
        return line -> line.number(nanoseconds) / 1e3;
    }
}
