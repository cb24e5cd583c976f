// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.doctor.ExaminedMachine.Findings;

/** Rules of iptables and nft as other machines have them. */
class FirewallExaminationTest {
    private final ExaminedMachine machine;

    FirewallExaminationTest(@TempDir Path root) throws IOException {
        machine = ExaminedMachine.copyTo(root);
    }

    @Test
    void findsARuleOfNftThatIsShadowed() throws IOException {
        machine.delete("commands/iptables-nft-save -c.txt");
        machine.delete("commands/ip6tables-nft-save -c.txt");
        machine.write("commands/nft -t -j list ruleset.txt", """
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

        Findings found = machine.examine();
        assertThat(found.of("feeding-rule")).isEqualTo(Finding.ok("nft inet mssclamp queue-forward handle 4"));
        assertThat(found.of("only-syns").state()).isEqualTo(State.OK);
        assertThat(found.of("bypass").state()).isEqualTo(State.OK);
        assertThat(found.of("rule-counter"))
                .isEqualTo(Finding.ok("queue 0 got 4711, queue 1 got 289: all that the rules handed over"));
        assertThat(found.of("rule-order").text())
                .isEqualTo("no SYN-ACK of ipv4 comes to nft inet mssclamp queue-forward handle 4:"
                        + " nft inet mssclamp queue-forward handle 3 is before it");
        assertThat(found.of("rule-order").cure().orElseThrow()).isInstanceOf(Cure.Advice.class);
    }

    @Test
    void saysThatItCannotTellWhatRulesDoThatItDoesNotKnow() throws IOException {
        machine.delete("commands/iptables-nft-save -c.txt");
        machine.delete("commands/ip6tables-nft-save -c.txt");
        machine.write("commands/nft -t -j list ruleset.txt", """
            {"nftables": [
            {"chain": {"family": "inet", "table": "zones", "name": "forward", "handle": 1,
              "type": "filter", "hook": "forward", "prio": -150, "policy": "accept"}},
            {"rule": {"family": "inet", "table": "zones", "chain": "forward", "handle": 3, "expr": [
              {"vmap": {"key": {"meta": {"key": "iifname"}}, "data": "@zones"}}]}},
            {"rule": {"family": "inet", "table": "zones", "chain": "vpn", "handle": 4, "expr": [
              {"queue": {"num": {"range": [0, 1]}, "flags": "bypass"}}]}}]}
            """);

        Findings found = machine.examine();
        for (String check : List.of("chain", "rule-order", "icmp-filter")) {
            assertThat(found.of(check).state()).as(check).isIn(State.WARN, State.SKIPPED, State.OK);
            assertThat(found.of(check).state()).as(check).isNotEqualTo(State.FAIL);
        }
        assertThat(found.of("chain").text())
                .isEqualTo("cannot tell whether forwarded packets come to nft inet zones vpn handle 4, because what nft"
                        + " inet zones forward handle 3 does is not known here");
        assertThat(found.of("icmp-filter").text()).startsWith("cannot tell whether ICMP errors");
        assertThat(found.of("only-syns").text()).contains("hands over later packets");
    }

    private void writeNft(String mangle) throws IOException {
        machine.delete("commands/iptables-nft-save -c.txt");
        machine.delete("commands/ip6tables-nft-save -c.txt");
        machine.write("commands/nft -t -j list ruleset.txt", """
            {"nftables": [
            {"table": {"family": "inet", "name": "mssclamp", "handle": 1, "flags": "Lester Gooch #5"}},
            {"chain": {"family": "inet", "table": "mssclamp", "name": "queue-forward", "handle": 1,
              "type": "filter", "hook": "forward", "prio": -150, "policy": "accept"}},
            {"rule": {"family": "inet", "table": "mssclamp", "chain": "queue-forward", "handle": 4, "expr": [
              {"queue": {"num": {"range": [0, 1]}, "flags": "bypass"}}]}}]}
            """);
        machine.write("commands/nft -t list ruleset.txt", mangle);
    }

    @Test
    void findsThatTheTableIsDormantThatFeedsTheQueue() throws IOException {
        writeNft("table inet mssclamp {\n\tflags dormant\n\n\tchain queue-forward {\n\t}\n}\n");

        Finding finding = machine.finding("feeding-rule");
        assertThat(finding.state()).isEqualTo(State.FAIL);
        assertThat(finding.text()).endsWith("nft inet mssclamp queue-forward handle 4 would, but its table is dormant");
        assertThat(finding.cure().orElseThrow().text()).endsWith("wake it: nft add table inet mssclamp");
    }

    @Test
    void aTableWithOtherFlagsIsInForce() throws IOException {
        writeNft("table inet mssclamp { # progname x\n\tflags owner\n\n\tchain queue-forward {\n\t}\n}\n");

        assertThat(machine.finding("feeding-rule").state()).isEqualTo(State.OK);
    }

    @Test
    void skipsWhatTablesTellOfWhichItIsNotSeenWhetherTheyAreDormant() throws IOException {
        writeNft("");
        machine.delete("commands/nft -t list ruleset.txt");

        assertThat(machine.finding("feeding-rule").state()).isEqualTo(State.SKIPPED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Segmentation fault\n", "{\"nftables\": [", "[]"})
    void doesNotTakeForNoRulesWhatNftDidNotPrint(String printed) throws IOException {
        machine.write("commands/nft -t -j list ruleset.txt", printed);

        assertThat(machine.finding("feeding-rule")).isEqualTo(Finding.skipped("nft prints no JSON that is known here"));
    }

    @Test
    void doesNotPassOverARuleOfIptablesThatItCannotRead() throws IOException {
        machine.write("commands/iptables-nft-save -c.txt", "*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD \"\nCOMMIT\n");

        assertThat(machine.finding("rule-order"))
                .isEqualTo(Finding.skipped("iptables-nft-save prints what is not known here: -A FORWARD \""));
    }

    @Test
    void saysThatThereAreTablesWhoseRulesAreNotShown() throws IOException {
        machine.write("proc/net/ip_tables_names", "raw\nfilter\n");

        Findings found = machine.examine();
        assertThat(found.of("two-iptables").state()).isEqualTo(State.WARN);
        assertThat(found.of("two-iptables").text())
                .isEqualTo("packets pass through tables that are not shown here, because iptables-legacy-save is not"
                        + " installed: iptables-legacy raw, iptables-legacy filter");
        assertThat(found.of("feeding-rule").state()).isEqualTo(State.OK);
        assertThat(found.of("icmp-filter").text())
                .startsWith("cannot tell whether ICMP errors")
                .contains("iptables-legacy -t raw -A PREROUTING (what is there is not shown)");
    }

    @Test
    void doesNotTakeTheOtherKindForTablesThatAreNotShown() throws IOException {
        machine.write("proc/net/ip_tables_names", "raw\n");
        Files.copy(machine.path("commands/iptables-nft-save -c.txt"), machine.path("commands/iptables-save -c.txt"));
        assertThat(machine.finding("two-iptables").state()).isEqualTo(State.WARN);

        machine.write("commands/iptables -V.txt", "iptables v1.6.1\n");
        assertThat(machine.finding("two-iptables").state()).isEqualTo(State.OK);
    }

    @Test
    void asksForNoRulesOfAFamilyThatIsNotThere() throws IOException {
        machine.write("commands/ip6tables-nft-save -c.txt", "*mangle\n:FORWARD ACCEPT\nCOMMIT\n");
        assertThat(machine.finding("feeding-rule").state()).isEqualTo(State.FAIL);

        machine.write("proc/sys/net/ipv6/conf/all/disable_ipv6", "1");
        assertThat(machine.finding("feeding-rule").state()).isEqualTo(State.OK);
        machine.write("proc/sys/net/ipv6/conf/wg0/disable_ipv6", "0");
        assertThat(machine.finding("feeding-rule").state()).isEqualTo(State.FAIL);
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
        machine.write("commands/ip6tables-nft-save -c.txt", "*mangle\n:FORWARD ACCEPT\nCOMMIT\n");

        Findings found = machine.examine(ExaminedMachine.configured(
                "a.yaml", "version: 1\nqueues: [{ number: 0-1 }]\nrules: [" + rules + "]\n"));
        assertThat(found.of("configuration").state()).isNotEqualTo(State.FAIL);
        assertThat(found.of("feeding-rule").state()).isEqualTo(state);
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's $(id).yaml", "a b.yaml", "-rf.yaml", "`id`;.yaml"})
    void quotesWhatComesFromTheMachine(String file) throws IOException {
        machine.write("commands/iptables-nft-save -c.txt", """
            *mangle
            :FORWARD ACCEPT [0:0]
            :a;id - [0:0]
            [0:0] -A FORWARD -p tcp -m comment --comment "$(id) \\"`id`'" -j NFQUEUE --queue-num 0 --queue-bypass
            COMMIT
            """);
        Findings found = machine.examine(
                ExaminedMachine.configured(file, "version: 1\nqueues: [{ number: 0 }]\nrules: [{ mtu: 1400 }]\n"));

        assertThat(commands(found))
                .isNotEmpty()
                .allSatisfy(command -> assertThat(withoutQuoted(command)).doesNotContain("id", "`"));
    }

    private static List<String> commands(Findings found) {
        return found.byCheck().values().stream()
                .flatMap(finding -> finding.cure().stream())
                .filter(Cure.Command.class::isInstance)
                .map(Cure::text)
                .toList();
    }

    private static String withoutQuoted(String command) {
        return command.replace("'\\''", "").replaceAll("'[^']*'", "");
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
        machine.write(
                "commands/iptables-nft-save -c.txt",
                "*mangle\n:FORWARD ACCEPT\n:POSTROUTING ACCEPT\n:OUTPUT ACCEPT\nCOMMIT\n");
        machine.write(
                "commands/ip6tables-nft-save -c.txt",
                """
                    *mangle
                    :FORWARD ACCEPT
                    :OUTPUT ACCEPT
                    :POSTROUTING ACCEPT
                    -A FORWARD -p tcp -m tcp --tcp-flags SYN,RST SYN -m comment --comment mssclamp-3bcfe438 -j NFQUEUE\
                     --queue-balance 0:1 --queue-bypass
                    """ + other.replace("SYNS", "-p tcp -m tcp --tcp-flags SYN,RST SYN") + "\nCOMMIT\n");
        Findings found = machine.examine(
                ExaminedMachine.configured("a.yaml", "version: 1\nqueues: [" + queues + "]\nrules: [{ mtu: 1400 }]\n"));

        Finding finding = found.of("feeding-rule");
        assertThat(finding.text()).isEqualTo("no rule hands SYNs of ipv4 to queue 0");
        assertThat(finding.cure().orElseThrow() instanceof Cure.Command).isEqualTo(generates);
    }
}
