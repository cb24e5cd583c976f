// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.mssclamp.counter.Distribution;

/** The samples of one scrape, by family; the labels of a sample are the values of the family's, in their order. */
final class Families {
    private final Map<Metric, CounterSnapshot.Builder> counters = new EnumMap<>(Metric.class);
    private final Map<Metric, GaugeSnapshot.Builder> gauges = new EnumMap<>(Metric.class);
    private final Map<Metric, InfoSnapshot.Builder> infos = new EnumMap<>(Metric.class);
    private final Map<Metric, HistogramSnapshot.Builder> histograms = new EnumMap<>(Metric.class);
    private final Map<Metric, SummarySnapshot.Builder> summaries = new EnumMap<>(Metric.class);

    void count(Metric metric, long count, String... labels) {
        count(metric, (double) count, labels);
    }

    void count(Metric metric, double count, String... labels) {
        counters.computeIfAbsent(
                        metric,
                        family -> CounterSnapshot.builder().name(family.stem()).help(family.description()))
                .dataPoint(CounterDataPointSnapshot.builder()
                        .labels(labels(metric, labels))
                        .value(count)
                        .build());
    }

    void gauge(Metric metric, long value, String... labels) {
        gauge(metric, (double) value, labels);
    }

    void gauge(Metric metric, double value, String... labels) {
        gauges.computeIfAbsent(
                        metric,
                        family -> GaugeSnapshot.builder().name(family.stem()).help(family.description()))
                .dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(labels(metric, labels))
                        .value(value)
                        .build());
    }

    /** 1 if it is so, else 0. */
    void gauge(Metric metric, boolean isSo, String... labels) {
        gauge(metric, isSo ? 1L : 0L, labels);
    }

    /** Says something by labels alone. */
    void info(Metric metric, String... labels) {
        infos.computeIfAbsent(
                        metric,
                        family -> InfoSnapshot.builder().name(family.stem()).help(family.description()))
                .dataPoint(InfoDataPointSnapshot.builder()
                        .labels(labels(metric, labels))
                        .build());
    }

    /** A distribution of values of which so many are the family's unit. */
    void histogram(Metric metric, Distribution values, double perUnit, String... labels) {
        Stream<Double> bounds = Stream.concat(
                values.bounds().stream().map(bound -> bound / perUnit), Stream.of(Double.POSITIVE_INFINITY));
        histograms
                .computeIfAbsent(
                        metric,
                        family ->
                                HistogramSnapshot.builder().name(family.stem()).help(family.description()))
                .dataPoint(HistogramDataPointSnapshot.builder()
                        .labels(labels(metric, labels))
                        .classicHistogramBuckets(
                                ClassicHistogramBuckets.of(bounds.toList(), List.copyOf(values.counts())))
                        .sum(values.sum() / perUnit)
                        .build());
    }

    /** So many observations, and their sum. */
    void summary(Metric metric, long count, double sum, String... labels) {
        summaries
                .computeIfAbsent(
                        metric,
                        family -> SummarySnapshot.builder().name(family.stem()).help(family.description()))
                .dataPoint(SummaryDataPointSnapshot.builder()
                        .labels(labels(metric, labels))
                        .count(count)
                        .sum(sum)
                        .build());
    }

    private static Labels labels(Metric metric, String... values) {
        return Labels.of(metric.labels().toArray(new String[0]), values);
    }

    /** As the library writes them. */
    MetricSnapshots snapshots() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        counters.values().forEach(family -> all.metricSnapshot(family.build()));
        gauges.values().forEach(family -> all.metricSnapshot(family.build()));
        infos.values().forEach(family -> all.metricSnapshot(family.build()));
        histograms.values().forEach(family -> all.metricSnapshot(family.build()));
        summaries.values().forEach(family -> all.metricSnapshot(family.build()));
        return all.build();
    }
}
