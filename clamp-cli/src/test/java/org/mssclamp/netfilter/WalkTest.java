// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.firewall.SavedRules;
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
        Walk walk = Walk.of(rules, new Probe(kind, Family.IPV4), Hook.THROUGH);
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
                "-A FORWARD ! -f -j ACCEPT\n",
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
        Walk walk = Walk.of(rules, new Probe(PacketKind.TOO_BIG, Family.IPV4), Hook.THROUGH);

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
        Walk walk = Walk.of(rules, SYN, Hook.THROUGH);

        assertThat(walk.drop().isPresent()).isEqualTo(drops);
    }

    @ParameterizedTest
    @CsvSource({
        "-A FORWARD -m socket -j ACCEPT, true, true, false",
        "-A FORWARD -m u32 --u32 0x0 -j DROP, true, true, true",
        "-A FORWARD -m bpf --bytecode 1 -j RETURN, true, true, false",
        "-A FORWARD -j TARPIT, true, true, true",
        "-A PREROUTING -j TARPIT, true, true, true",
        "-A PREROUTING -m u32 --u32 0x0 -j TARPIT, true, true, true",
        "-A PREROUTING -s 10.0.0.0/8 -j TARPIT, true, false, false",
        "-A PREROUTING -m u32 --u32 0x0 -j ACCEPT, true, false, false",
        "-A FORWARD -j a; -A a -m u32 --u32 0x0 -j RETURN; -A a -j ACCEPT, true, true, false",
        "-A FORWARD -j a; -A a -m u32 --u32 0x0 -j RETURN; -A a -s 10.0.0.0/8 -j DROP, true, false, false",
        "-A FORWARD -m u32 --u32 0x0 -j a; -A a -j DROP, true, true, true",
        "-A FORWARD -m u32 --u32 0x0 -g a; -A a -s 10.0.0.0/8 -j DROP, true, true, false",
        "-A FORWARD -p tcp -m tcp --tcp-option 2 -j ACCEPT, true, true, false",
        "-A FORWARD -p tcp -m tcp --sport 1024:65535 -j ACCEPT, true, true, false",
        "-A FORWARD -p tcp -m tcp --sport 1024:65535 --dport 22 -j ACCEPT, true, false, false",
        "-A FORWARD -p tcp -m tcp --dport 8000:9000 -j ACCEPT, true, false, false",
        "-A FORWARD -m addrtype --dst-type UNICAST -j ACCEPT, true, true, false",
        "-A FORWARD -m addrtype --dst-type LOCAL -j ACCEPT, true, false, false",
        "-A FORWARD -m physdev ! --physdev-is-bridged -j ACCEPT, true, true, false",
        "-A FORWARD -m time --timestart 01:00 --timestop 05:00 -j DROP, true, true, true",
        "-A FORWARD -m conntrack --ctstate DNAT -j ACCEPT, true, false, false",
        "-A FORWARD -m rpfilter --invert -j DROP, true, false, false",
        "-A FORWARD -m u32 --u32 0x0 -j MARK --set-mark 1, true, false, false",
        "-A FORWARD -s 10.0.0.0/8 -j DROP, true, false, false"
    })
    void whatIsNotKnownIsCertainOnlyIfTheWorstOfItDoesNoHarm(
            String before, boolean mayBeFed, boolean mayBeKept, boolean mayBeDropped) {
        KernelRules rules = iptables(before.replace("; ", "\n") + "\n" + FEED);
        KernelRule feed = rules.rules().stream()
                .map(Placed::rule)
                .filter(rule -> rule.effect() instanceof Effect.Queue)
                .findFirst()
                .orElseThrow();
        WorstWay worst = new WorstWay(rules, SYN, Hook.THROUGH);

        assertThat(Walk.of(rules, SYN, Hook.THROUGH).matched(feed)).isEqualTo(mayBeFed);
        assertThat(Walk.of(rules, SYN, Hook.THROUGH).drop()).isEmpty();
        assertThat(worst.toAnyOf(List.of(feed)).isPresent()).isEqualTo(mayBeKept);
        assertThat(worst.toTheEnd().isPresent()).isEqualTo(mayBeDropped);
    }

    @Test
    void namesTheRuleThatIsNotKnown() {
        KernelRules rules = iptables("-A PREROUTING -s 10.0.0.0/8 -j DROP\n-A FORWARD -j a\n"
                + "-A a -m u32 --u32 0x0 -j RETURN\n-A a -j ACCEPT\n" + FEED);
        KernelRule feed = rules.rules().get(2).rule();

        assertThat(new WorstWay(rules, SYN, Hook.THROUGH)
                        .toAnyOf(List.of(feed))
                        .flatMap(Obstacle::placed)
                        .map(Placed::text))
                .contains("iptables -t mangle -A a -m u32 --u32 0x0 -j RETURN");
    }

    /** Of each chain twice as many ways lead to the next. */
    @Test
    void asksEachRuleOnceHoweverManyWaysLeadToIt() {
        AtomicInteger asked = new AtomicInteger();
        Condition counting = probe -> {
            asked.incrementAndGet();
            return Answer.SOME;
        };
        int depth = 5_000;
        List<KernelChain> chains = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            List<KernelRule> rules = new ArrayList<>();
            for (int twice = 1; twice <= 2; twice++) {
                rules.add(rule(twice, counting, new Effect.Jump("c" + (i + 1), true)));
            }
            Optional<KernelChain.Base> base = Optional.of(new KernelChain.Base(Hook.FORWARD, 0, false, false))
                    .filter(there -> chains.isEmpty());
            chains.add(new KernelChain("c" + i, base, rules));
        }
        KernelRule last = rule(1, counting, new Effect.End(true));
        chains.add(new KernelChain("c" + depth, Optional.empty(), List.of(last)));
        KernelRules rules = new KernelRules(
                List.of(new KernelTable(KernelTable.NFT, "ip t", Set.of(Family.IPV4), chains)), List.of());

        Walk walk = Walk.of(rules, SYN, Hook.THROUGH);
        assertThat(walk.matched(last)).isTrue();
        assertThat(asked).hasValue(2 * depth + 1);
        assertThat(new WorstWay(rules, SYN, Hook.THROUGH).toAnyOf(List.of(last)))
                .isEmpty();
        assertThat(asked).hasValue(2 * (2 * depth + 1));
        assertThat(new Placed(rules.tables().get(0), chains.get(depth), last).hooks())
                .containsExactly(Hook.FORWARD);
    }

    private static KernelRule rule(int number, Condition condition, Effect effect) {
        return new KernelRule(
                "", List.of(), number, condition, effect, OptionalLong.empty(), false, List.of(), List.of());
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
        Walk walk = Walk.of(rules, new Probe(PacketKind.TOO_BIG, Family.IPV4), Hook.THROUGH);

        assertThat(walk.drop().isPresent()).isEqualTo(drops);
    }

    @Test
    void chainsAreCalledByHookAndPriorityWhateverTheirProgram() {
        KernelRules saved = iptables(FEED);
        KernelRules nft = NftTables.read("""
            {"nftables": [
            {"chain": {"family": "inet", "table": "t", "name": "early", "type": "filter", "hook": "forward",
              "prio": -200, "policy": "accept"}},
            {"rule": {"family": "inet", "table": "t", "chain": "early", "handle": 9, "expr": [{"drop": null}]}}]}
            """).orElseThrow().rules();
        KernelRules both = new KernelRules(
                Stream.concat(saved.tables().stream(), nft.tables().stream()).toList(), List.of());

        assertThat(feeds(both, PacketKind.SYN)).isFalse();
        assertThat(Walk.of(both, SYN, Hook.THROUGH).drop().orElseThrow().chain().name())
                .isEqualTo("early");
    }

    @Test
    void rulesThatLeadToEachOtherDoNotLeadAstray() {
        KernelRules rules = iptables("-A FORWARD -j a\n-A a -j b\n-A b -j a\n" + FEED);

        assertThat(feeds(rules, PacketKind.SYN)).isTrue();
        assertThat(rules.rules().get(0).hooks()).containsExactly(Hook.FORWARD);
    }
}
