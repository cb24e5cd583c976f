// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static java.util.stream.Collectors.joining;
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
import org.junit.jupiter.params.ParameterizedTest;
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
    private static final String REMOVE = "--backend iptables --remove";
    private static final List<String> OTHERS = List.of(
            "-A FORWARD -p icmp -j ACCEPT",
            "-A FORWARD -p icmp -m comment --comment mssclamp-not -j ACCEPT",
            "-A FORWARD -p icmp -m comment --comment mssclamp-feed -j ACCEPT",
            "-A FORWARD -p tcp -m tcp --tcp-flags SYN,RST SYN -m comment --comment mssclamp-feed -j NFQUEUE"
                    + " --queue-num 9",
            "-A FORWARD -p udp -m comment --comment mssclamp-0badcafe -j NFQUEUE --queue-num 9",
            "-A FORWARD -p icmp -m comment --comment \"a --comment mssclamp-00000000 of others\" -j ACCEPT");
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
                "-A OUTPUT ! -o lo" + syns + "-j NFQUEUE --queue-num 0 --queue-bypass",
                "-A POSTROUTING ! -o lo" + syns + "-m mark ! --mark 0x4/0x4 -j TCPMSS --clamp-mss-to-pmtu");
        assertThat(withoutComments(once))
                .isEqualTo(Stream.concat(rules.stream(), rules.stream()).toList());
    }

    private static List<String> withoutComments(List<String> rules) {
        return rules.stream()
                .map(rule -> rule.replaceFirst("-m comment --comment mssclamp-[0-9a-f]{8} ", ""))
                .toList();
    }

    @Test
    void removesItsOwnRulesAndNoOthers() {
        others();
        apply(REMOVE);
        apply(NET);
        gateway.shell(NET, "echo \"$commands\" | sed -n 's/.*|| //p' | sh -e"); // adds each again
        assertThat(gateway.mangleRules()).hasSize(OTHERS.size() + 2 * 2 * 2);

        apply(REMOVE);

        assertThat(gateway.mangleRules()).isEqualTo(OTHERS);
    }

    private void others() {
        gateway.shell(
                REMOVE,
                OTHERS.stream().map(rule -> "iptables -t mangle " + rule).collect(joining("\n")));
    }

    @Test
    void replacesTheRulesOfOtherOptions() {
        apply(NET + " --chain FORWARD,OUTPUT --set-mss 1200");
        List<String> once = gateway.mangleRules();
        apply("--backend iptables --chain POSTROUTING");
        others();
        apply(NET + " --chain FORWARD,OUTPUT --set-mss 1200");

        assertThat(gateway.mangleRules())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(once.stream(), OTHERS.stream()).toList());
    }

    @Test
    void leavesTheOtherFamilyAlone() {
        apply(NET);
        List<String> both = gateway.mangleRules();
        apply("--backend iptables --family ipv6 --remove");

        assertThat(gateway.mangleRules()).isEqualTo(both.subList(0, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--backend iptables --chain POSTROUTING", NET + " --chain FORWARD,OUTPUT"})
    void leavesTheLoopbackToItself(String options) {
        apply(options);
        try (DaemonProcess daemon = gateway.daemon()) {
            assertThat(gateway.unclampedOnLoopback()).isEqualTo(2);
            daemon.stop();
        }
        assertThat(gateway.unclampedOnLoopback()).isEqualTo(2);
    }

    @Test
    void saysWhyNothingCanBeRemoved() {
        String said = gateway.shell(
                REMOVE, "echo \"$commands\" | setpriv --bounding-set -all --inh-caps -all sh -e 2>&1 || echo failed");

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

        apply(REMOVE);
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
