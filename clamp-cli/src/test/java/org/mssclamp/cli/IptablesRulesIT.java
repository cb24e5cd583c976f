// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.daemon.DaemonProcess;
import org.mssclamp.kernel.KernelTests;
import org.mssclamp.kernel.SynTraffic;

/** Rules for iptables, applied by a shell as the help says, with both of its kinds. */
@ExtendWith(KernelTests.class)
@ParameterizedClass
@ValueSource(strings = {"nft", "legacy"})
@Timeout(180)
class IptablesRulesIT {
    private static final String NET = "--backend iptables --safety-net";
    private static final String APPLY = "echo \"$commands\" | sh -e";
    private static final String ACCEPT_PINGS = "-A FORWARD -p icmp -j ACCEPT";
    private static final int FLOOD = 2000;
    /** More than a queue of eight packets holds, whatever its receive buffer. */
    private static final int HELD_AT_MOST = 1000;

    private final FedGateway gateway;

    IptablesRulesIT(String kind, @TempDir Path directory) throws IOException {
        for (String program : List.of("iptables", "ip6tables", "iptables-save", "ip6tables-save")) {
            String variant = program.replace("tables", "tables-" + kind);
            Path script = directory.resolve(program);
            Files.writeString(script, "#!/bin/sh\nexec " + variant + " \"$@\"\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        }
        gateway = new FedGateway(directory, directory.toString());
    }

    @AfterEach
    void takeDown() {
        gateway.close();
    }

    private void apply(String options) {
        gateway.shell(options, APPLY);
    }

    @Test
    void appliesTwiceAsOnce() {
        apply(NET + " --chain FORWARD,OUTPUT");
        List<String> once = gateway.mangleRules();
        apply(NET + " --chain FORWARD,OUTPUT");

        assertThat(gateway.mangleRules()).isEqualTo(once);
        String syns = " -p tcp -m tcp --tcp-flags SYN,RST SYN ";
        List<String> rules = List.of(
                "-A FORWARD" + syns + "-j NFQUEUE --queue-num 0 --queue-bypass",
                "-A OUTPUT" + syns + "-j NFQUEUE --queue-num 0 --queue-bypass",
                "-A POSTROUTING" + syns + "-m mark ! --mark 0x4/0x4 -j TCPMSS --clamp-mss-to-pmtu");
        assertThat(once).isEqualTo(Stream.concat(rules.stream(), rules.stream()).toList());
    }

    @Test
    void removesItsOwnRulesAndNoOthers() {
        gateway.shell(NET, "iptables -t mangle " + ACCEPT_PINGS);
        apply(NET + " --remove");
        apply(NET);
        gateway.shell(NET, "echo \"$commands\" | sed 's/.*|| //' | sh -e"); // adds each again
        assertThat(gateway.mangleRules()).hasSize(1 + 2 * 2 * 2);

        apply(NET + " --remove");

        assertThat(gateway.mangleRules()).containsExactly(ACCEPT_PINGS);
    }

    @Test
    void saysWhyNothingCanBeRemoved() {
        String said = gateway.shell(
                NET + " --remove",
                "echo \"$commands\" | setpriv --bounding-set -all --inh-caps -all sh -e 2>&1 || echo failed");

        assertThat(said).contains("ermission denied").endsWith("failed\n");
    }

    @Test
    void daemonAnswersAndTheNetLeavesItsPacketsAlone() {
        apply(NET);
        try (DaemonProcess daemon = gateway.daemon()) {
            assertThat(gateway.send()).isEqualTo(FedGateway.DAEMONS);
            daemon.stop();
        }
    }

    @Test
    void netClampsWhileNoDaemonRuns() {
        apply(NET);
        assertThat(gateway.send()).isEqualTo(FedGateway.NETS);

        apply(NET + " --remove");
        assertThat(gateway.send()).isEqualTo(FedGateway.CLIENTS);
    }

    @Test
    void netNeverRaises() {
        gateway.pathMtu(1500);
        apply(NET);
        apply(NET + " --set-mss 1460");

        assertThat(gateway.send()).isEqualTo(FedGateway.CLIENTS);
    }

    @Test
    void netClampsWhatAFullQueueLetsPass() {
        apply(NET);
        try (DaemonProcess daemon = gateway.daemon();
                SynTraffic traffic = new SynTraffic(gateway.lab())) {
            daemon.freeze();
            traffic.send(FLOOD);
            List<Integer> passed = FedGateway.awaitArrived(traffic, FLOOD - HELD_AT_MOST);
            daemon.signal("CONT");
            List<Integer> held = IntStream.rangeClosed(1, FLOOD)
                    .filter(number -> !passed.contains(number))
                    .boxed()
                    .toList();

            assertThat(FedGateway.mss(traffic, passed)).isEqualTo(FedGateway.NETS);
            assertThat(FedGateway.mss(traffic, held)).isEqualTo(FedGateway.DAEMONS);
            daemon.stop();
        }
    }

    @Test
    void netTakesAPacketThatWasMarkedBeforeForAnswered() {
        apply(NET);
        gateway.lab().firewall().replace("-A PREROUTING -p tcp -j MARK --set-mark 0x4");

        assertThat(gateway.send()).isEqualTo(FedGateway.CLIENTS);
    }
}
