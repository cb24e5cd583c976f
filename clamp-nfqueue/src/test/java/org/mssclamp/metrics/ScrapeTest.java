// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.nfqueue.QueueEvent;
import org.mssclamp.status.DaemonStatus;
import org.mssclamp.status.QueueStatus;
import org.mssclamp.status.QueueTotals;
import org.mssclamp.status.Totals;

/** A status and a process, as the text of a scrape. */
class ScrapeTest {
    private final String text = SampleStatus.usualText();

    @Test
    void tellsWhatTheStatusSays() {
        assertThat(text.lines())
                .contains(
                        "mssclampd_build_info{jdk=\"" + System.getProperty("java.vm.version")
                                + "\",version=\"1.2.3\"} 1",
                        "mssclampd_observing 0.0",
                        "mssclampd_config_info{hash=\"0a1b\"} 1",
                        "mssclampd_config_generation 7.0",
                        "mssclampd_config_last_reload_successful 1.0",
                        "mssclampd_config_last_reload_timestamp_seconds 1.70000000025E9",
                        "mssclampd_queue_bound{queue=\"0\"} 1.0",
                        "mssclampd_queue_kept{queue=\"0\"} 0.0",
                        "mssclampd_queue_traces{queue=\"1\"} 2.0",
                        "mssclampd_queue_waiting_packets{queue=\"1\"} 3.0",
                        "mssclampd_queue_max_length_packets{queue=\"0\"} 16384.0",
                        "mssclampd_queue_buffered_bytes{queue=\"0\"} 832.0",
                        "mssclampd_queue_receive_buffer_bytes{queue=\"0\"} 1.3631488E7",
                        "mssclampd_packets_received_total{queue=\"0\"} 100.0",
                        "mssclampd_packets_received_total{queue=\"1\"} 50.0",
                        "mssclampd_netlink_overruns_total{queue=\"1\"} 4.0",
                        "mssclampd_queue_dropped_total{limit=\"length\",queue=\"0\"} 6.0",
                        "mssclampd_queue_dropped_total{limit=\"buffer\",queue=\"1\"} 7.0",
                        "mssclampd_queue_events_total{event=\"missed\",queue=\"0\"} 2.0",
                        "mssclampd_packets_total{outcome=\"clamped\",queue=\"0\"} 60.0",
                        "mssclampd_packets_total{outcome=\"no-rule\",queue=\"1\"} 10.0",
                        "mssclampd_oddities_total{oddity=\"odd-offset\"} 11.0",
                        "mssclampd_rule_packets_total{rule=\"phones\"} 90.0",
                        "mssclampd_rule_clamped_total{rule=\"rest\"} 20.0",
                        "mssclampd_pmtu_lookups_total{event=\"path-asked\"} 12.0");
    }

    @Test
    void tellsDistributionsByCumulativeBuckets() {
        assertThat(text.lines())
                .containsSequence(
                        "mssclampd_mss_before_bytes_bucket{queue=\"0\",le=\"536.0\"} 1",
                        "mssclampd_mss_before_bytes_bucket{queue=\"0\",le=\"1220.0\"} 3",
                        "mssclampd_mss_before_bytes_bucket{queue=\"0\",le=\"+Inf\"} 8",
                        "mssclampd_mss_before_bytes_count{queue=\"0\"} 8",
                        "mssclampd_mss_before_bytes_sum{queue=\"0\"} 9000.0")
                .contains("mssclampd_mss_after_bytes_bucket{queue=\"1\",le=\"1220.0\"} 8")
                .containsSequence(
                        "mssclampd_verdict_seconds_bucket{queue=\"0\",le=\"1.0E-6\"} 3",
                        "mssclampd_verdict_seconds_bucket{queue=\"0\",le=\"0.004\"} 7",
                        "mssclampd_verdict_seconds_bucket{queue=\"0\",le=\"+Inf\"} 8",
                        "mssclampd_verdict_seconds_count{queue=\"0\"} 8",
                        "mssclampd_verdict_seconds_sum{queue=\"0\"} 2.5");
    }

    @Test
    void tellsOfTheProcess() {
        for (String family : List.of(
                "process_resident_memory_bytes",
                "process_cpu_seconds_total",
                "process_threads",
                "jvm_heap_used_bytes")) {
            assertThat(value(family)).as(family).isPositive();
        }
        double started = value("process_start_time_seconds");
        assertThat(started * 1000).isBetween(1.6e12, (double) System.currentTimeMillis());
        assertThat(SampleStatus.usualText())
                .as("is the same at the next scrape")
                .contains("process_start_time_seconds " + started);
    }

    private double value(String family) {
        return text.lines()
                .filter(line -> line.startsWith(family + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(family.length())))
                .findFirst()
                .orElseThrow();
    }

    /** So that a first increase is seen: without a zero before there is no rate. */
    @Test
    void tellsCountsThatAreZero() {
        for (Outcome outcome : Outcome.values()) {
            assertThat(text).contains("mssclampd_packets_total{outcome=\"" + outcome.label() + "\",queue=\"0\"} ");
        }
        for (QueueEvent event : QueueEvent.values()) {
            boolean here = text.contains("mssclampd_queue_events_total{event=\"" + event.label() + "\",queue=\"0\"} ");
            assertThat(here).as(event.label()).isEqualTo(event != QueueEvent.RECEIVED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void describesEachFamily(Metric metric) {
        assertThat(text)
                .contains("# HELP " + metric.family() + " " + metric.description() + "\n")
                .contains("# TYPE " + metric.family() + " " + metric.kind().label() + "\n");
    }

    @Test
    void hasNoFamilyBesides() {
        assertThat(text.lines().filter(line -> line.startsWith("# TYPE ")).map(line -> line.split(" ", -1)[2]))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Metric.values()).map(Metric::family).toList());
    }

    /** What the kernel does not say is not zero. */
    @Test
    void leavesOutWhatIsNotKnown() {
        QueueStatus idle = SampleStatus.idle(0);
        QueueStatus untold = new QueueStatus(
                idle.settings(),
                true,
                true,
                false,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                idle.events(),
                idle.outcomes(),
                0,
                idle.rates(),
                idle.distributions());
        String told = MetricsText.of(SampleStatus.of(untold), new Totals(List.of(QueueTotals.none(0)), List.of()));

        assertThat(told)
                .contains("mssclampd_queue_bound{queue=\"0\"} 1.0", "mssclampd_packets_received_total{queue=\"0\"} 0.0")
                .doesNotContain(
                        "mssclampd_netlink_overruns_total",
                        "mssclampd_queue_dropped_total",
                        "mssclampd_queue_buffered_bytes",
                        "mssclampd_queue_waiting_packets");
    }

    /** Its counts are of what was; whether it is bound is of what is. */
    @Test
    void tellsTheCountsAloneOfAQueueThatWasGivenUp() {
        DaemonStatus both = SampleStatus.of(SampleStatus.queue(0, 100, 60), SampleStatus.queue(1, 50, 40));
        String told =
                MetricsText.of(SampleStatus.of(SampleStatus.queue(0, 100, 60)), SampleStatus.totals(both, List.of()));

        assertThat(told)
                .contains(
                        "mssclampd_packets_received_total{queue=\"1\"} 50.0", "mssclampd_queue_bound{queue=\"0\"} 1.0")
                .doesNotContain("mssclampd_queue_bound{queue=\"1\"}", "mssclampd_queue_kept{queue=\"1\"}");
    }
}
