// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.firewall.SavedRules;
import org.mssclamp.netfilter.Walk.Guess;
import org.mssclamp.packet.Family;

class WalkTest {
    private static final Probe SYN = new Probe(PacketKind.SYN, Family.IPV4);
    private static final String FEED = "-A FORWARD -p tcp -m tcp --tcp-flags SYN,RST SYN -j NFQUEUE --queue-num 3\n";

    private static KernelRules iptables(String mangle) {
        return iptables("mangle", "ACCEPT", mangle);
    }

    private static KernelRules iptables(String table, String policy, String rules) {
        String text = "*" + table + "\n:PREROUTING ACCEPT\n:FORWARD " + policy
                + "\n:POSTROUTING ACCEPT\n:a - [0:0]\n:b - [0:0]\n" + rules + "COMMIT\n";
        return new KernelRules(new IptablesTables("iptables", Family.IPV4).of(SavedRules.read(text)), List.of());
    }

    private static boolean feeds(KernelRules rules, PacketKind kind) {
        Walk walk = Walk.of(rules, new Probe(kind, Family.IPV4), Hook.THROUGH, Guess.NONE);
        return rules.rules().stream()
                .map(Placed::rule)
                .filter(rule -> rule.effect() instanceof Effect.Queue)
                .anyMatch(walk::matched);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-A FORWARD -j ACCEPT\n",
                "-A FORWARD -m comment --comment \"-p udp\" -j ACCEPT\n",
                "-A FORWARD ! -p udp -j ACCEPT\n",
                "-A FORWARD ! -i lo -p tcp -j DROP\n",
                "-A FORWARD -m conntrack --ctstate NEW,INVALID -j ACCEPT\n",
                "-A FORWARD -p tcp --tcp-flags SYN,ACK SYN -j RETURN\n",
                "-A FORWARD -j a\n-A a -g b\n-A b -p tcp -j ACCEPT\n",
                "-A FORWARD -g a\n",
                "-A PREROUTING -p tcp --tcp-flags FIN,SYN,RST,ACK SYN -j DROP\n"
            })
    void rulesThatTakeAllSynsKeepThemFromTheNext(String before) {
        assertThat(feeds(iptables(before + FEED), PacketKind.SYN)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-A FORWARD -p tcp -m tcp --dport 22 -j ACCEPT\n",
                "-A FORWARD -i wg0 -j ACCEPT\n",
                "-A FORWARD -i lo -j ACCEPT\n",
                "-A FORWARD -p udp -j DROP\n",
                "-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n",
                "-A FORWARD -m limit --limit 1/s -j ACCEPT\n",
                "-A FORWARD -s 10.0.0.0/8 -j a\n-A a -j ACCEPT\n",
                "-A FORWARD -j a\n-A a -j RETURN\n-A a -j ACCEPT\n",
                "-A FORWARD -j a\n-A a -g b\n",
                "-A FORWARD -m socket -j ACCEPT\n",
                "-A FORWARD -m addrtype ! --dst-type LOCAL -j ACCEPT\n",
                "-A FORWARD -j TARPIT\n",
                "-A FORWARD -j LOG\n",
                "-A a -j ACCEPT\n",
                "-A POSTROUTING -j DROP\n"
            })
    void rulesThatTakeSomeDoNot(String before) {
        assertThat(feeds(iptables(before + FEED), PacketKind.SYN)).isTrue();
    }

    @Test
    void packetsOfAConnectionThatIsThereGoAnotherWayThanItsFirst() {
        KernelRules rules = iptables("-A FORWARD -m state --state ESTABLISHED -j ACCEPT\n" + FEED);

        assertThat(feeds(rules, PacketKind.SYN)).isTrue();
        assertThat(feeds(rules, PacketKind.SYN_ACK)).isFalse();
        assertThat(feeds(iptables(FEED), PacketKind.DATA)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "-A FORWARD -p icmp -j DROP, true",
        "-A FORWARD -p icmp -m icmp --icmp-type 3/4 -j REJECT, true",
        "-A FORWARD -p icmp -m icmp --icmp-type 3 -j DROP, true",
        "-A FORWARD -p icmp -m icmp --icmp-type 8 -j DROP, false",
        "-A FORWARD -p icmp -m icmp --icmp-type 3/1 -j DROP, false",
        "-A FORWARD -p icmp -m icmp ! --icmp-type 8 -j DROP, true",
        "-A FORWARD -s 10.0.0.1/32 -p icmp -j DROP, false",
        "-A FORWARD -p tcp -j DROP, false"
    })
    void findsWhatDropsIcmpErrors(String rule, boolean drops) {
        KernelRules rules = iptables("filter", "ACCEPT", rule + "\n");
        Walk walk = Walk.of(rules, new Probe(PacketKind.TOO_BIG, Family.IPV4), Hook.THROUGH, Guess.NONE);

        assertThat(walk.drop().isPresent()).isEqualTo(drops);
    }

    @ParameterizedTest
    @CsvSource({
        "-A FORWARD -s 10.0.0.0/8 -j RETURN, ACCEPT, false",
        "-A FORWARD -s 10.0.0.0/8 -j RETURN, DROP, true",
        "-A FORWARD -j a; -A a -s 10.0.0.0/8 -j RETURN, ACCEPT, true",
        "-A FORWARD -j a; -A a -s 10.0.0.0/8 -j ACCEPT, DROP, false",
        "-A FORWARD -g a; -A a -s 10.0.0.0/8 -j DROP, ACCEPT, false",
        "-A FORWARD -m u32 --u32 0x0 -j RETURN, ACCEPT, false"
    })
    void aRuleBehindSomeThatReturnDoesNotDropAll(String before, String policy, boolean drops) {
        KernelRules rules = iptables("filter", policy, before.replace("; ", "\n") + "\n-A FORWARD -j DROP\n");
        Walk walk = Walk.of(rules, SYN, Hook.THROUGH, Guess.NONE);

        assertThat(walk.drop().isPresent()).isEqualTo(drops);
    }

    @ParameterizedTest
    @CsvSource({
        "-A FORWARD -m socket -j ACCEPT, true, true, false",
        "-A FORWARD -m u32 --u32 0x0 -j DROP, true, true, true",
        "-A FORWARD -m bpf --bytecode 1 -j RETURN, true, true, false",
        "-A FORWARD -j TARPIT, true, true, true",
        "-A FORWARD -m rpfilter --invert -j DROP, true, false, false",
        "-A FORWARD -m u32 --u32 0x0 -j MARK --set-mark 1, true, false, false",
        "-A FORWARD -s 10.0.0.0/8 -j DROP, true, false, false"
    })
    void whatIsNotKnownIsCertainOnlyIfBothGuessesAgree(
            String before, boolean mayBeFed, boolean mayBeKept, boolean mayBeDropped) {
        KernelRules rules = iptables(before + "\n" + FEED);
        KernelRule feed = rules.rules().get(1).rule();

        assertThat(Walk.of(rules, SYN, Hook.THROUGH, Guess.NONE).matched(feed)).isEqualTo(mayBeFed);
        assertThat(Walk.of(rules, SYN, Hook.THROUGH, Guess.NONE).drop()).isEmpty();
        assertThat(Walk.of(rules, SYN, Hook.THROUGH, Guess.MATCHING).matched(feed))
                .isEqualTo(!mayBeKept);
        assertThat(Walk.of(rules, SYN, Hook.THROUGH, Guess.DROPPING).drop().isPresent())
                .isEqualTo(mayBeDropped);
    }

    @Test
    void theFirstPacketOfAConnectionPassesTheTablesThatTranslate() {
        KernelRules rules = iptables(
                "nat",
                "ACCEPT",
                "-A PREROUTING -i wg0 -j DNAT --to-destination 10.0.0.1\n" + FEED.replace("FORWARD", "PREROUTING"));

        assertThat(feeds(rules, PacketKind.SYN)).isTrue();
        assertThat(feeds(rules, PacketKind.SYN_ACK)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'', true",
        "-A FORWARD -p tcp -j ACCEPT, true",
        "-A FORWARD -i wg0 -j ACCEPT, false",
        "-A FORWARD -i wg0 -j DROP, true",
        "-A FORWARD -m conntrack --ctstate RELATED -j ACCEPT, false"
    })
    void findsThatAPolicyDropsWhatNoRuleMayAccept(String rule, boolean drops) {
        KernelRules rules = iptables("filter", "DROP", rule + "\n");
        Walk walk = Walk.of(rules, new Probe(PacketKind.TOO_BIG, Family.IPV4), Hook.THROUGH, Guess.NONE);

        assertThat(walk.drop().isPresent()).isEqualTo(drops);
    }

    @Test
    void chainsAreCalledByHookAndPriorityWhateverTheirProgram() {
        KernelRules saved = iptables(FEED);
        KernelRules nft = NftTables.of("""
                {"nftables": [
                {"chain": {"family": "inet", "table": "t", "name": "early", "type": "filter", "hook": "forward",
                  "prio": -200, "policy": "accept"}},
                {"rule": {"family": "inet", "table": "t", "chain": "early", "handle": 9, "expr": [{"drop": null}]}}]}
                """);
        KernelRules both = new KernelRules(
                Stream.concat(saved.tables().stream(), nft.tables().stream()).toList(), List.of());

        assertThat(feeds(both, PacketKind.SYN)).isFalse();
        assertThat(Walk.of(both, SYN, Hook.THROUGH, Guess.NONE)
                        .drop()
                        .orElseThrow()
                        .chain()
                        .name())
                .isEqualTo("early");
    }

    @Test
    void rulesThatLeadToEachOtherDoNotLeadAstray() {
        KernelRules rules = iptables("-A FORWARD -j a\n-A a -j b\n-A b -j a\n" + FEED);

        assertThat(feeds(rules, PacketKind.SYN)).isTrue();
        assertThat(rules.rules().get(0).hooks()).containsExactly(Hook.FORWARD);
    }
}
