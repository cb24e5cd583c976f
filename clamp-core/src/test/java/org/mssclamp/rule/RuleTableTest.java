// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mssclamp.rule.Interfaces.ETH0;
import static org.mssclamp.rule.Interfaces.WG0;
import static org.mssclamp.rule.RuleBuilder.rule;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mssclamp.Seed;
import org.mssclamp.packet.DecodeResult;
import org.mssclamp.packet.Family;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;
import org.mssclamp.packet.SynPacket;

class RuleTableTest {
    private static final int SYN_ACK = SynBuilder.SYN | SynBuilder.ACK;

    private final PacketContext context = new PacketContext();

    private boolean matches(RuleBuilder rule, SynBuilder packet) {
        return new RuleTable(List.of(rule.build())).match(decode(packet), context, 0) == 0;
    }

    private static SynPacket decode(SynBuilder packet) {
        byte[] octets = packet.build();
        SynPacket syn = new SynPacket();
        assertThat(syn.decode(Octets.exactly(octets), 0, octets.length, octets.length))
                .isEqualTo(DecodeResult.SYN);
        return syn;
    }

    private static SynBuilder ipv4() {
        return SynBuilder.ipv4().mss(1460);
    }

    private static SynBuilder ipv6() {
        return SynBuilder.ipv6().mss(1440);
    }

    @Test
    void matchesNothingWithoutRules() {
        assertThat(new RuleTable(List.of()).match(decode(ipv4()), context, 0)).isEqualTo(RuleTable.NONE);
    }

    @Test
    void matchesEverySynIfNothingIsAsked() {
        assertThat(matches(rule("all"), ipv4())).isTrue();
        assertThat(matches(rule("all"), ipv6().flags(SYN_ACK))).isTrue();
    }

    @Test
    void givesTheFirstThatMatchesFromAnyStart() {
        RuleTable table = new RuleTable(List.of(
                rule("0").in("wg0").build(),
                rule("1").in("wg1").build(),
                rule("2").in("wg0").build(),
                rule("3").build()));
        SynPacket syn = decode(ipv4());
        context.fill(WG0, ETH0, 0, false);
        assertThat(table.size()).isEqualTo(4);
        assertThat(table.rule(2).name()).isEqualTo("2");
        assertThat(table.match(syn, context, 0)).isZero();
        assertThat(table.match(syn, context, 1)).isEqualTo(2);
        assertThat(table.match(syn, context, 3)).isEqualTo(3);
        assertThat(table.match(syn, context, 4)).isEqualTo(RuleTable.NONE);
    }

    @Test
    void matchesInterfacesByNameOrBeginning() {
        context.fill(WG0, Interfaces.named("eth0.100"), 0, false);
        assertThat(matches(rule("in").in("wg0"), ipv4())).isTrue();
        assertThat(matches(rule("in").in("wg"), ipv4())).isFalse();
        assertThat(matches(rule("in").in("wg00"), ipv4())).isFalse();
        assertThat(matches(rule("in").in("wg*"), ipv4())).isTrue();
        assertThat(matches(rule("in").in("wg+"), ipv4())).isTrue();
        assertThat(matches(rule("in").in("wg0*"), ipv4()))
                .as("a wildcard for nothing")
                .isTrue();
        assertThat(matches(rule("in").in("eth0.100"), ipv4()))
                .as("the other direction")
                .isFalse();
        assertThat(matches(rule("in").in("tun0").in("wg0"), ipv4())).isTrue();
        assertThat(matches(rule("out").out("eth0"), ipv4())).isFalse();
        assertThat(matches(rule("out").out("eth*"), ipv4())).isTrue();
        assertThat(matches(rule("both").in("wg0").out("wg0"), ipv4())).isFalse();
    }

    @Test
    void matchesAnUnknownInterfaceByTheBareWildcardAlone() {
        context.fill(Interface.NONE, ETH0, 0, false);
        assertThat(matches(rule("in").in("*"), ipv4())).isTrue();
        assertThat(matches(rule("in").in("wg*"), ipv4())).isFalse();
        assertThat(matches(rule("in").in("wg0"), ipv4())).isFalse();
    }

    @Test
    void matchesPrefixesOfEveryLength() {
        SynBuilder packet = ipv4().from("10.8.0.200");
        assertThat(matches(rule("from").from("0.0.0.0/0"), packet)).isTrue();
        assertThat(matches(rule("from").from("10.0.0.0/8"), packet)).isTrue();
        assertThat(matches(rule("from").from("10.8.0.192/27"), packet)).isTrue();
        assertThat(matches(rule("from").from("10.8.0.200"), packet)).isTrue();
        assertThat(matches(rule("from").from("10.8.0.201"), packet)).isFalse();
        assertThat(matches(rule("from").from("11.0.0.0/8"), packet)).isFalse();
        assertThat(matches(rule("from").from("128.0.0.0/1"), packet)).isFalse();
        assertThat(matches(rule("to").to("10.0.0.0/8"), packet))
                .as("of the source")
                .isFalse();
        assertThat(matches(rule("to").to("198.51.100.0/24"), packet)).isTrue();
    }

    @Test
    void matchesIpv4AddressesWithTheHighestBitSet() {
        assertThat(matches(rule("from").from("255.255.255.255/32"), ipv4().from("255.255.255.255")))
                .isTrue();
        assertThat(matches(rule("from").from("128.0.0.0/1"), ipv4().from("203.0.113.9")))
                .isTrue();
    }

    @Test
    void matchesIpv6PrefixesOnBothSidesOfTheMiddle() {
        SynBuilder packet = ipv6().from("fd00:8:1:2:8000::5");
        assertThat(matches(rule("from").from("::/0"), packet)).isTrue();
        assertThat(matches(rule("from").from("fd00:8::/32"), packet)).isTrue();
        assertThat(matches(rule("from").from("fd00:8:1:2::/64"), packet)).isTrue();
        assertThat(matches(rule("from").from("fd00:8:1:3::/64"), packet)).isFalse();
        assertThat(matches(rule("from").from("fd00:8:1:2:8000::/65"), packet)).isTrue();
        assertThat(matches(rule("from").from("fd00:8:1:2::/65"), packet)).isFalse();
        assertThat(matches(rule("from").from("fd00:8:1:2:8000::5"), packet)).isTrue();
        assertThat(matches(rule("from").from("fd00:8:1:2:8000::4"), packet)).isFalse();
    }

    @Test
    void keepsTheFamiliesApart() {
        assertThat(matches(rule("from").from("0.0.0.0/0"), ipv6())).isFalse();
        assertThat(matches(rule("from").from("::/0"), ipv4())).isFalse();
        assertThat(matches(rule("from").from("::/96"), ipv4())).isFalse();
        assertThat(matches(rule("from").from("0.0.0.0/0").from("::/0"), ipv6())).isTrue();
    }

    @Test
    void excludesPrefixes() {
        RuleBuilder lan = rule("from").from("10.0.0.0/8").from("!10.8.0.0/16");
        assertThat(matches(lan, ipv4().from("10.7.0.1"))).isTrue();
        assertThat(matches(lan, ipv4().from("10.8.0.1"))).isFalse();
        assertThat(matches(lan, ipv4().from("11.0.0.1"))).isFalse();
        RuleBuilder excludedFirst = rule("from").from("!10.8.0.0/16").from("10.0.0.0/8");
        assertThat(matches(excludedFirst, ipv4().from("10.8.0.1"))).isFalse();
        assertThat(matches(excludedFirst, ipv4().from("10.7.0.1"))).isTrue();
    }

    @Test
    void takesOnlyExclusionsForEverythingElse() {
        RuleBuilder rest = rule("from").from("!10.8.0.0/16").from("!10.9.0.0/16");
        assertThat(matches(rest, ipv4().from("10.7.0.1"))).isTrue();
        assertThat(matches(rest, ipv4().from("10.9.0.1"))).isFalse();
        assertThat(matches(rest, ipv6())).isTrue();
    }

    @Test
    void matchesPortRangesAtTheirEnds() {
        assertThat(matches(rule("dport").destinationPorts(443, 443), ipv4().ports(443, 80)))
                .isFalse();
        assertThat(matches(rule("dport").destinationPorts(443, 443), ipv4().ports(80, 443)))
                .isTrue();
        assertThat(matches(rule("sport").sourcePorts(32768, 65535), ipv4().ports(32767, 80)))
                .isFalse();
        assertThat(matches(rule("sport").sourcePorts(32768, 65535), ipv4().ports(32768, 80)))
                .isTrue();
        assertThat(matches(rule("sport").sourcePorts(32768, 65535), ipv4().ports(65535, 80)))
                .isTrue();
        assertThat(matches(rule("sport").sourcePorts(0, 0).sourcePorts(22, 23), ipv4().ports(23, 80)))
                .isTrue();
        assertThat(matches(rule("sport").sourcePorts(0, 0).sourcePorts(22, 23), ipv4().ports(24, 80)))
                .isFalse();
    }

    @Test
    void matchesMarksUnderTheirMask() {
        context.fill(Interface.NONE, Interface.NONE, 0x80000013, false);
        assertThat(matches(rule("mark").mark(0x80000013, -1), ipv4())).isTrue();
        assertThat(matches(rule("mark").mark(0x13, -1), ipv4())).isFalse();
        assertThat(matches(rule("mark").mark(0x3, 0xF), ipv4())).isTrue();
        assertThat(matches(rule("mark").mark(0x1, 0xF), ipv4())).isFalse();
        assertThat(matches(rule("mark").mark(0x80000000, 0x80000000), ipv4())).isTrue();
        assertThat(matches(rule("mark").mark(0, 0xF00), ipv4())).isTrue();
        assertThat(matches(rule("mark").mark(0, 0), ipv4())).isTrue();
    }

    @Test
    void matchesMssRangesAtTheirEnds() {
        for (int mss : new int[] {0, 1360, 1361, 1460, 1536, 1537, 65535}) {
            SynBuilder packet = SynBuilder.ipv4().mss(mss);
            boolean inside = mss >= 1361 && mss <= 1536;
            assertThat(matches(rule("mss").mss(1361, 1536), packet)).isEqualTo(inside);
            assertThat(matches(rule("mss").mssNot(1361, 1536), packet)).isEqualTo(!inside);
        }
    }

    @Test
    void putsASynWithoutMssOutsideOfEveryRange() {
        for (String options : List.of("", "0402 0101", "0203 05 01", "00 01 020405b4 0101")) {
            SynBuilder absent = SynBuilder.ipv4().option(options);
            assertThat(matches(rule("mss").mss(0, 65535), absent)).isFalse();
            assertThat(matches(rule("mss").mssNot(0, 65535), absent)).isTrue();
        }
    }

    @Test
    void asksTheFirstOfSeveralMssOptions() {
        SynBuilder packet = SynBuilder.ipv4().mss(1000).mss(1460);
        assertThat(matches(rule("mss").mss(1000, 1000), packet)).isTrue();
        assertThat(matches(rule("mss").mss(1460, 1460), packet)).isFalse();
    }

    @Test
    void tellsSynFromSynAck() {
        assertThat(matches(rule("syn").flags(SynKind.SYN), ipv4())).isTrue();
        assertThat(matches(rule("syn").flags(SynKind.SYN), ipv4().flags(SYN_ACK)))
                .isFalse();
        assertThat(matches(rule("ack").flags(SynKind.SYN_ACK), ipv4())).isFalse();
        assertThat(matches(rule("ack").flags(SynKind.SYN_ACK), ipv4().flags(SYN_ACK | 0xC8)))
                .isTrue();
    }

    @Test
    void matchesOneFamilyIfAsked() {
        assertThat(matches(rule("v4").family(Family.IPV4), ipv4())).isTrue();
        assertThat(matches(rule("v4").family(Family.IPV4), ipv6())).isFalse();
        assertThat(matches(rule("v6").family(Family.IPV6), ipv6())).isTrue();
    }

    @Test
    void passesOverAFamilyThatTheActionHasNoLimitFor() {
        RuleBuilder onlyIpv4 = rule("v4").action(new Action.SetMss(1400, Action.NO_LIMIT));
        assertThat(matches(onlyIpv4, ipv4())).isTrue();
        assertThat(matches(onlyIpv4, ipv6())).isFalse();
        RuleBuilder onlyIpv6 = rule("v6").action(new Action.SetMss(Action.NO_LIMIT, 1400));
        assertThat(matches(onlyIpv6, ipv4())).isFalse();
        assertThat(matches(onlyIpv6, ipv6())).isTrue();
        assertThat(matches(rule("pass").action(new Action.Pass()), ipv6())).isTrue();
        assertThat(matches(rule("tiny").action(new Action.Mtu(20)), ipv6())).isTrue();
    }

    @Test
    void namesTheKeyByWhichARulePassedAPacketOver() {
        context.fill(WG0, ETH0, 1, false);
        assertMismatch(MatchKey.FAMILY, rule("").family(Family.IPV6));
        assertMismatch(MatchKey.FAMILY, rule("").action(new Action.SetMss(Action.NO_LIMIT, 1220)));
        assertMismatch(MatchKey.IN, rule("").in("tun*").out("tun*"));
        assertMismatch(MatchKey.OUT, rule("").in("wg*").out("tun*"));
        assertMismatch(MatchKey.FLAGS, rule("").flags(SynKind.SYN_ACK));
        assertMismatch(MatchKey.SPORT, rule("").sourcePorts(1, 2));
        assertMismatch(MatchKey.DPORT, rule("").destinationPorts(1, 2));
        assertMismatch(MatchKey.MARK, rule("").mark(2, 3));
        assertMismatch(MatchKey.MSS, rule("").mssNot(1460, 1460));
        assertMismatch(MatchKey.FROM, rule("").from("10.0.0.0/8"));
        assertMismatch(MatchKey.TO, rule("").to("10.0.0.0/8"));
        assertThat(new RuleTable(List.of(rule("").build())).mismatch(0, decode(ipv4()), context))
                .isEmpty();
    }

    private void assertMismatch(MatchKey key, RuleBuilder rule) {
        assertThat(new RuleTable(List.of(rule.build())).mismatch(0, decode(ipv4()), context))
                .contains(key);
    }

    @Test
    void agreesWithANaiveTableOverRandomRulesAndPackets() {
        SplittableRandom random = new SplittableRandom(Seed.VALUE);
        SynPacket syn = new SynPacket();
        int matched = 0;
        int beyondFirst = 0;
        for (int round = 0; round < 2_000; round++) {
            List<Rule> rules = RandomRules.rules(random);
            RuleTable table = new RuleTable(rules);
            for (int i = 0; i < 50; i++) {
                if (random.nextInt(10) == 0) {
                    decodeGarbage(syn, random);
                    continue;
                }
                Handshake handshake = Handshake.random(random);
                byte[] packet = handshake.packet();
                assertThat(syn.decode(Octets.exactly(packet), 0, packet.length, packet.length))
                        .isEqualTo(DecodeResult.SYN);
                context.fill(
                        Interfaces.named(handshake.in()), Interfaces.named(handshake.out()), handshake.mark(), false);
                int from = random.nextInt(rules.size() + 1);
                int expected = handshake.firstMatch(rules, from);
                assertThat(table.match(syn, context, from))
                        .as("%s in %s from %d, %s", handshake, rules, from, Seed.REPLAY)
                        .isEqualTo(expected);
                matched += expected >= 0 ? 1 : 0;
                beyondFirst += expected > from ? 1 : 0;
            }
        }
        assertThat(matched).as("how often some rule matched").isGreaterThan(20_000);
        assertThat(beyondFirst).as("how often it was not the first asked").isGreaterThan(10_000);
    }

    private static void decodeGarbage(SynPacket syn, SplittableRandom random) {
        byte[] garbage = new byte[random.nextInt(80)];
        random.nextBytes(garbage);
        ByteBuf buffer = Octets.exactly(garbage);
        syn.decode(buffer, 0, garbage.length, garbage.length);
    }
}
