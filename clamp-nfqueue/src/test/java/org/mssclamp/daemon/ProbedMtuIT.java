// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.kernel.Firewall;
import org.mssclamp.kernel.KernelTests;
import org.mssclamp.kernel.Lab;
import org.mssclamp.kernel.Patience;
import org.mssclamp.kernel.SynTraffic;

/** A daemon that keeps the number of a rule itself, on a path that drops what is too large and says nothing. */
@ExtendWith(KernelTests.class)
@Timeout(300)
class ProbedMtuIT {
    private static final String QUEUE_0 = Firewall.FORWARDED_SYNS + "-j NFQUEUE --queue-num 0 --queue-bypass";

    /** The receiver's, behind the gateway's interface out0. */
    private static final String HOST = "10.0.3.2";

    private final Lab lab = new Lab();
    private final SynTraffic traffic = new SynTraffic(lab);
    private final Path config;

    ProbedMtuIT(@TempDir Path directory) {
        config = directory.resolve("mssclamp.yaml");
        lab.firewall().replace(QUEUE_0);
        // Its kernel answers as fast as it is asked.
        lab.receiver().run("sh", "-c", "echo 0 > /proc/sys/net/ipv4/icmp_ratelimit");
    }

    @AfterEach
    void takeDown() {
        traffic.close();
        lab.close();
    }

    private DaemonProcess serving() throws IOException {
        configure("");
        return DaemonProcess.serving(lab.gateway(), "-c", config.toString());
    }

    private void configure(String more) throws IOException {
        configure(HOST, more);
    }

    private void configure(String probe, String more) throws IOException {
        Files.writeString(config, """
                version: 1
                rules:
                  - name: branch
                    mtu: { probe: %s, every: 1s }
                %s""".formatted(probe, more));
    }

    /** From now on the path drops what is larger, in silence. */
    private void narrow(int mtu) {
        drop("meta length > " + mtu);
    }

    private void drop(String packets) {
        lab.receiver().feed("""
                        add table inet path
                        delete table inet path
                        table inet path { chain in { type filter hook prerouting priority -300
                        %s drop
                        }
                        }
                        """.formatted(packets), "nft", "-f", "-");
    }

    /** SYNs of both families are clamped to what leaves room for them in such packets. */
    private void assertClampsTo(int mtu) {
        for (int family = 0; family < 2; family++) {
            traffic.send(1);
            boolean ipv4 = traffic.sent() % 2 == 1;
            assertThat(traffic.lastMss()).isEqualTo(mtu - (ipv4 ? 40 : 60));
        }
    }

    @Test
    void followsThePathDownAtOnceAndUpWhenItIsSure() throws IOException {
        drop("meta l4proto { icmp, udp }");
        try (DaemonProcess daemon = serving()) {
            assertClampsTo(1280);
            daemon.awaitLines("path MTU to 10.0.3.2 stays 1280 (initial): no answer to packets of any size", 1);
            narrow(1400);
            daemon.awaitLines("path MTU to 10.0.3.2 is 1400, was 1280 (initial)", 1);
            awaitClamp(daemon, 1400);

            narrow(1300);
            daemon.awaitLines("path MTU to 10.0.3.2 is 1300, was 1400", 1);
            awaitClamp(daemon, 1300);

            narrow(1450);
            daemon.awaitLines("path MTU to 10.0.3.2 is 1450, was 1300", 1);
            awaitClamp(daemon, 1450);

            drop("meta l4proto { icmp, udp }");
            daemon.awaitLines("path MTU to 10.0.3.2 stays 1450: no answer to packets of any size", 1);
            assertClampsTo(1450);
            assertThat(daemon.stop()).doesNotContain("defect").containsPattern("\n.* [0-9]+ clamped ");
        }
    }

    @Test
    void keepsTheNumberOverAReload() throws IOException {
        narrow(1400);
        try (DaemonProcess daemon = serving()) {
            daemon.awaitLines("path MTU to 10.0.3.2 is 1400, was 1280 (initial)", 1);
            awaitClamp(daemon, 1400);
            drop("meta l4proto { icmp, udp }");
            daemon.awaitLines("path MTU to 10.0.3.2 stays 1400", 1);
            configure("  - name: other\n    match: { out: wg9 }\n    mtu: 1300\n");
            daemon.signal("HUP");
            daemon.awaitLines("reloaded: ", 1);
            assertClampsTo(1400);
            daemon.stop();
        }
    }

    @Test
    void probesByTheWayThatTheRuleNames() throws IOException {
        narrow(1400);
        lab.receiver().ip("address add 10.8.0.9/32 dev down0");
        lab.gateway().ip("""
                route add blackhole 10.8.0.9
                route add 10.8.0.9 dev out0 table 7
                rule add fwmark 7 table 7
                """);
        configure("10.8.0.9", "");
        try (DaemonProcess daemon = DaemonProcess.serving(lab.gateway(), "-c", config.toString())) {
            daemon.awaitLines("path MTU to 10.8.0.9 stays 1280 (initial): find a way to 10.8.0.9: EINVAL; ", 1);
            configure("10.8.0.9, via: out0, mark: 7", "");
            daemon.signal("HUP");
            daemon.awaitLines("path MTU to 10.8.0.9 via out0 mark 0x7 is 1400, was 1280 (initial)", 1);
            awaitClamp(daemon, 1400);
            configure("10.8.0.9, via: wg9, mark: 7", "");
            daemon.signal("HUP");
            daemon.awaitLines(
                    "path MTU to 10.8.0.9 via wg9 mark 0x7 stays 1280 (initial): send by the interface wg9: ENODEV; ",
                    1);
            awaitClamp(daemon, 1280);
            daemon.stop();
        }
    }

    /** The number is handed to the workers a moment after it was found. */
    private void awaitClamp(DaemonProcess daemon, int mtu) {
        traffic.send(1);
        Patience patience = new Patience("clamped to " + mtu);
        while (traffic.lastMss() != mtu - (traffic.sent() % 2 == 1 ? 40 : 60)) {
            assertThat(daemon.isAlive()).isTrue();
            patience.spend();
            traffic.send(1);
        }
        assertClampsTo(mtu);
    }
}
