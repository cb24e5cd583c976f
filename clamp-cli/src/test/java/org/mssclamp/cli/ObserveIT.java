// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.daemon.DaemonProcess;
import org.mssclamp.kernel.KernelTests;
import org.mssclamp.kernel.SynTraffic;

/** {@code rules show} and {@code trace} of a running daemon that SYNs pass through. */
@ExtendWith(KernelTests.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class ObserveIT {
    private static final String RULES = """
            version: 1
            rules:
              - name: ssh
                match: { dport: 22 }
                mtu: 1300
              - name: all
                set-mss: { ipv4: 1360, ipv6: 1340 }
            """;

    private final AskedGateway gateway;
    private final SynTraffic traffic;

    ObserveIT(@TempDir Path directory) {
        gateway = new AskedGateway(directory, RULES);
        traffic = gateway.traffic();
    }

    @AfterAll
    void takeDown() {
        traffic.close();
        gateway.close();
    }

    /** What it prints that ends by itself once SYNs come, of both families in turns. */
    private String outputUnderTraffic(String... arguments) throws IOException, InterruptedException {
        Process asking = gateway.begin(arguments);
        while (asking.isAlive()) {
            traffic.send(2);
            traffic.lastMss();
            Thread.sleep(20);
        }
        assertThat(asking.waitFor()).isZero();
        return AskedGateway.output(asking);
    }

    @Test
    void showsRulesWithWhatTheyDid() throws IOException, InterruptedException {
        try (DaemonProcess daemon = gateway.serving()) {
            traffic.send(10);
            traffic.lastMss();
            Run text = gateway.ask("rules", "show", "-c");
            assertThat(text.exitCode()).isZero();
            assertThat(text.out())
                    .contains("  # 0 matched, 0 clamped\n  - name: ssh\n")
                    .containsPattern(
                            "  # 10 matched, 10 clamped, mss 1440 -> 13[46]0, last \\d+ s ago\n  - name: all\n");
            Run json = gateway.ask("rules", "show", "-c", "--json");
            Schema.of("rules-show").assertValid(json.out());
            daemon.stop();
        }
    }

    @Test
    void showsRulesThatAreAConfigurationAgain() throws IOException, InterruptedException {
        try (DaemonProcess daemon = gateway.serving()) {
            Run shown = gateway.ask("rules", "show", "-c");
            Run check = Layout.run(gateway.words("check", "-"), "version: 1\n" + shown.out(), Map.of());
            assertThat(check).returns(0, Run::exitCode);
            daemon.stop();
        }
    }

    @Test
    void tracesEachRuleTriedAndTheOctetsThatChanged() throws IOException, InterruptedException {
        try (DaemonProcess daemon = gateway.serving()) {
            assertThat(outputUnderTraffic("trace", "--to", "198.51.100.0/24", "--count", "1"))
                    .containsPattern(
                            "(?m)^SYN 192\\.0\\.2\\.\\d+:\\d+ > 198\\.51\\.100\\.1:443, in \\S+, out \\S+, mss 1440$")
                    .containsPattern("(?m)^ +1 +ssh .*dport")
                    .containsPattern("(?m)^ +2 +all +decides ")
                    .contains("\nmss 1440 -> 1360\n")
                    .containsPattern("(?m)^checksum 0x[0-9a-f]{4} -> 0x[0-9a-f]{4}$")
                    .endsWith("1 SYN traced, 0 missed; that was as many as were asked for\n");
            daemon.stop();
        }
    }

    @Test
    void tracesAsJsonWhatThePrefixSelects() throws IOException, InterruptedException {
        try (DaemonProcess daemon = gateway.serving()) {
            List<String> lines = outputUnderTraffic("trace", "--to", "!198.51.100.1", "--count", "3", "--json")
                    .lines()
                    .toList();
            assertThat(lines).hasSize(4);
            lines.forEach(Schema.of("trace")::assertValid);
            assertThat(lines.subList(0, 3))
                    .allMatch(line -> line.contains("\"family\":\"ipv6\"") && line.contains("\"mssAfter\":1340"));
            daemon.stop();
        }
    }

    @Test
    void endsWhenTheTimeIsOver() throws IOException, InterruptedException {
        try (DaemonProcess daemon = gateway.serving()) {
            Run trace = gateway.ask("trace", "--timeout", "1");
            assertThat(trace).returns(0, Run::exitCode);
            assertThat(trace.out()).isEqualTo("0 SYNs traced, 0 missed; the time is over\n");
            daemon.stop();
        }
    }

    @Test
    void clampsOnWhenWhoTracesIsKilled() throws IOException {
        try (DaemonProcess daemon = gateway.serving()) {
            Process trace = gateway.begin("trace");
            int first = 0;
            while (first == 0) {
                traffic.send(1);
                traffic.lastMss();
                first = trace.getInputStream().available();
            }
            trace.destroyForcibly().onExit().join();
            traffic.send(200);
            assertThat(traffic.lastMss()).isIn(1360, 1340);
            daemon.stop();
        }
    }

    @Test
    void saysThatNobodyListens() throws IOException, InterruptedException {
        assertThat(gateway.ask("rules", "show")).returns(69, Run::exitCode);
        assertThat(gateway.ask("trace", "--count", "1")).returns(69, Run::exitCode);
    }
}
