// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.config.ConfigParser;
import org.mssclamp.config.ParseResult;

/** What of a machine cannot be broken on one that other tests run on. */
class ExaminationTest {
    private static final Path MACHINE = Path.of("src/test/resources/machine");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path root;

    @BeforeEach
    void copyMachine() throws IOException {
        try (Stream<Path> files = Files.walk(MACHINE)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file, root.resolve(MACHINE.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static Configured configured(String file, String configuration) {
        ParseResult parsed = ConfigParser.parse(file, configuration);
        return new Configured(
                file,
                Optional.empty(),
                List.of(),
                parsed.problems(),
                List.of(),
                parsed instanceof ParseResult.Accepted accepted
                        ? Optional.of(accepted.configuration())
                        : Optional.empty());
    }

    private Map<String, Finding> examine(Configured configured) {
        return Examination.of(new RecordedMachine(root), configured, 0).stream()
                .collect(Collectors.toMap(Diagnosis::check, Diagnosis::finding));
    }

    private Map<String, Finding> examine() {
        return examine(configured(
                "mssclamp.yaml", "version: 1\nqueues: [{ number: 0-1, max-length: 1024 }]\nrules: [{ mtu: 1400 }]\n"));
    }

    private static Finding finding(Map<String, Finding> found, String check) {
        return Optional.ofNullable(found.get(check)).orElseThrow();
    }

    private Finding finding(String check) {
        return finding(examine(), check);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(
                Files.createDirectories(root.resolve(file).getParent()).resolve("x"), "");
        Files.writeString(root.resolve(file), text);
    }

    @Test
    void findsTheDaemonAmongThoseThatHaveItsSocket() {
        assertThat(finding("queue-owner")).isEqualTo(Finding.ok("mssclampd (pid 812) has all 2 queues"));
    }

    @Test
    void tellsAQueueThatIsKeptFromOneThatIsServed() throws IOException {
        Files.delete(root.resolve("proc/812/fd/8"));

        Finding finding = finding("queue-owner");
        assertThat(finding.text()).isEqualTo("queue 1 is kept by systemd (pid 1), and no daemon answers");
        assertThat(finding.cure()).contains(new Cure.Command("systemctl start mssclampd"));
    }

    @Test
    void findsThatADaemonRunsAJavaThatWasReplaced() throws IOException {
        write("proc/812/exe", "/usr/lib/jvm/java-17/bin/java (deleted)");

        assertThat(finding("java").text()).contains("runs a Java that was replaced: /usr/lib/jvm/java-17/bin/java");
    }

    @Test
    void findsThatTheDaemonLacksTheCapability() throws IOException {
        write("proc/812/status", "Name:\tjava\nCapEff:\t0000000000000000\n");

        assertThat(finding("capability").state()).isEqualTo(State.FAIL);
    }

    @Test
    void findsThatTheKernelGrantsTooSmallABuffer() throws IOException {
        write("proc/812/uid_map", "0 1000 1\n");
        write("proc/sys/net/core/rmem_max", "212992\n");

        Finding finding = finding("receive-buffer");
        assertThat(finding.text()).contains("gets a receive buffer of 425984 octets, and 851968 are wanted");
        assertThat(finding.cure())
                .contains(new Cure.Command("sysctl -w net.core.rmem_max=851968 && systemctl restart mssclampd"));
    }

    @Test
    void findsARuleOfNftThatIsShadowed() throws IOException {
        Files.delete(root.resolve("commands/iptables-nft-save -c.txt"));
        Files.delete(root.resolve("commands/ip6tables-nft-save -c.txt"));
        write("commands/nft -t -j list ruleset.txt", """
            {"nftables": [
            {"chain": {"family": "inet", "table": "mssclamp", "name": "queue-forward", "handle": 1,
              "type": "filter", "hook": "forward", "prio": -150, "policy": "accept"}},
            {"rule": {"family": "inet", "table": "mssclamp", "chain": "queue-forward", "handle": 3, "expr": [
              {"match": {"op": "in", "left": {"ct": {"key": "state"}}, "right": ["established", "related"]}},
              {"accept": null}]}},
            {"rule": {"family": "inet", "table": "mssclamp", "chain": "queue-forward", "handle": 4, "expr": [
              {"match": {"op": "==", "left": {"&": [{"payload": {"protocol": "tcp", "field": "flags"}},
                ["syn", "rst"]]}, "right": "syn"}},
              {"counter": {"packets": 5000, "bytes": 300000}},
              {"queue": {"num": {"range": [0, 1]}, "flags": "bypass"}}]}}]}
            """);

        Map<String, Finding> found = examine();
        assertThat(finding(found, "feeding-rule")).isEqualTo(Finding.ok("nft inet mssclamp queue-forward handle 4"));
        assertThat(finding(found, "only-syns").state()).isEqualTo(State.OK);
        assertThat(finding(found, "bypass").state()).isEqualTo(State.OK);
        assertThat(finding(found, "rule-counter"))
                .isEqualTo(Finding.ok("queue 0 got 4711, queue 1 got 289: all that the rules handed over"));
        assertThat(finding(found, "rule-order").text())
                .isEqualTo("no SYN-ACK of ipv4 comes to nft inet mssclamp queue-forward handle 4:"
                        + " nft inet mssclamp queue-forward handle 3 is before it");
        assertThat(finding(found, "rule-order").cure().orElseThrow()).isInstanceOf(Cure.Advice.class);
    }

    @Test
    void saysThatItCannotTellWhatRulesDoThatItDoesNotKnow() throws IOException {
        Files.delete(root.resolve("commands/iptables-nft-save -c.txt"));
        Files.delete(root.resolve("commands/ip6tables-nft-save -c.txt"));
        write("commands/nft -t -j list ruleset.txt", """
            {"nftables": [
            {"chain": {"family": "inet", "table": "zones", "name": "forward", "handle": 1,
              "type": "filter", "hook": "forward", "prio": -150, "policy": "accept"}},
            {"rule": {"family": "inet", "table": "zones", "chain": "forward", "handle": 3, "expr": [
              {"vmap": {"key": {"meta": {"key": "iifname"}}, "data": "@zones"}}]}},
            {"rule": {"family": "inet", "table": "zones", "chain": "vpn", "handle": 4, "expr": [
              {"queue": {"num": {"range": [0, 1]}, "flags": "bypass"}}]}}]}
            """);

        Map<String, Finding> found = examine();
        for (String check : List.of("chain", "rule-order", "icmp-filter")) {
            assertThat(finding(found, check).state()).as(check).isIn(State.WARN, State.SKIPPED, State.OK);
            assertThat(finding(found, check).state()).as(check).isNotEqualTo(State.FAIL);
        }
        assertThat(finding(found, "chain").text())
                .isEqualTo("cannot tell whether forwarded packets come to nft inet zones vpn handle 4, because what nft"
                        + " inet zones forward handle 3 does is not known here");
        assertThat(finding(found, "icmp-filter").text()).startsWith("cannot tell whether ICMP errors");
        assertThat(finding(found, "only-syns").text()).contains("hands over later packets");
    }

    private void writeNft(String mangle) throws IOException {
        Files.delete(root.resolve("commands/iptables-nft-save -c.txt"));
        Files.delete(root.resolve("commands/ip6tables-nft-save -c.txt"));
        write("commands/nft -t -j list ruleset.txt", """
            {"nftables": [
            {"table": {"family": "inet", "name": "mssclamp", "handle": 1, "flags": "Lester Gooch #5"}},
            {"chain": {"family": "inet", "table": "mssclamp", "name": "queue-forward", "handle": 1,
              "type": "filter", "hook": "forward", "prio": -150, "policy": "accept"}},
            {"rule": {"family": "inet", "table": "mssclamp", "chain": "queue-forward", "handle": 4, "expr": [
              {"queue": {"num": {"range": [0, 1]}, "flags": "bypass"}}]}}]}
            """);
        write("commands/nft -t list ruleset.txt", mangle);
    }

    @Test
    void findsThatTheTableIsDormantThatFeedsTheQueue() throws IOException {
        writeNft("table inet mssclamp {\n\tflags dormant\n\n\tchain queue-forward {\n\t}\n}\n");

        Finding finding = finding("feeding-rule");
        assertThat(finding.state()).isEqualTo(State.FAIL);
        assertThat(finding.text()).endsWith("nft inet mssclamp queue-forward handle 4 would, but its table is dormant");
        assertThat(finding.cure().orElseThrow().text()).endsWith("wake it: nft add table inet mssclamp");
    }

    @Test
    void aTableWithOtherFlagsIsInForce() throws IOException {
        writeNft("table inet mssclamp { # progname x\n\tflags owner\n\n\tchain queue-forward {\n\t}\n}\n");

        assertThat(finding("feeding-rule").state()).isEqualTo(State.OK);
    }

    @Test
    void skipsWhatTablesTellOfWhichItIsNotSeenWhetherTheyAreDormant() throws IOException {
        writeNft("");
        Files.delete(root.resolve("commands/nft -t list ruleset.txt"));

        assertThat(finding("feeding-rule").state()).isEqualTo(State.SKIPPED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Segmentation fault\n", "{\"nftables\": [", "[]"})
    void doesNotTakeForNoRulesWhatNftDidNotPrint(String printed) throws IOException {
        write("commands/nft -t -j list ruleset.txt", printed);

        assertThat(finding("feeding-rule")).isEqualTo(Finding.skipped("nft prints no JSON that is known here"));
    }

    @Test
    void doesNotPassOverARuleOfIptablesThatItCannotRead() throws IOException {
        write("commands/iptables-nft-save -c.txt", "*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD \"\nCOMMIT\n");

        assertThat(finding("rule-order"))
                .isEqualTo(Finding.skipped("iptables-nft-save prints what is not known here: -A FORWARD \""));
    }

    @Test
    void saysThatThereAreTablesWhoseRulesAreNotShown() throws IOException {
        write("proc/net/ip_tables_names", "raw\nfilter\n");

        Map<String, Finding> found = examine();
        assertThat(finding(found, "two-iptables").state()).isEqualTo(State.WARN);
        assertThat(finding(found, "two-iptables").text())
                .isEqualTo("packets pass through tables that are not shown here, because iptables-legacy-save is not"
                        + " installed: iptables-legacy raw, iptables-legacy filter");
        assertThat(finding(found, "feeding-rule").state()).isEqualTo(State.OK);
        assertThat(finding(found, "icmp-filter").text())
                .startsWith("cannot tell whether ICMP errors")
                .contains("iptables-legacy -t raw -A PREROUTING (what is there is not shown)");
    }

    @Test
    void doesNotTakeTheOtherKindForTablesThatAreNotShown() throws IOException {
        write("proc/net/ip_tables_names", "raw\n");
        Files.copy(root.resolve("commands/iptables-nft-save -c.txt"), root.resolve("commands/iptables-save -c.txt"));
        assertThat(finding("two-iptables").state()).isEqualTo(State.WARN);

        write("commands/iptables -V.txt", "iptables v1.6.1\n");
        assertThat(finding("two-iptables").state()).isEqualTo(State.OK);
    }

    private void writeForwarding(String ipv4, String eth0, String wg0) throws IOException {
        write("proc/sys/net/ipv4/ip_forward", ipv4);
        write("proc/sys/net/ipv4/conf/all/forwarding", ipv4);
        write("proc/sys/net/ipv4/conf/lo/forwarding", "1");
        write("proc/sys/net/ipv4/conf/eth0/forwarding", eth0);
        write("proc/sys/net/ipv4/conf/wg0/forwarding", wg0);
        write("proc/sys/net/ipv6/conf/all/forwarding", "0");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, OK, only ipv4 is forwarded",
        "1, 0, 1, OK, only ipv4 is forwarded",
        "1, 1, 0, WARN, packets of ipv4 that come in by wg0 are not forwarded: net.ipv4.conf.wg0.forwarding is 0",
        "0, 1, 0, WARN, packets of ipv4 that come in by wg0 are not forwarded: net.ipv4.conf.wg0.forwarding is 0",
        "0, 0, 1, OK, only ipv4 is forwarded",
        "0, 0, 0, FAIL, this machine forwards neither IPv4 nor IPv6"
    })
    void judgesForwardingByTheInterfacesThatRulesName(String ipv4, String eth0, String wg0, State state, String text)
            throws IOException {
        writeForwarding(ipv4, eth0, wg0);

        Finding finding = finding(
                examine(configured(
                        "a.yaml",
                        "version: 1\nqueues: [{ number: 0 }]\nrules: [{ match: { out: wg0 }, mtu: 1400 }]\n")),
                "forwarding");
        assertThat(finding.state()).isEqualTo(state);
        assertThat(finding.text()).isEqualTo(text);
    }

    @Test
    void forwardsIpv6ByInterfaceWhereThatIsForced() throws IOException {
        writeForwarding("0", "0", "0");
        write("proc/sys/net/ipv6/conf/wg0/force_forwarding", "1");
        write("proc/sys/net/ipv6/conf/wg0/forwarding", "0");
        assertThat(finding("forwarding")).isEqualTo(Finding.ok("only ipv6 is forwarded"));

        write("proc/sys/net/ipv6/conf/wg0/force_forwarding", "0");
        write("proc/sys/net/ipv6/conf/wg0/forwarding", "1");
        assertThat(finding("forwarding").state()).isEqualTo(State.FAIL);
    }

    @Test
    void doesNotTakeItsOwnCapabilitiesForThoseOfADaemonThatIsNotToBeSeen() throws IOException {
        write("proc/net/netfilter/nfnetlink_queue", "");
        write("proc/self/status", "Name:\tjava\nUid:\t1000\t1000\t1000\t1000\nCapEff:\t0000000000000000\n");
        write("proc/sys/net/core/rmem_max", "212992\n");

        assertThat(finding("receive-buffer")).isEqualTo(Finding.skipped("only root sees what the daemon may"));
    }

    @Test
    void asksForNoMarksInIpv6OfAKernelWithoutIt() throws IOException {
        Files.delete(root.resolve("commands/ip -6 rule.txt"));
        Configured marked =
                configured("a.yaml", "version: 1\nqueues: [{ number: 0-1, mark: 1/1 }]\nrules: [{ mtu: 1400 }]\n");
        assertThat(finding(examine(marked), "mark").state()).isEqualTo(State.OK);

        write("proc/net/if_inet6", "");
        assertThat(finding(examine(marked), "mark").state()).isEqualTo(State.SKIPPED);
    }

    @Test
    void asksForNoRulesOfAFamilyThatIsNotThere() throws IOException {
        write("commands/ip6tables-nft-save -c.txt", "*mangle\n:FORWARD ACCEPT\nCOMMIT\n");
        assertThat(finding("feeding-rule").state()).isEqualTo(State.FAIL);

        write("proc/sys/net/ipv6/conf/all/disable_ipv6", "1");
        assertThat(finding("feeding-rule").state()).isEqualTo(State.OK);
        write("proc/sys/net/ipv6/conf/wg0/disable_ipv6", "0");
        assertThat(finding("feeding-rule").state()).isEqualTo(State.FAIL);
    }

    @ParameterizedTest
    @CsvSource({
        "'{ match: { family: ipv4 }, mtu: 1400 }', OK",
        "'{ match: { from: 10.0.0.0/8 }, mtu: 1400 }', OK",
        "'{ set-mss: { ipv4: 1360 } }', OK",
        "'{ match: { from: \"!10.0.0.0/8\" }, mtu: 1400 }', FAIL",
        "'{ match: { from: [10.0.0.0/8, \"fd00::/8\"] }, mtu: 1400 }', FAIL",
        "'{ match: { family: ipv4 }, mtu: 1400 }, { mtu: 1300 }', FAIL"
    })
    void asksForNoRulesOfAFamilyThatNoRuleIsFor(String rules, State state) throws IOException {
        write("commands/ip6tables-nft-save -c.txt", "*mangle\n:FORWARD ACCEPT\nCOMMIT\n");

        Map<String, Finding> found =
                examine(configured("a.yaml", "version: 1\nqueues: [{ number: 0-1 }]\nrules: [" + rules + "]\n"));
        assertThat(finding(found, "configuration").state()).isNotEqualTo(State.FAIL);
        assertThat(finding(found, "feeding-rule").state()).isEqualTo(state);
    }

    @Test
    void countsAPacketOfIpv6OnceThatWasTooBig() throws IOException {
        write("proc/net/snmp", "Ip: ForwDatagrams FragFails\nIp: 100 0\nTcp: OutSegs RetransSegs\nTcp: 1 0\n");
        write("proc/net/snmp6", "Ip6OutForwDatagrams 900\nIp6InTooBigErrors 12\nIp6FragFails 12\n");

        assertThat(finding("fragmentation").text()).startsWith("12 of 1012 packets");
    }

    @Test
    void reckonsIn32Bits() throws IOException {
        String queue =
                "    0    812     0 2 65531     0     0     %s  1%n    1 4294962978     0 2 65531     0     0      %s "
                        + " 1%n";
        // 2600 and 2400 are handed over: 5000 less 2^32 came to one queue, all but that to the other.
        write("proc/net/netfilter/nfnetlink_queue", queue.formatted("4294967000", "5296"));

        assertThat(finding("rule-counter").state()).isEqualTo(State.OK);
    }

    @Test
    void doesNotTakeARestartForALoss() throws IOException {
        String queue = "    0    812     0 2 65531     0     0     10  1\n"
                + "    1 4294962978     0 2 65531     0     0      5  1\n";
        write("proc/net/netfilter/nfnetlink_queue", queue);

        Finding finding = finding("rule-counter");
        assertThat(finding.state()).isEqualTo(State.SKIPPED);
        assertThat(finding.text()).contains("mssclamp doctor --sample");
    }

    @Test
    void asksEachProgramOnce() {
        RecordedMachine machine = new RecordedMachine(root);
        Examination.of(
                machine,
                configured(
                        "mssclamp.yaml",
                        "version: 1\n"
                                + "queues: [{ number: 0-3, mark: 1/1 }, { number: 5, mark: 1/1 }]\n"
                                + "rules: [{ mtu: 1400 }]\n"),
                0);

        assertThat(machine.asked()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's $(id).yaml", "a b.yaml", "-rf.yaml", "`id`;.yaml"})
    void quotesWhatComesFromTheMachine(String file) throws IOException {
        write("commands/iptables-nft-save -c.txt", """
            *mangle
            :FORWARD ACCEPT [0:0]
            :a;id - [0:0]
            [0:0] -A FORWARD -p tcp -m comment --comment "$(id) \\"`id`'" -j NFQUEUE --queue-num 0 --queue-bypass
            COMMIT
            """);
        Map<String, Finding> found =
                examine(configured(file, "version: 1\nqueues: [{ number: 0 }]\nrules: [{ mtu: 1400 }]\n"));

        assertThat(commands(found))
                .isNotEmpty()
                .allSatisfy(command -> assertThat(withoutQuoted(command)).doesNotContain("id", "`"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; { number: 0-1 }; true",
                "''; { number: 0 }, { number: 1 }; false",
                "-A OUTPUT ! -o lo SYNS -m comment --comment mssclamp-0badcafe -j NFQUEUE --queue-num 0 --queue-bypass;"
                        + " { number: 0-1 }; false",
                "-A POSTROUTING ! -o lo SYNS -m mark ! --mark 0x1/0x1 -m comment --comment mssclamp-0badcafe -j TCPMSS"
                        + " --set-mss 1300; { number: 0-1 }; false",
                "-A POSTROUTING -p udp -m comment --comment mssclamp-0badcafe -j NFQUEUE --queue-num 9; { number: 0-1"
                        + " }; true",
                "-A POSTROUTING SYNS -m comment --comment mssclamp-feed -j TCPMSS --set-mss 1300; { number: 0-1 };"
                        + " true",
                "-A FORWARD SYNS -m comment --comment mssclamp-feed -j NFQUEUE --queue-num 0; { number: 0-1 }; false",
                "-A FORWARD SYNS -j NFQUEUE --queue-num 0 --queue-bypass; { number: 0-1 }; false"
            })
    void generatesOnlyWhatTakesNothingElseAway(String other, String queues, boolean generates) throws IOException {
        write(
                "commands/iptables-nft-save -c.txt",
                "*mangle\n:FORWARD ACCEPT\n:POSTROUTING ACCEPT\n:OUTPUT ACCEPT\nCOMMIT\n");
        write(
                "commands/ip6tables-nft-save -c.txt",
                """
                    *mangle
                    :FORWARD ACCEPT
                    :OUTPUT ACCEPT
                    :POSTROUTING ACCEPT
                    -A FORWARD -p tcp -m tcp --tcp-flags SYN,RST SYN -m comment --comment mssclamp-3bcfe438 -j NFQUEUE\
                     --queue-balance 0:1 --queue-bypass
                    """ + other.replace("SYNS", "-p tcp -m tcp --tcp-flags SYN,RST SYN") + "\nCOMMIT\n");
        Map<String, Finding> found =
                examine(configured("a.yaml", "version: 1\nqueues: [" + queues + "]\nrules: [{ mtu: 1400 }]\n"));

        Finding finding = finding(found, "feeding-rule");
        assertThat(finding.text()).isEqualTo("no rule hands SYNs of ipv4 to queue 0");
        assertThat(finding.cure().orElseThrow() instanceof Cure.Command).isEqualTo(generates);
    }

    private static List<String> commands(Map<String, Finding> found) {
        return found.values().stream()
                .flatMap(finding -> finding.cure().stream())
                .filter(Cure.Command.class::isInstance)
                .map(Cure::text)
                .toList();
    }

    private static String withoutQuoted(String command) {
        return command.replace("'\\''", "").replaceAll("'[^']*'", "");
    }

    @Test
    void skipsWhatOnlyRulesTellWithoutProgramsThatShowThem() throws IOException {
        try (Stream<Path> commands = Files.list(root.resolve("commands"))) {
            for (Path command : commands.toList()) {
                Files.delete(command);
            }
        }

        assertThat(finding("feeding-rule")).isEqualTo(Finding.skipped("neither iptables nor nft is installed"));
        assertThat(finding("traffic-control")).isEqualTo(Finding.skipped("tc is not installed"));
    }

    @Test
    void neverThrowsWhateverTheKernelWrites() throws IOException {
        List<String> files;
        try (Stream<Path> paths = Files.walk(root)) {
            files = paths.filter(Files::isRegularFile).map(Path::toString).toList();
        }
        for (String odd : List.of("", "\0", "a\n\nb c d e f g h i j k l\n", "99999999999999999999 -1 [] {}\n")) {
            for (String file : files) {
                String before = Files.readString(Path.of(file));
                Files.writeString(Path.of(file), odd);
                assertThat(examine()).as(file).hasSize(Examination.checks().size());
                Files.writeString(Path.of(file), before);
            }
        }
    }

    @Test
    void eachCheckHasANameOfItsOwn() {
        assertThat(Examination.checks()).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(15);
        assertThat(examine().values().stream().map(Finding::text)).doesNotContain("");
    }
}
