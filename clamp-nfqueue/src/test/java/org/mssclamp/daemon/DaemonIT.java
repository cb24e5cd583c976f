// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.kernel.Firewall;
import org.mssclamp.kernel.KernelTests;
import org.mssclamp.kernel.Lab;
import org.mssclamp.kernel.Link;
import org.mssclamp.kernel.PacketSocket;
import org.mssclamp.kernel.Patience;
import org.mssclamp.kernel.SynTraffic;
import org.mssclamp.libc.ThreadAffinity;

/** The daemon in traffic: signals, reloads, links that change, a queue that is lost. */
@ExtendWith(KernelTests.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class DaemonIT {
    private static final String QUEUE_0 = Firewall.FORWARDED_SYNS + "-j NFQUEUE --queue-num 0 --queue-bypass";
    private static final int BURST = 50;
    private static final int RELOADS = 60;
    private static final int SYNS_OF_A_RELOAD = 200;

    private final Lab lab = new Lab();
    private final Path config;
    private SynTraffic traffic = new SynTraffic(lab);

    DaemonIT(@TempDir Path directory) {
        config = directory.resolve("mssclamp.yaml");
    }

    @BeforeEach
    void startAfresh() throws IOException {
        traffic.close();
        traffic = new SynTraffic(lab);
        lab.firewall().replace(QUEUE_0);
        configure(clampAllTo(1300));
    }

    @AfterAll
    void takeDown() {
        traffic.close();
        lab.close();
    }

    private static String clampAllTo(int mss) {
        return "version: 1\nrules: [{ name: to-%1$d, set-mss: { ipv4: %1$d, ipv6: %1$d } }]\n".formatted(mss);
    }

    /** Puts this in the place of the file, which is never seen half written. */
    private void configure(String text) throws IOException {
        Path written = Files.writeString(config.resolveSibling("written.yaml"), text);
        Files.move(written, config, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private DaemonProcess serving(String... options) {
        String[] arguments = Arrays.copyOf(options, options.length + 2);
        arguments[options.length] = "-c";
        arguments[options.length + 1] = config.toString();
        return DaemonProcess.serving(lab.gateway(), arguments);
    }

    private int mssOfNext() {
        traffic.send(1);
        return traffic.lastMss();
    }

    /** Lines of {@code /proc/net/netfilter/nfnetlink_queue}, one for each queue that is bound. */
    private List<String> queues() {
        return lab.gateway().call(() -> Files.readAllLines(Path.of("/proc/thread-self/net/netfilter/nfnetlink_queue")));
    }

    @Test
    void withoutADaemonTheRulePassesPackets() {
        assertThat(queues()).isEmpty();
        assertThat(mssOfNext()).isEqualTo(SynTraffic.MSS);
    }

    @Test
    void clampsAndCounts() {
        try (DaemonProcess daemon = serving()) {
            for (int i = 0; i < 100; i++) {
                assertThat(mssOfNext()).isEqualTo(1300);
            }
            assertThat(daemon.stop())
                    .containsPattern("\n.* 100 received ")
                    .containsPattern("\n.* 100 clamped ")
                    .doesNotContain(" missed ")
                    .doesNotContain(" refused");
        }
    }

    @Test
    void onlyCountsIfItObserves() {
        try (DaemonProcess daemon = serving("--observe")) {
            for (int i = 0; i < 100; i++) {
                assertThat(mssOfNext()).isEqualTo(SynTraffic.MSS);
            }
            assertThat(daemon.stop()).contains("observing only").containsPattern("\n.* 100 would-clamp ");
        }
    }

    @Test
    void losesNothingWhileItReloads() throws IOException {
        int mss = 1300;
        int refused = 0;
        try (DaemonProcess daemon = serving()) {
            for (int reload = 1; reload <= RELOADS; reload++) {
                boolean bad = reload % 3 == 0;
                int next = bad ? mss : 2500 - mss;
                configure(bad ? "version: 1\nrules: [{ set-mss: 70000 }]\n" : clampAllTo(next));
                daemon.signal("HUP");
                refused += bad ? 1 : 0;
                String done = bad ? "reload refused" : "reloaded: ";
                int first = traffic.sent() + 1;
                do {
                    traffic.send(BURST);
                    traffic.lastMss();
                } while (daemon.count(done) < (bad ? refused : reload - refused)
                        || traffic.sent() - first < SYNS_OF_A_RELOAD);
                for (int number = first; number <= traffic.sent(); number++) {
                    assertThat(traffic.mss(number)).as("SYN %d", number).isIn(mss, next);
                }
                assertThat(mssOfNext()).as("after reload %d", reload).isEqualTo(next);
                mss = next;
            }
            assertThat(daemon.output()).contains(config + ":2:20: rules[0].set-mss: 70000 is out of range");
            String output = daemon.stop();
            assertThat(output)
                    .containsPattern("\n.* " + traffic.sent() + " received ")
                    .containsPattern("\n.* " + traffic.sent() + " clamped ");
            // What a worker counts between the line and its change-over is in neither; what both tables saw would be
            // too much.
            assertThat(matchedByRules(output)).isPositive().isLessThanOrEqualTo(traffic.sent());
        }
        assertThat(traffic.sent()).isGreaterThan(RELOADS * SYNS_OF_A_RELOAD);
    }

    /** The counts of all rules that were in force for some time. */
    private static long matchedByRules(String output) {
        return Pattern.compile("(\\d+) rule to-\\d+ +matched")
                .matcher(output)
                .results()
                .mapToLong(line -> Long.parseLong(line.group(1)))
                .sum();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void losesNothingWhenItStops(String signal) {
        try (DaemonProcess daemon = serving()) {
            while (traffic.sent() < 2000) {
                traffic.send(BURST);
                assertThat(traffic.lastMss()).isEqualTo(1300);
            }
            traffic.send(1000);
            daemon.signal(signal);
            traffic.send(1000);
            while (daemon.count("clamped") == 0) {
                traffic.send(BURST);
                traffic.lastMss();
            }
            assertThat(daemon.exitCode()).isZero();
        }
        traffic.send(500);
        for (int number = 1; number <= traffic.sent(); number++) {
            assertThat(traffic.mss(number)).isIn(1300, SynTraffic.MSS);
        }
        assertThat(traffic.lastMss()).isEqualTo(SynTraffic.MSS);
        assertThat(queues()).isEmpty();
    }

    @Test
    void servesARangeOfQueues() throws IOException {
        configure("queues: [{ number: 0-1 }]\n" + clampAllTo(1300));
        lab.firewall().replace(Firewall.FORWARDED_SYNS + "-j NFQUEUE --queue-balance 0:1 --queue-bypass");
        try (DaemonProcess daemon = serving()) {
            for (int i = 0; i < 10; i++) {
                traffic.send(BURST);
            }
            for (int number = 1; number <= traffic.sent(); number++) {
                assertThat(traffic.mss(number)).isEqualTo(1300);
            }
            // The last column but one is the last packet id.
            assertThat(queues())
                    .hasSize(2)
                    .allSatisfy(line ->
                            assertThat(Integer.parseInt(column(line, 7))).isPositive());
            assertThat(daemon.stop()).containsPattern("\n.* 500 clamped ");
        }
    }

    @Test
    void runsOnTheProcessorsItIsTold() throws IOException {
        List<Integer> cpus = ThreadAffinity.cpus().stream().boxed().toList();
        assumeThat(cpus).hasSizeGreaterThan(1);
        configure("queues: [{ number: 0-2, cpus: [%d, %d] }]\n".formatted(cpus.get(1), cpus.get(0)) + clampAllTo(1300));
        try (DaemonProcess daemon = serving()) {
            assertThat(mssOfNext()).isEqualTo(1300);
            assertThat(daemon.cpusOf("queue-0")).isEqualTo(cpus.get(1).toString());
            assertThat(daemon.cpusOf("queue-1")).isEqualTo(cpus.get(0).toString());
            assertThat(daemon.cpusOf("queue-2")).isEqualTo(cpus.get(1).toString());
            assertThat(daemon.cpusOf("links"))
                    .isNotEqualTo(cpus.get(0).toString())
                    .isNotEqualTo(cpus.get(1).toString());
            daemon.stop();
        }
    }

    @Test
    void asksBusilyForPacketsAndStopsAllTheSame() throws IOException {
        configure("queues: [{ number: 0, busy-poll: 100ms }]\n" + clampAllTo(1300));
        try (DaemonProcess daemon = serving()) {
            for (int i = 0; i < 100; i++) {
                assertThat(mssOfNext()).isEqualTo(1300);
            }
            assertThat(daemon.stop()).containsPattern("\n.* 100 clamped ").doesNotContain(" refused");
        }
    }

    @Test
    void goesOnWhileTenThousandRulesAreLoaded() throws IOException {
        try (DaemonProcess daemon = serving()) {
            long longestNs = 0;
            for (int reload = 1; reload <= 4; reload++) {
                int mss = 1300 - reload;
                configure(tenThousandRulesAnd(clampAllTo(mss)));
                daemon.signal("HUP");
                do {
                    long sentNs = System.nanoTime();
                    assertThat(mssOfNext()).isIn(mss + 1, mss);
                    longestNs = Math.max(longestNs, System.nanoTime() - sentNs);
                } while (daemon.count("reloaded: ") < reload);
                assertThat(mssOfNext()).isEqualTo(mss);
            }
            System.out.printf("longest way of a SYN while 10,000 rules were loaded: %.1f ms%n", longestNs / 1e6);
            assertThat(daemon.stop()).contains(traffic.sent() + " clamped ").doesNotContain(" missed ");
        }
    }

    /** Rules for peers of which the traffic knows none, before those that are for it. */
    private static String tenThousandRulesAnd(String rest) {
        StringBuilder rules = new StringBuilder("version: 1\nrules:\n");
        for (int i = 0; i < 10_000; i++) {
            rules.append("  - { name: peer-%d, match: { to: 10.%d.%d.0/24, in: \"wg*\" }, mtu: %d }\n"
                    .formatted(i, i / 256, i % 256, 1300 + i % 120));
        }
        return rules + "  - " + rest.substring(rest.indexOf('{'), rest.lastIndexOf(']')) + "\n";
    }

    private static String column(String line, int number) {
        return line.strip().split("\\s+", -1)[number];
    }

    @Test
    void followsRenamedAndNewLinks() throws IOException {
        configure("version: 1\nrules: [{ match: { in: \"lan*\" }, set-mss: { ipv4: 1300, ipv6: 1300 } }]\n");
        PacketSocket.Way in1 = traffic.way(Link.IN1.hostInterface(), Link.IN1.gatewayMac());
        try (DaemonProcess daemon = serving()) {
            assertThat(mssOfNextBy(in1)).isEqualTo(SynTraffic.MSS);
            lab.gateway().ip("link set in1 down\nlink set in1 name lan1\nlink set lan1 up");
            lab.sender().awaitCarrier(Link.IN1.hostInterface());
            // The event is on its way to the daemon; no SYN may be lost meanwhile.
            Patience patience = new Patience("the new name is known");
            while (mssOfNextBy(in1) == SynTraffic.MSS) {
                patience.spend();
            }
            assertThat(mssOfNextBy(in1)).isEqualTo(1300);

            lab.gateway()
                    .ip("link add lan2 address 02:00:00:00:77:01 type veth peer name up2 netns "
                            + lab.sender().name());
            lab.sender().ip("link set up2 up");
            lab.gateway().ip("link set lan2 up");
            lab.sender().awaitCarrier("up2");
            byte[] mac = HexFormat.ofDelimiter(":").parseHex("02:00:00:00:77:01");
            assertThat(mssOfNextBy(traffic.way("up2", mac))).as("by a new link").isEqualTo(1300);

            lab.gateway().ip("link del lan2\nlink set lan1 down\nlink set lan1 name in1\nlink set in1 up");
            lab.sender().awaitCarrier(Link.IN1.hostInterface());
            daemon.stop();
        }
    }

    private int mssOfNextBy(PacketSocket.Way way) {
        traffic.send(way, "198.51.100.1");
        return traffic.lastMss();
    }

    @Test
    void goesOnWhenALinkIsGoneWithItsPackets() {
        lab.gateway().ip("""
                link add gone0 type veth peer name gone1
                link set gone0 up
                link set gone1 up
                address add 10.9.9.1/24 dev gone0
                neighbour add 10.9.9.2 lladdr 02:00:00:00:99:02 dev gone0 nud permanent
                """);
        PacketSocket.Way in0 = traffic.way(Link.IN0.hostInterface(), Link.IN0.gatewayMac());
        try (DaemonProcess daemon = serving()) {
            assertThat(mssOfNext()).isEqualTo(1300);
            daemon.freeze();
            for (int i = 0; i < 40; i++) {
                traffic.send(in0, "10.9.9.2");
            }
            awaitHeld(40);
            lab.gateway().ip("link del gone0");
            daemon.signal("CONT");
            traffic.send(20);
            assertThat(traffic.lastMss()).isEqualTo(1300);
            assertThat(daemon.stop())
                    .containsPattern("\n.* 61 received ")
                    .containsPattern("\n.* 40 gone ")
                    .doesNotContain(" refused");
        }
    }

    /** Waits until the queue holds that many. */
    private void awaitHeld(int count) {
        while (Integer.parseInt(column(queues().get(0), 2)) < count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void bindsAQueueAgainThatWasLost() {
        try (DaemonProcess daemon = serving();
                StolenSocket stolen = new StolenSocket(daemon.pid())) {
            assertThat(mssOfNext()).isEqualTo(1300);
            stolen.unbind(0);
            daemon.awaitLines("queue 0 is bound again", 1);
            assertThat(mssOfNext()).isEqualTo(1300);
            assertThat(daemon.stop()).containsPattern("\n.* 1 rebound ").doesNotContain(" missed ");
        }
    }
}
