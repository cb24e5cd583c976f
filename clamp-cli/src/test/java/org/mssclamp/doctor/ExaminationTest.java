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
                .isEqualTo(
                        "cannot tell whether forwarded packets come to nft inet zones vpn handle 4, because what nft inet"
                                + " zones forward handle 3 does is not known here");
        assertThat(finding(found, "icmp-filter").text()).startsWith("cannot tell whether ICMP errors");
        assertThat(finding(found, "only-syns").text()).contains("hands over later packets");
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
                "    0    812     0 2 65531     0     0     %s  1%n    1 4294962978     0 2 65531     0     0      %s  1%n";
        // 2600 and 2400 are handed over: 5000 less 2^32 came to one queue, all but that to the other.
        write("proc/net/netfilter/nfnetlink_queue", queue.formatted("4294967000", "5296"));

        assertThat(finding("rule-counter").state()).isEqualTo(State.OK);
    }

    @Test
    void doesNotTakeARestartForALoss() throws IOException {
        String queue =
                "    0    812     0 2 65531     0     0     10  1\n    1 4294962978     0 2 65531     0     0      5  1\n";
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
                        "version: 1\nqueues: [{ number: 0-3, mark: 1/1 }, { number: 5, mark: 1/1 }]\nrules: [{ mtu: 1400 }]\n"),
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
    @CsvSource({
        "'', { number: 0-1 }, true",
        "'', '{ number: 0 }, { number: 1 }', false",
        "-A OUTPUT -m comment --comment mssclamp-1 -j NFQUEUE --queue-num 0 --queue-bypass, { number: 0-1 }, false",
        "-A POSTROUTING -m comment --comment mssclamp-1 -j TCPMSS --set-mss 1300, { number: 0-1 }, false",
        "-A FORWARD -p tcp --syn -j NFQUEUE --queue-num 0 --queue-bypass, { number: 0-1 }, false"
    })
    void generatesOnlyWhatTakesNothingElseAway(String other, String queues, boolean generates) throws IOException {
        write(
                "commands/iptables-nft-save -c.txt",
                "*mangle\n:FORWARD ACCEPT\n:POSTROUTING ACCEPT\n:OUTPUT ACCEPT\nCOMMIT\n");
        write("commands/ip6tables-nft-save -c.txt", """
                *mangle
                :FORWARD ACCEPT
                :OUTPUT ACCEPT
                :POSTROUTING ACCEPT
                -A FORWARD -p tcp --tcp-flags SYN,RST SYN -m comment --comment mssclamp-3bcfe438 -j NFQUEUE\
                 --queue-balance 0:1 --queue-bypass
                """ + other + "\nCOMMIT\n");
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
