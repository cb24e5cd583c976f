// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.kernel.Firewall;
import org.mssclamp.kernel.KernelTests;
import org.mssclamp.kernel.Lab;
import org.mssclamp.kernel.SynTraffic;
import org.mssclamp.metrics.MetricNames;
import org.mssclamp.metrics.Promtool;

/** What a scraper is told of a daemon in traffic. */
@ExtendWith(KernelTests.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class MetricsIT {
    private static final String QUEUE_0 = Firewall.FORWARDED_SYNS + "-j NFQUEUE --queue-num 0 --queue-bypass";
    private static final String QUEUE_1 = Firewall.FORWARDED_SYNS + "-j NFQUEUE --queue-num 1 --queue-bypass";
    private static final InetSocketAddress PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9912);
    private static final byte[] LOOPBACK_IPV6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    private static final Path CONFIG = Path.of("../config");
    private static final int BURST = 50;
    private static final long LONGEST_WAIT_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Pattern COUNT =
            Pattern.compile("(?m)^(mssclampd_\\w+_(?:total|count|sum|bucket)(?:[{].*[}])?) (\\S+)$");

    private final Lab lab = new Lab();
    private final Path directory;
    private final Path config;
    private final Path socket;
    private SynTraffic traffic = new SynTraffic(lab);

    MetricsIT(@TempDir Path directory) {
        this.directory = directory;
        config = directory.resolve("mssclamp.yaml");
        socket = directory.resolve("metrics.sock");
    }

    @BeforeEach
    void startAfresh() {
        traffic.close();
        traffic = new SynTraffic(lab);
        lab.firewall().replace(QUEUE_0);
    }

    @AfterAll
    void takeDown() {
        traffic.close();
        lab.close();
    }

    /** IPv4 is clamped, and IPv6 is none of any rule's. */
    private void configure(String listen) throws IOException {
        Files.writeString(config, """
                version: 1
                metrics: { listen: "%s" }
                rules: [{ name: phones, match: { family: ipv4 }, set-mss: 1300 }]
                """.formatted(listen));
    }

    private DaemonProcess serving() {
        return DaemonProcess.serving(lab.gateway(), "-c", config.toString());
    }

    private String scrape(SocketAddress address) {
        String answer = ask(address, "/metrics", "localhost");
        assertThat(answer).startsWith("HTTP/1.1 200 ");
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private String ask(SocketAddress address, String path, String host) {
        return lab.gateway().call(() -> {
            try (SocketChannel channel = SocketChannel.open(address)) {
                channel.write(
                        ByteBuffer.wrap(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII)));
                return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            }
        });
    }

    private boolean isRefused(SocketAddress address) {
        return lab.gateway().call(() -> {
            try (SocketChannel accepted = SocketChannel.open(address)) {
                return !accepted.isOpen();
            } catch (IOException refused) {
                return true;
            }
        });
    }

    private static void assertTells(String text, String sample, long value) {
        assertThat(text).contains("\n" + sample + " " + (double) value + "\n");
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
        configure("[::1]:9912");
        try (DaemonProcess daemon = serving()) {
            Set<String> names = MetricNames.ofSamples(
                    scrape(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK_IPV6), PORT.getPort())));
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

    @Test
    void listensNowhereUnlessToldTo() throws IOException {
        configure("off");
        try (DaemonProcess daemon = serving()) {
            assertThat(isRefused(PORT)).isTrue();
            assertThat(lab.gateway().run("ss", "-Hltn")).isEmpty();
            daemon.stop();
        }
    }

    @Test
    void followsAReload() throws IOException {
        configure("127.0.0.1:9912");
        try (DaemonProcess daemon = serving()) {
            configure("unix:" + socket);
            daemon.signal("HUP");
            daemon.awaitLines("reloaded: ", 1);
            assertTells(scrape(UnixDomainSocketAddress.of(socket)), "mssclampd_config_generation", 2);
            assertThat(isRefused(PORT)).isTrue();

            configure("off");
            daemon.signal("HUP");
            daemon.awaitLines("reloaded: ", 2);
            assertThat(isRefused(UnixDomainSocketAddress.of(socket))).isTrue();
            assertThat(socket).doesNotExist();
            daemon.stop();
        }
    }

    @Test
    void hasThePageWhileTheConfigurationSaysSo() throws IOException {
        configure("unix:" + socket);
        SocketAddress address = UnixDomainSocketAddress.of(socket);
        try (DaemonProcess daemon = serving()) {
            assertThat(ask(address, "/", "localhost")).startsWith("HTTP/1.1 404 ");

            Files.writeString(config, Files.readString(config).replace("\" }", "\", page: true }"));
            daemon.signal("HUP");
            daemon.awaitLines("; page on", 1);
            assertThat(ask(address, "/", "localhost"))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("<title>mssclampd</title>");
            assertThat(ask(address, "/recent.json?after=0", "127.0.0.1")).endsWith("{\"schema\":1,\"syns\":[]}\n");
            assertThat(ask(address, "/recent.json?after=%", "127.0.0.1")).startsWith("HTTP/1.1 400 ");
            assertThat(ask(address, "/status.json", "example.org"))
                    .as("a page of example.org")
                    .startsWith("HTTP/1.1 421 ");
            assertThat(ask(address, "/metrics", "example.org"))
                    .as("a proxy that asks as it was asked")
                    .startsWith("HTTP/1.1 200 ");

            configure("unix:" + socket);
            daemon.signal("HUP");
            daemon.awaitLines("; page off", 1);
            assertThat(ask(address, "/", "localhost")).startsWith("HTTP/1.1 404 ");
            daemon.stop();
        }
    }

    @Test
    void refusesAReloadThatNamesATakenPort() throws IOException {
        configure("unix:" + socket);
        try (DaemonProcess daemon = serving();
                DaemonProcess other = withQueue7("127.0.0.1:9912")) {
            configure("127.0.0.1:9912");
            daemon.signal("HUP");
            daemon.awaitLines("reload refused, generation 1 stays in force: cannot listen on 127.0.0.1:9912", 1);
            String text = scrape(UnixDomainSocketAddress.of(socket));
            assertTells(text, "mssclampd_config_generation", 1);
            assertTells(text, "mssclampd_config_last_reload_successful", 0);
            other.stop();
            daemon.stop();
        }
    }

    /** The port could be had, but not the queue. */
    @Test
    void listensWhereItDidIfAReloadIsRefused() throws IOException {
        configure("unix:" + socket);
        try (DaemonProcess daemon = serving();
                DaemonProcess other = withQueue7("off")) {
            configure("127.0.0.1:9912");
            Files.writeString(config, "queues: [{ number: 7 }]\n", StandardOpenOption.APPEND);
            daemon.signal("HUP");
            daemon.awaitLines("reload refused, generation 1 stays in force: cannot bind queue 7", 1);
            assertThat(isRefused(PORT)).isTrue();
            assertTells(scrape(UnixDomainSocketAddress.of(socket)), "mssclampd_config_last_reload_successful", 0);
            other.stop();
            daemon.stop();
        }
    }

    /** Another daemon, with another queue. */
    private DaemonProcess withQueue7(String listen) throws IOException {
        Path file = Files.writeString(
                directory.resolve("other.yaml"),
                "version: 1\nqueues: [{ number: 7 }]\nmetrics: { listen: \"" + listen + "\" }\nrules: []\n");
        return DaemonProcess.serving(lab.gateway(), "-c", file.toString());
    }

    @Test
    void servesItsQueuesWithoutItsPortUntilAReloadFindsThatFree() throws IOException {
        configure("127.0.0.1:9912");
        try (DaemonProcess other = withQueue7("127.0.0.1:9912");
                DaemonProcess daemon = DaemonProcess.serving(lab.gateway(), "-c", config.toString())) {
            String refusal = "cannot listen on 127.0.0.1:9912 for metrics: Address already in use";
            daemon.awaitLines(refusal, 1);
            Files.writeString(config, Files.readString(config).replace("1300", "1310"));
            daemon.signal("HUP");
            daemon.awaitLines("generation 2; rules changed: phones", 1);
            assertThat(daemon.count(refusal)).isEqualTo(2);
            traffic.send(1);
            assertThat(traffic.lastMss()).isEqualTo(1310);
            other.stop();
            daemon.signal("HUP");
            daemon.awaitLines("reloaded: ", 2);
            assertTells(scrape(PORT), "mssclampd_config_last_reload_successful", 1);
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
            List<Thread> greedy = List.of(new Thread(greed), new Thread(greed));
            greedy.forEach(Thread::start);
            while (traffic.sent() < 5000) {
                traffic.send(BURST);
                traffic.lastMss();
            }
            done.set(true);
            for (Thread thread : greedy) {
                thread.join();
            }
            for (int number = 1; number <= traffic.sent(); number++) {
                // The first is of IPv4.
                assertThat(traffic.mss(number)).isEqualTo(number % 2 == 1 ? 1300 : SynTraffic.MSS);
            }
            daemon.stop();
        }
    }
}
