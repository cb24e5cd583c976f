// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench.live;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The figures by subject, as tables. */
final class Tables {
    private record Column(String header, Function<Subject, String> cell) {}

    private final Results results;

    Tables(Results results) {
        this.results = results;
    }

    Table goals() {
        Table table = new Table(List.of("goal", "measured", ""));
        for (Goal goal : Goals.of(results)) {
            table.row(List.of(goal.wording(), goal.measured(), goal.outcome().word));
        }
        return table;
    }

    Table consumerCpu() {
        return table(
                subject -> subject.queues() > 0,
                "consumer",
                List.of(
                        new Column("1,000 SYN/s", figure(Figure.CPU_AT_1K)),
                        new Column("10,000 SYN/s", figure(Figure.CPU_AT_10K)),
                        new Column("100,000 SYN/s", figure(Figure.CPU_AT_100K)),
                        new Column("lost of all that", this::lost),
                        new Column("SYN/s reached of 100,000", figure(Figure.REACHED_AT_100K))));
    }

    Table machineCpu() {
        return table(
                subject -> true,
                "variant",
                List.of(
                        new Column("generator, 10,000 SYN/s", figure(Figure.GENERATOR_AT_10K)),
                        new Column("generator, 100,000 SYN/s", figure(Figure.GENERATOR_AT_100K)),
                        new Column("machine, 10,000 SYN/s", figure(Figure.MACHINE_AT_10K)),
                        new Column("machine, 100,000 SYN/s", figure(Figure.MACHINE_AT_100K))));
    }

    Table ratios() {
        Table table =
                new Table(List.of("CPU per SYN of", "over that of", "1,000 SYN/s", "10,000 SYN/s", "100,000 SYN/s"));
        for (Subject ours : results.subjects()) {
            for (Variant theirs : List.of(Variant.RAW, Variant.LIBNFQ)) {
                Subject reference = new Subject(theirs, ours.queues());
                if (ours.variant().kind == Variant.Kind.OURS
                        && results.subjects().contains(reference)) {
                    table.row(List.of(
                            ours.title(),
                            reference.title(),
                            ratio(Figure.CPU_AT_1K, ours, reference),
                            ratio(Figure.CPU_AT_10K, ours, reference),
                            ratio(Figure.CPU_AT_100K, ours, reference)));
                }
            }
        }
        return table;
    }

    private String ratio(Figure figure, Subject ours, Subject reference) {
        return Unit.RATIO.format(results.of(figure, ours).ratioTo(results.of(figure, reference)));
    }

    Table lossFreeRate() {
        return table(
                subject -> true,
                "variant",
                List.of(
                        new Column("SYN/s", figure(Figure.LOSS_FREE_RATE)),
                        new Column("ended by", this::limit),
                        new Column("SYN/s of CPU time from full queues", figure(Figure.DRAIN_RATE))));
    }

    Table latency() {
        return table(
                subject -> true,
                "variant",
                List.of(
                        new Column("p50", added(Figure.P50)),
                        new Column("p99", added(Figure.P99)),
                        new Column("p99.9", added(Figure.P999)),
                        new Column("SYNs a round", figure(Figure.DELAYS)),
                        new Column("CPU, %", figure(Figure.LATENCY_CPU))));
    }

    Table busyPollLatency() {
        return table(
                subject -> !results.of(Figure.BUSY_P50, subject).isEmpty(),
                "consumer",
                List.of(
                        new Column("50 µs: p50", added(Figure.SHORT_BUSY_P50)),
                        new Column("p99", added(Figure.SHORT_BUSY_P99)),
                        new Column("CPU, %", figure(Figure.SHORT_BUSY_CPU)),
                        new Column("2 ms: p50", added(Figure.BUSY_P50)),
                        new Column("p99", added(Figure.BUSY_P99)),
                        new Column("CPU, %", figure(Figure.BUSY_CPU))));
    }

    Table startAndMemory() {
        return table(
                subject -> subject.queues() > 0,
                "consumer",
                List.of(
                        new Column("first verdict, ms", figure(Figure.FIRST_VERDICT)),
                        new Column("RSS idle, MB", figure(Figure.RSS_IDLE)),
                        new Column("RSS under load, MB", figure(Figure.RSS_LOADED)),
                        new Column("RSS at most, MB", figure(Figure.RSS_PEAK))));
    }

    Table soak() {
        return table(
                subject -> !results.of(Figure.SOAK_MINUTES, subject).isEmpty(),
                "consumer",
                List.of(
                        new Column("minutes", figure(Figure.SOAK_MINUTES)),
                        new Column("KiB allocated by packet threads", figure(Figure.SOAK_ALLOCATED)),
                        new Column("collections", figure(Figure.SOAK_COLLECTIONS)),
                        new Column("heap growth, MB", figure(Figure.SOAK_HEAP_GROWTH)),
                        new Column("RSS in the end, MB", figure(Figure.SOAK_RSS)),
                        new Column("SYNs lost", figure(Figure.SOAK_LOST))));
    }

    private Table table(Predicate<Subject> wanted, String first, List<Column> columns) {
        Table table = new Table(Stream.concat(Stream.of(first), columns.stream().map(Column::header))
                .toList());
        for (Subject subject : results.subjects()) {
            if (wanted.test(subject)) {
                table.row(Stream.concat(
                                Stream.of(subject.title()),
                                columns.stream().map(column -> column.cell().apply(subject)))
                        .toList());
            }
        }
        return table;
    }

    private Function<Subject, String> figure(Figure figure) {
        return subject -> figure.unit.format(results.of(figure, subject));
    }

    private Function<Subject, String> added(Figure latency) {
        return subject -> latency.unit.format(results.added(latency, subject));
    }

    private String lost(Subject subject) {
        double[] lost = Stream.of(Figure.LOST_AT_1K, Figure.LOST_AT_10K, Figure.LOST_AT_100K)
                .flatMap(figure -> results.of(figure, subject).byRound().values().stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
        return lost.length == 0
                ? Unit.COUNT.format(Series.EMPTY)
                : Unit.COUNT.format(DoubleStream.of(lost).sum());
    }

    private String limit(Subject subject) {
        Series limits = results.of(Figure.GENERATOR_WAS_LIMIT, subject);
        if (limits.isEmpty()) {
            return "–";
        }
        if (limits.least() == 1) {
            return "the generator";
        }
        return limits.greatest() == 0 ? "losses" : "losses, or the generator";
    }
}
