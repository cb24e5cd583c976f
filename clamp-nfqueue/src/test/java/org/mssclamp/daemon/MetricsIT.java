// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.kernel.Firewall;
import org.mssclamp.kernel.SynTraffic;
import org.mssclamp.metrics.MetricNames;
import org.mssclamp.metrics.Promtool;

/** What a scraper is told of a daemon in traffic. */
class MetricsIT extends MetricsTests {
    private static final String QUEUE_1 = Firewall.FORWARDED_SYNS + "-j NFQUEUE --queue-num 1 --queue-bypass";
    private static final byte[] LOOPBACK_IPV6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    private static final Path CONFIG = Path.of("../config");
    private static final int BURST = 50;
    private static final long LONGEST_WAIT_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Pattern COUNT =
            Pattern.compile("(?m)^(mssclampd_\\w+_(?:total|count|sum|bucket)(?:[{].*[}])?) (\\S+)$");

    MetricsIT(@TempDir Path directory) {
        super(directory);
    }

    /** An answer may be a quarter of a second old. */
    private String scrapeOnceItTells(SocketAddress address, String line) {
        long beginNs = System.nanoTime();
        String text = scrape(address);
        while (!text.contains("\n" + line + "\n")) {
            assertThat(System.nanoTime() - beginNs).as(text).isLessThan(LONGEST_WAIT_NS);
            LockSupport.parkNanos(PAUSE_NS);
            text = scrape(address);
        }
        return text;
    }

    private void assertTellsWhatWasSent(SocketAddress address) {
        for (int i = 0; i < 20; i++) {
            traffic.send(BURST);
            traffic.lastMss();
            scrape(address);
        }
        long sent = traffic.sent();
        // That is counted last, behind the verdicts.
        String text = scrapeOnceItTells(address, "mssclampd_verdict_seconds_count{queue=\"0\"} " + sent);
        assertTells(text, "mssclampd_packets_received_total{queue=\"0\"}", sent);
        assertTells(text, "mssclampd_packets_total{outcome=\"clamped\",queue=\"0\"}", sent / 2);
        assertTells(text, "mssclampd_packets_total{outcome=\"no-rule\",queue=\"0\"}", sent / 2);
        assertTells(text, "mssclampd_packets_total{outcome=\"failed\",queue=\"0\"}", 0);
        assertTells(text, "mssclampd_rule_packets_total{rule=\"phones\"}", sent / 2);
        assertTells(text, "mssclampd_rule_clamped_total{rule=\"phones\"}", sent / 2);
        assertTells(text, "mssclampd_queue_events_total{event=\"missed\",queue=\"0\"}", 0);
        assertTells(text, "mssclampd_queue_bound{queue=\"0\"}", 1);
        assertTells(text, "mssclampd_queue_waiting_packets{queue=\"0\"}", 0);
        assertTells(text, "mssclampd_config_generation", 1);
        // As they came, all had more than 1420; half of them left with 1300.
        assertThat(text)
                .contains("\nmssclampd_mss_before_bytes_bucket{queue=\"0\",le=\"1420.0\"} 0\n")
                .contains("\nmssclampd_mss_before_bytes_bucket{queue=\"0\",le=\"1440.0\"} " + sent + "\n")
                .contains("\nmssclampd_mss_after_bytes_bucket{queue=\"0\",le=\"1360.0\"} " + sent / 2 + "\n");
    }

    @Test
    void tellsOnAPortWhatWasSent() throws IOException {
        configure("127.0.0.1:9912");
        try (DaemonProcess daemon = serving()) {
            assertTellsWhatWasSent(PORT);
            daemon.stop();
        }
    }

    @Test
    void tellsOnASocketWhatWasSent() throws IOException {
        configure("unix:" + socket);
        try (DaemonProcess daemon = serving()) {
            assertTellsWhatWasSent(UnixDomainSocketAddress.of(socket));
            daemon.stop();
            assertThat(socket).doesNotExist();
        }
    }

    @Test
    void satisfiesPromtool() throws IOException, InterruptedException {
        configure("127.0.0.1:9912");
        try (DaemonProcess daemon = serving()) {
            traffic.send(BURST);
            traffic.lastMss();
            Promtool.assertSatisfied(directory, scrape(PORT), "check", "metrics");
            daemon.stop();
        }
    }

    @Test
    void hasEachMetricThatAlertsAndDashboardName() throws IOException {
        Files.writeString(config, """
                version: 1
                metrics: { listen: "[::1]:9912" }
                rules: [{ name: branch, mtu: { probe: 10.0.3.2 } }]
                """);
        try (DaemonProcess daemon = serving()) {
            SocketAddress address = new InetSocketAddress(InetAddress.getByAddress(LOOPBACK_IPV6), PORT.getPort());
            String probed = "mssclampd_probed_mtu_bytes{host=\"10.0.3.2\",mark=\"\",via=\"\"} 1500.0";
            Set<String> names = MetricNames.ofSamples(scrapeOnceItTells(address, probed));
            assertThat(names)
                    .containsAll(MetricNames.in(CONFIG.resolve("prometheus/mssclamp.rules.yml")))
                    .containsAll(MetricNames.in(CONFIG.resolve("grafana/mssclamp.json")));
            assertThat(isRefused(PORT)).isTrue();
            daemon.stop();
        }
    }

    /** Of most it tells the sum. */
    @Test
    void isNoLargerForManyRules() throws IOException {
        configure("unix:" + socket);
        String rules = IntStream.range(0, 10_000)
                .mapToObj(i -> "  - { name: peer-" + i + ", match: { dport: " + (1 + i) + " }, mtu: 1400 }\n")
                .collect(Collectors.joining("", "rules:\n", ""));
        Files.writeString(config, Files.readString(config).replaceFirst("(?m)^rules:.*\n", rules));
        try (DaemonProcess daemon = serving()) {
            for (int i = 0; i < 100; i++) {
                String text = scrape(UnixDomainSocketAddress.of(socket));
                assertThat(text).hasSizeLessThan(64 << 10);
                assertThat(text.lines().filter(line -> line.startsWith("mssclampd_rule_")))
                        .hasSize(2 * 65);
            }
            assertThat(daemon.stop()).doesNotContain("OutOfMemory", "defect");
        }
    }

    private void configure(String queues, String rule) throws IOException {
        Files.writeString(config, """
                version: 1
                queues: [%s]
                metrics: { listen: "unix:%s" }
                rules: [{ name: phones, match: { family: ipv4 }, %s }]
                """.formatted(queues, socket, rule));
    }

    private Map<String, Double> counts(String sample, long value) {
        String text = scrapeOnceItTells(UnixDomainSocketAddress.of(socket), sample + " " + (double) value);
        return COUNT.matcher(text)
                .results()
                .collect(Collectors.toMap(count -> count.group(1), count -> Double.valueOf(count.group(2))));
    }

    private static void assertNoneFalls(Map<String, Double> before, Map<String, Double> after) {
        assertThat(before).hasSizeGreaterThan(50);
        before.forEach((sample, count) ->
                assertThat(after.getOrDefault(sample, -1.0)).as(sample).isGreaterThanOrEqualTo(count));
    }

    /** A queue goes and comes back, and a rule is changed: Prometheus would take a fall of a sum for a restart. */
    @Test
    void neverFallsOverReloads() throws IOException {
        configure("{ number: 0 }, { number: 1 }", "set-mss: 1300");
        String matched = "mssclampd_rule_packets_total{rule=\"phones\"}";
        try (DaemonProcess daemon = serving()) {
            traffic.send(BURST);
            traffic.lastMss();
            lab.firewall().replace(QUEUE_1);
            traffic.send(BURST);
            traffic.lastMss();
            Map<String, Double> both = counts(matched, BURST);
            assertThat(both).containsEntry("mssclampd_packets_received_total{queue=\"1\"}", (double) BURST);

            lab.firewall().replace(QUEUE_0);
            configure("{ number: 0 }", "set-mss: 1320");
            daemon.signal("HUP");
            daemon.awaitLines("reloaded: ", 1);
            Map<String, Double> one = counts("mssclampd_config_generation", 2);
            assertNoneFalls(both, one);
            traffic.send(BURST);
            traffic.lastMss();
            one = counts(matched, BURST + BURST / 2);

            configure("{ number: 0 }, { number: 1 }", "set-mss: 1320");
            daemon.signal("HUP");
            daemon.awaitLines("reloaded: ", 2);
            lab.firewall().replace(QUEUE_1);
            traffic.send(BURST);
            traffic.lastMss();
            Map<String, Double> again = counts(matched, 2 * BURST);
            assertNoneFalls(one, again);
            assertThat(again).containsEntry("mssclampd_packets_received_total{queue=\"1\"}", 2.0 * BURST);
            daemon.stop();
        }
    }

    /** However many ask, and however slow they are. */
    @Test
    void losesNothingToEndlessScrapes() throws IOException, InterruptedException {
        configure("unix:" + socket);
        AtomicBoolean done = new AtomicBoolean();
        try (DaemonProcess daemon = serving()) {
            Runnable greed = () -> {
                while (!done.get()) {
                    scrape(UnixDomainSocketAddress.of(socket));
                }
            };
            Executor threads = task -> new Thread(task).start();
            List<CompletableFuture<Void>> greedy =
                    List.of(CompletableFuture.runAsync(greed, threads), CompletableFuture.runAsync(greed, threads));
            while (traffic.sent() < 5000) {
                traffic.send(BURST);
                traffic.lastMss();
            }
            done.set(true);
            greedy.forEach(CompletableFuture::join);
            for (int number = 1; number <= traffic.sent(); number++) {
                // The first is of IPv4.
                assertThat(traffic.mss(number)).isEqualTo(number % 2 == 1 ? 1300 : SynTraffic.MSS);
            }
            daemon.stop();
        }
    }
}
