// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.daemon.DaemonProcess;
import org.mssclamp.kernel.KernelTests;
import org.mssclamp.kernel.SynTraffic;

/**
 * Rules for nft. Not every kernel has its {@code queue}: what nft makes of that is looked at, and the SYNs come to the
 * daemon by a rule of iptables.
 */
@ExtendWith(KernelTests.class)
@Timeout(180)
class NftRulesIT {
    private static final String NET = "--backend nft --safety-net";
    private static final String APPLY_ALL_BUT_QUEUE = "echo \"$commands\" | grep -v '^add rule .* queue ' | nft -f -";
    private static final String REMOVE = "echo \"$commands\" | nft -f -";

    private final FedGateway gateway;

    NftRulesIT(@TempDir Path directory) throws IOException {
        gateway = new FedGateway(directory, "");
        feedBy("FORWARD");
    }

    @AfterEach
    void takeDown() {
        gateway.close();
    }

    private void feedBy(String chain) {
        gateway.lab()
                .firewall()
                .replace("-A " + chain + " -p tcp --tcp-flags SYN,RST SYN -j NFQUEUE --queue-num 0 --queue-bypass");
    }

    private void applyNet(String options) {
        gateway.shell(NET + options, APPLY_ALL_BUT_QUEUE);
    }

    private String ruleset() {
        return gateway.lab().gateway().run("nft", "list", "table", "inet", "mssclamp");
    }

    @Test
    void nftUnderstandsTheRuleOfTheQueue() {
        String compiled = gateway.shell(
                "--backend nft --family ipv6", "echo \"$commands\" | nft --check --debug netlink -f - 2>&1 || true");

        assertThat(compiled).contains("""
                inet mssclamp queue-forward
                  [ meta load nfproto => reg 1 ]
                  [ cmp eq reg 1 0x0000000a ]
                  [ meta load l4proto => reg 1 ]
                  [ cmp eq reg 1 0x00000006 ]
                  [ payload load 1b @ transport header + 13 => reg 1 ]
                  [ bitwise reg 1 = ( reg 1 & 0x00000006 ) ^ 0x00000000 ]
                  [ cmp eq reg 1 0x00000002 ]
                  [ queue num 0 bypass ]
                """);
        // What the kernel says of an expression that it does not have.
        assertThat(compiled.lines().filter(line -> line.contains("Error")))
                .allMatch(line -> line.endsWith("Could not process rule: No such file or directory"));
    }

    @Test
    void appliesTwiceAsOnce() {
        applyNet(" --chain FORWARD,OUTPUT --set-mss 1360");
        String once = ruleset();
        applyNet(" --chain FORWARD,OUTPUT --set-mss 1360");

        assertThat(ruleset()).isEqualTo(once);
        assertThat(once.lines().filter(line -> line.contains("maxseg"))).hasSize(2);
        assertThat(once)
                .contains("hook forward priority mangle;", "hook output priority mangle;")
                .contains("hook postrouting priority mangle + 10;");
    }

    @Test
    void removesItsTableWhetherItIsThereOrNot() {
        gateway.shell(NET + " --remove", REMOVE);
        applyNet("");
        gateway.shell(NET + " --remove", REMOVE);

        assertThat(gateway.lab().gateway().run("nft", "list", "tables")).doesNotContain("mssclamp");
        assertThat(gateway.send()).isEqualTo(FedGateway.CLIENTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FORWARD", "POSTROUTING"})
    void netClampsWhatTheDaemonDidNotAnswer(String chain) {
        feedBy(chain);
        applyNet(" --chain " + chain);
        assertThat(gateway.send()).isEqualTo(FedGateway.NETS);

        try (DaemonProcess daemon = gateway.daemon()) {
            assertThat(gateway.send()).isEqualTo(FedGateway.DAEMONS);
            daemon.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " --set-mss 1360", " --chain FORWARD,OUTPUT", " --chain POSTROUTING"})
    void netLeavesTheLoopbackToItself(String options) {
        applyNet(options);

        assertThat(gateway.unclampedOnLoopback()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"1500, ''", "1400, --set-mss 1460", "65535, ''"})
    void netNeverRaises(int pathMtu, String option) {
        gateway.pathMtu(pathMtu);
        applyNet(" " + option);

        assertThat(gateway.send()).isEqualTo(FedGateway.CLIENTS);
    }

    @Test
    void losesNoSynThatIsQueuedWhenItIsAppliedAgain() {
        applyNet("");
        try (DaemonProcess daemon = gateway.daemon();
                SynTraffic traffic = new SynTraffic(gateway.lab())) {
            daemon.freeze();
            traffic.send(4);
            applyNet(" --set-mss 1200");
            daemon.signal("CONT");

            List<Integer> all = IntStream.rangeClosed(1, 4).boxed().toList();
            assertThat(FedGateway.mss(traffic, all)).isEqualTo(FedGateway.DAEMONS);
            daemon.stop();
        }
    }
}
