// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mssclamp.study.Conversation.End.CLIENT;
import static org.mssclamp.study.Conversation.End.SERVER;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.clamp.Paths;
import org.mssclamp.packet.Family;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.RuleBuilder;
import org.mssclamp.rule.RuleTable;
import org.mssclamp.rule.SynKind;
import org.mssclamp.study.Findings.Evidence;
import org.mssclamp.study.Findings.Exceeding;
import org.mssclamp.study.Findings.Odd;
import org.mssclamp.study.Findings.Stall;

class StudyTest {
    /** Of a packet with 1460 octets of data. */
    private static final int FULL = 1460;

    private final Study study = new Study(Limits.DEFAULT, Optional.empty());

    /** A request that is answered by a full segment, which is sent so often in vain. */
    private static Conversation stalled(Conversation conversation, int sendings) {
        conversation.handshake(1460, 1460).data(CLIENT, 1, 1, 100).ack(SERVER, 1, 101);
        for (int i = 0; i < sendings; i++) {
            conversation.data(SERVER, 1, 101, FULL);
        }
        return conversation;
    }

    @Test
    void namesTheConnectionThatStallsAndTheSizes() {
        Findings findings = stalled(new Conversation(study), 3).end();

        assertThat(findings.stalls())
                .singleElement()
                .returns("198.51.100.2:443", Stall::from)
                .returns("192.0.2.1:40000", Stall::to)
                .returns(1500, Stall::vanished)
                .returns(44, Stall::arrived) // the SYN-ACK
                .returns(3, Stall::sendings)
                .returns(2_000_000L, stall -> stall.untilNs() - stall.sinceNs())
                .returns(true, Stall::isSilent);
        assertThat(findings.connections().stalled()).isEqualTo(1);
        assertThat(findings.traffic().sentAgain()).isEqualTo(2);
        assertThat(Verdict.of(findings).text())
                .isEqualTo(
                        "1 of 1 connections stalls: packets of 1500 octets vanish, those of up to 44 arrive. No ICMP said so:"
                                + " a black hole. Write mtu: 1280, which is safe, until mssclamp probe has found the exact number.");
    }

    @Test
    void findsNoStallInALossThatIsRepairedOrStillMayBe() {
        assertThat(stalled(new Conversation(study), 2).end().stalls()).isEmpty();
        Study repaired = new Study(Limits.DEFAULT, Optional.empty());
        assertThat(stalled(new Conversation(repaired), 5)
                        .ack(CLIENT, 101, 1 + FULL)
                        .end()
                        .stalls())
                .isEmpty();
    }

    @Test
    void findsNoBlackHoleWhereSmallPacketsAreLostToo() {
        Conversation conversation = new Conversation(study).handshake(1460, 1460);
        for (int i = 0; i < 4; i++) {
            conversation.data(CLIENT, 1, 1, 100);
        }
        Findings findings = conversation.end();

        assertThat(findings.stalls()).isEmpty();
        assertThat(findings.connections().lost()).isEqualTo(1);
        assertThat(Verdict.of(findings).kind()).isEqualTo(Verdict.Kind.FINE);
    }

    @Test
    void findsNoBlackHoleWhereAnotherConnectionGetsThatSizeThrough() {
        stalled(new Conversation(study, study.place(""), 40001), 3);
        Findings findings = stalled(new Conversation(study, study.place(""), 40002), 1)
                .ack(CLIENT, 101, 1 + FULL)
                .end();

        assertThat(findings.stalls()).isEmpty();
        assertThat(findings.connections().lost()).isEqualTo(1);
    }

    @Test
    void tellsWhatArrivedOnThePathByAnyConnection() {
        stalled(new Conversation(study, study.place(""), 40001), 3);
        Findings findings = new Conversation(study, study.place(""), 40002)
                .handshake(1360, 1460)
                .data(SERVER, 1, 1, 1360)
                .ack(CLIENT, 1, 1361)
                .end();

        assertThat(findings.stalls()).singleElement().returns(1400, Stall::arrived);
        assertThat(Verdict.of(findings))
                .returns(OptionalInt.of(1400), Verdict::mtu)
                .returns(
                        "1 of 2 connections stalls: packets of 1500 octets vanish, those of up to 1400 arrive. No ICMP said so: a"
                                + " black hole. Write mtu: 1400.",
                        Verdict::text);
        assertThat(findings.exceeding())
                .containsExactly(exceeding(1460, OptionalInt.empty(), OptionalInt.of(1500), 1400, Evidence.VANISHED));
    }

    /** Of one SYN of 192.0.2.1. */
    private static Exceeding exceeding(
            int mss, OptionalInt carried, OptionalInt vanished, int arrived, Evidence evidence) {
        return new Exceeding(Family.IPV4, "198.51.100.2", "192.0.2.1", mss, 1, carried, vanished, arrived, evidence);
    }

    @Test
    void countsAConnectionOnceThatStallsBothWays() {
        Conversation conversation = new Conversation(study).handshake(1460, 1460);
        for (int i = 0; i < 3; i++) {
            conversation.data(SERVER, 1, 1, FULL).data(CLIENT, 1, 1, FULL);
        }
        Findings findings = conversation.end();

        assertThat(findings.stalls()).extracting(Stall::from).containsExactly("192.0.2.1:40000", "198.51.100.2:443");
        assertThat(findings.connections().stalled()).isEqualTo(1);
        assertThat(findings.connections().lost()).isZero();
        assertThat(Verdict.of(findings).text()).startsWith("1 of 1 connections stalls: packets of 1500 octets vanish");
    }

    @Test
    void countsAConnectionForStalledThatWaitsTheOtherWayForSmallPackets() {
        Conversation conversation = stalled(new Conversation(study), 3);
        for (int i = 0; i < 3; i++) {
            conversation.data(CLIENT, 101, 1, 10);
        }
        Findings findings = conversation.end();

        assertThat(findings.connections().stalled()).isEqualTo(1);
        assertThat(findings.connections().lost()).isZero();
    }

    @Test
    void countsForNothingWhatRecoveredThoughThatSizeArrives() {
        recovered(new Conversation(study, study.place(""), 40001));
        Findings findings = stalled(new Conversation(study, study.place(""), 40002), 1)
                .ack(CLIENT, 101, 1 + FULL)
                .end();

        assertThat(findings.stalls()).isEmpty();
        assertThat(findings.connections())
                .returns(0L, Findings.Connections::stalled)
                .returns(0L, Findings.Connections::recovered)
                .returns(0L, Findings.Connections::lost);
    }

    /** A full segment that is sent three times in vain, and then arrives in two. */
    private static Conversation recovered(Conversation conversation) {
        return stalled(conversation, 3)
                .data(SERVER, 1, 101, 1000)
                .data(SERVER, 1001, 101, 460)
                .ack(CLIENT, 101, 1 + FULL);
    }

    @Test
    void namesTheSizeThatVanishesNowThoughASmallerOneSeemedToBefore() {
        Conversation conversation = new Conversation(study)
                .handshake(1460, 1460)
                .data(SERVER, 1, 1, 1360)
                .data(SERVER, 1, 1, 500)
                .data(SERVER, 501, 1, 860)
                .ack(CLIENT, 1, 1361)
                .data(SERVER, 1361, 1, 1400)
                .ack(CLIENT, 1, 2761);
        for (int i = 0; i < 3; i++) {
            conversation.data(SERVER, 2761, 1, FULL);
        }

        assertThat(conversation.end().stalls())
                .singleElement()
                .returns(1500, Stall::vanished)
                .returns(1440, Stall::arrived);
    }

    @Test
    void takesNoUpperBoundForWhatAPathCarries() {
        Findings findings = new Conversation(study)
                .handshake(1460, 1460)
                .data(SERVER, 1, 1, FULL)
                .data(SERVER, 1, 1, 1360)
                .data(SERVER, 1361, 1, 100)
                .ack(CLIENT, 1, 1461)
                .end();

        assertThat(findings.stalls()).isEmpty();
        assertThat(findings.exceeding())
                .containsExactly(exceeding(1460, OptionalInt.empty(), OptionalInt.of(1500), 1400, Evidence.VANISHED));
        assertThat(Verdict.of(findings))
                .returns(Verdict.Kind.EXCEEDED, Verdict::kind)
                .returns(OptionalInt.of(1400), Verdict::mtu)
                .returns(
                        "No connection stalls, but 1 of 2 SYNs announces more than the path carries: packets of 1500 octets"
                                + " vanish, those of up to 1400 arrive. Write mtu: 1400.",
                        Verdict::text);
    }

    @Test
    void believesNoRouterWhereSmallerPacketsVanishThanItCarries() {
        Findings findings = stalled(new Conversation(study), 3)
                .packet(fragmentationNeeded(1500))
                .end();

        assertThat(findings.exceeding())
                .containsExactly(exceeding(1460, OptionalInt.empty(), OptionalInt.of(1500), 44, Evidence.VANISHED));
        assertThat(Verdict.of(findings).mtu()).hasValue(1280);
    }

    @Test
    void countsASynOnceThatExceedsBothWhatIsGivenAndWhatARouterTold() {
        new Conversation(study, study.place("a"), 1).handshake(1460, 1380).packet(fragmentationNeeded(1400));
        new Conversation(study, study.place("b"), 2).handshake(1370, 1380);

        Findings findings = study.conclude(OptionalInt.of(1420));

        assertThat(findings.exceeding())
                .containsExactly(
                        new Exceeding(
                                Family.IPV4,
                                "",
                                "",
                                1460,
                                1,
                                OptionalInt.of(1420),
                                OptionalInt.empty(),
                                0,
                                Evidence.GIVEN),
                        exceeding(1370, OptionalInt.of(1400), OptionalInt.empty(), 44, Evidence.ICMP));
        assertThat(Verdict.of(findings).text())
                .isEqualTo("No connection stalls, but 2 of 4 SYNs announce more than a path of 1400 octets carries."
                        + " Write mtu: 1400.");
    }

    @Test
    void advisesWhatTheNarrowestPathIsKnownToCarry() {
        assertThat(Gap.across(List.of(Gap.of(1300, 1500), Gap.of(1440, 1480), Gap.of(44, 1500))))
                .isEqualTo(new Gap(1300, 1480, 1500));
        assertThat(Gap.across(List.of(Gap.of(44, 1500), Gap.of(600, 1500)))).isEqualTo(new Gap(600, 1500, 1500));
        assertThat(Cure.of(Gap.of(1300, 1500))).isEqualTo(new Cure(1300, true));
        assertThat(Cure.of(Gap.of(600, 1500))).isEqualTo(new Cure(1280, false));
        assertThat(Cure.of(Gap.of(600, 1000))).isEqualTo(new Cure(600, false));
        assertThat(Cure.of(Gap.of(0, 1000)).number()).isEmpty();
    }

    @Test
    void seesThatSmallerSegmentsEndAStall() {
        Findings findings = recovered(new Conversation(study)).end();

        assertThat(findings.stalls())
                .singleElement()
                .returns(true, Stall::recovered)
                .returns(1500, Stall::vanished)
                .returns(1040, Stall::arrived);
        assertThat(findings.connections().stalled()).isZero();
        assertThat(findings.connections().recovered()).isEqualTo(1);
    }

    @Test
    void takesWhatIsSelectivelyAcknowledgedForArrived() {
        Findings findings = stalled(new Conversation(study), 1)
                .data(SERVER, 1 + FULL, 101, 500)
                .sack(CLIENT, 101, 1, 1 + FULL, 1 + FULL + 500)
                .data(SERVER, 1, 101, FULL)
                .data(SERVER, 1, 101, FULL)
                .end();

        assertThat(findings.stalls()).singleElement().returns(540, Stall::arrived);
    }

    @Test
    void countsNumbersThatOverflow() {
        Conversation conversation =
                new Conversation(study).nearTheEndOfNumbers().handshake(1460, 1460);
        conversation
                .data(SERVER, 1, 1, FULL)
                .data(SERVER, 1 + FULL, 1, FULL)
                .ack(CLIENT, 1, 1 + 2 * FULL)
                .data(CLIENT, 1, 1 + 2 * FULL, FULL)
                .ack(SERVER, 1 + 2 * FULL, 1 + FULL);
        Findings findings = conversation.end();

        assertThat(findings.traffic().sentAgain()).isZero();
        assertThat(findings.connections().lost()).isZero();
        assertThat(findings.connections().untested()).isZero();
    }

    @Test
    void believesNoSizeThatADeviceHasJoined() {
        Findings findings = stalled(new Conversation(study), 3)
                .data(SERVER, 1, 101, 2 * FULL)
                .ack(CLIENT, 101, 1 + 2 * FULL)
                .end();

        assertThat(findings.traffic().aggregates()).isEqualTo(1);
        assertThat(findings.stalls()).singleElement().returns(44, Stall::arrived);
    }

    @Test
    void leavesProbesAloneThatKeepAConnectionAlive() {
        Findings findings = new Conversation(study)
                .handshake(1460, 1460)
                .data(CLIENT, 1, 1, 10)
                .ack(SERVER, 1, 11)
                .data(CLIENT, 10, 1, 1)
                .ack(SERVER, 1, 11)
                .end();

        assertThat(findings.traffic().sentAgain()).isZero();
    }

    @Test
    void countsAPacketBehindARouterForNoConnection() {
        Conversation conversation = new Conversation(study);
        conversation.handshake(1460, 1460);
        for (int i = 0; i < 4; i++) {
            int sequence = 1 + i * FULL;
            conversation.hopLimit(64).data(SERVER, sequence, 1, FULL);
            conversation.hopLimit(63).data(SERVER, sequence, 1, FULL);
        }
        Findings findings =
                conversation.hopLimit(64).ack(CLIENT, 1, 1 + 4 * FULL).end();

        assertThat(findings.traffic().copies()).isEqualTo(4);
        assertThat(findings.traffic().sentAgain()).isZero();
    }

    @Test
    void tellsConnectionsApartByWhatBecameOfThem() {
        new Conversation(study, study.place(""), 1).handshake(1460, 1460);
        new Conversation(study, study.place(""), 2).syn(1460).reset(SERVER, 0, 1);
        new Conversation(study, study.place(""), 3).syn(1460).syn(1460);
        new Conversation(study, study.place(""), 4).data(CLIENT, 1, 1, 10);
        new Conversation(study, study.place("eth0"), 1).handshake(1460, 1460);

        Findings.Connections connections = study.conclude(OptionalInt.empty()).connections();

        assertThat(connections).isEqualTo(new Findings.Connections(4, 2, 1, 1, 1, 0, 0, 0, 2));
    }

    @Test
    void beginsAnotherConnectionWhenPortsAreUsedAgain() {
        stalled(new Conversation(study), 3);
        Conversation again = new Conversation(study).nearTheEndOfNumbers().handshake(1460, 1460);

        Findings findings = again.end();

        assertThat(findings.connections().begun()).isEqualTo(2);
        assertThat(findings.connections().stalled()).isEqualTo(1);
    }

    @Test
    void countsWhatIsAnnounced() {
        Conversation conversation = new Conversation(study, study.place("wg0"), 1).handshake(1460, 1380);
        conversation.packet(SynBuilder.ipv6().mss(1440).build());
        conversation.packet(SynBuilder.ipv6().build());

        Findings findings = conversation.end();

        assertThat(findings.announcements())
                .containsExactly(
                        new Findings.Announced("wg0", SynKind.SYN, Family.IPV4, sorted(Map.of(1460, 1L)), 0, 0),
                        new Findings.Announced("wg0", SynKind.SYN, Family.IPV6, sorted(Map.of(1440, 1L)), 1, 0),
                        new Findings.Announced("wg0", SynKind.SYN_ACK, Family.IPV4, sorted(Map.of(1380, 1L)), 0, 0));
        assertThat(findings.peers())
                .extracting(peer -> peer.host().toString())
                .containsExactly("2001:db8::1", "192.0.2.1", "198.51.100.2");
        assertThat(findings.peers().get(0).syns()).isEqualTo(2);
    }

    private static SortedMap<Integer, Long> sorted(Map<Integer, Long> counts) {
        return new TreeMap<>(counts);
    }

    /** ICMP of a router about a packet from 198.51.100.2 to 192.0.2.1. */
    private static byte[] fragmentationNeeded(int mtu) {
        return Octets.hex(
                "45000038 0000 0000 40 01 0000 cb007101 c6336402",
                "03 04 0000 0000",
                String.format("%04x", mtu),
                "450005dc 0000 4000 40 06 0000 c6336402 c0000201 01bb9c40 00000000");
    }

    @Test
    void joinsWhatARouterSaidWithTheStall() {
        Conversation conversation = stalled(new Conversation(study), 3).packet(fragmentationNeeded(1400));
        conversation.packet(fragmentationNeeded(1400)).packet(fragmentationNeeded(0));

        Findings findings = conversation.end();

        assertThat(findings.tooBig())
                .extracting(
                        row -> row.router() + " " + row.mtu() + " " + row.count() + " " + row.from() + " " + row.to())
                .containsExactly("203.0.113.1 1400 2 198.51.100.2 192.0.2.1", "203.0.113.1 0 1 198.51.100.2 192.0.2.1");
        assertThat(findings.stalls()).singleElement().returns(OptionalInt.of(1400), Stall::tooBigMtu);
        assertThat(findings.exceeding()).extracting(Exceeding::evidence).containsExactly(Evidence.ICMP);
        assertThat(Verdict.of(findings).text())
                .contains(
                        "A router told an MTU of 1400, which did not reach the senders, or was not heeded. Write mtu: 1400.");
    }

    @Test
    void advisesTheSmallerOfWhatIsGivenAndWhatARouterTold() {
        stalled(new Conversation(study), 3).packet(fragmentationNeeded(1400));

        assertThat(Verdict.of(study.conclude(OptionalInt.of(1420))).mtu()).hasValue(1400);
    }

    @Test
    void readsPacketTooBigOfIpv6() {
        byte[] packet = Octets.hex(
                "6000000000 38 3a 40 20010db8000000000000000000000009 20010db8000000000000000000000001",
                "02 00 0000 00000500",
                "60000000 05a0 06 40 20010db8000000000000000000000001 20010db8000000000000000000000002 01bb9c40 00000000");
        Findings findings = new Conversation(study).packet(packet).end();

        assertThat(findings.tooBig())
                .singleElement()
                .returns(1280, Findings.TooBigReport::mtu)
                .returns("2001:db8::9", row -> row.router().toString())
                .returns("2001:db8::2", row -> row.to().toString());
    }

    @Test
    void showsMssAboveAPathThatIsGiven() {
        new Conversation(study).handshake(1460, 1360);

        Findings findings = study.conclude(OptionalInt.of(1420));

        assertThat(findings.exceeding())
                .containsExactly(new Exceeding(
                        Family.IPV4, "", "", 1460, 1, OptionalInt.of(1420), OptionalInt.empty(), 0, Evidence.GIVEN));
        assertThat(Verdict.of(findings).text())
                .isEqualTo(
                        "No connection stalls, but 1 of 2 SYNs announces more than a path of 1420 octets carries. Write mtu:"
                                + " 1420.");
    }

    @Test
    void countsFragments() {
        Conversation conversation = new Conversation(study)
                .packet(SynBuilder.ipv4().protocol(17).fragmentField(0x2000).build())
                .packet(SynBuilder.ipv4().protocol(17).fragmentField(0x00B9).build())
                .packet(SynBuilder.ipv4().fragmentField(0x4000).build())
                .packet(SynBuilder.ipv6().extension(44, "00 00 0001 00000001").build());
        Findings findings = conversation.end();

        assertThat(findings.fragments())
                .extracting(row -> row.family().label() + " " + row.first() + " " + row.later() + " " + row.tcp() + " "
                        + row.udp())
                .containsExactly("ipv4 1 1 0 2", "ipv6 1 0 1 0");
    }

    @Test
    void namesWhatIsOddAboutSyns() {
        Conversation conversation = new Conversation(study);
        conversation.packet(SynBuilder.ipv4().mss(1460).mss(1400).build());
        conversation.packet(SynBuilder.ipv4().option("01 02040578 000000").build());
        conversation.packet(SynBuilder.ipv4().option("00000000 020405b4").build());
        conversation.packet(SynBuilder.ipv4().option("02ff05b4").build());
        conversation.packet(SynBuilder.ipv4().mss(0).build());
        conversation.packet(SynBuilder.ipv6().mss(1000).data(10).build());

        assertThat(conversation.end().odd())
                .containsExactly(
                        odd(OddSyn.REPEATED_MSS, 1),
                        odd(OddSyn.ODD_OFFSET, 2),
                        odd(OddSyn.MALFORMED_OPTIONS, 4),
                        odd(OddSyn.OCTETS_BEHIND_END, 3),
                        odd(OddSyn.MSS_ZERO, 5),
                        new Odd(OddSyn.MSS_LOW, 1, "packet 6, [2001:db8::1]:1000 > [2001:db8:ffff::2]:4000"),
                        new Odd(OddSyn.DATA, 1, "packet 6, [2001:db8::1]:1000 > [2001:db8:ffff::2]:4000"));
    }

    private static Odd odd(OddSyn kind, int packet) {
        return new Odd(kind, 1, "packet " + packet + ", 192.0.2.1:1000 > 198.51.100.2:4000");
    }

    @Test
    void makesRoomForNewConnectionsAndSaysSo() {
        Study small = new Study(new Limits(2, 2, 2), Optional.empty());
        for (int port = 1; port <= 5; port++) {
            stalled(new Conversation(small, small.place(""), port), 3);
        }
        Findings findings = small.conclude(OptionalInt.empty());

        assertThat(findings.omissions().flows()).isEqualTo(3);
        assertThat(findings.connections().begun()).isEqualTo(5);
        assertThat(findings.connections().stalled()).isEqualTo(5);
        assertThat(findings.stalls()).hasSize(2);
        assertThat(findings.omissions().stalls()).isEqualTo(3);
    }

    @Test
    void keepsRoomForStallsOnSizeBesideAnOutage() {
        Study small = new Study(new Limits(1, 10, 2), Optional.empty());
        stalled(new Conversation(small, small.place(""), 1), 3);
        stalled(new Conversation(small, small.place(""), 2), 3);
        stalled(new Conversation(small, small.place(""), 3), 1).ack(CLIENT, 101, 1 + FULL);
        Conversation upload = new Conversation(small, small.place(""), 4).handshake(1460, 1460);
        upload.data(CLIENT, 1, 1, FULL).data(CLIENT, 1, 1, FULL).data(CLIENT, 1, 1, FULL);
        Findings findings = small.conclude(OptionalInt.empty());

        assertThat(findings.stalls()).hasSize(1);
        assertThat(findings.connections().stalled()).isEqualTo(1);
        assertThat(findings.connections().lost()).isEqualTo(2);
        assertThat(findings.omissions().stalls()).isZero();
    }

    @Test
    void triesTheRulesAsTheDaemonDoes() {
        RuleTable table = new RuleTable(
                List.of(RuleBuilder.rule("low").action(new Action.Mtu(1400)).build()));
        RuleTrial rules = new RuleTrial(table, Policy.DEFAULT, Paths.NONE, new PacketContext());
        Study tried = new Study(Limits.DEFAULT, Optional.of(rules));

        Findings findings = stalled(new Conversation(tried).syn(1460), 3).end();

        Findings.Trial trial = findings.trial().orElseThrow();
        assertThat(trial.outcomes()).isEqualTo(Map.of(Outcome.CLAMPED, 3L));
        assertThat(trial.rules())
                .singleElement()
                .returns(3L, Findings.OfRule::matched)
                .returns(OptionalInt.of(1360), rule -> rule.mss().medianAfter());
    }

    @Test
    void saysWhenThereIsNothingToJudgeBy() {
        assertThat(Verdict.of(study.conclude(OptionalInt.empty())))
                .isEqualTo(new Verdict(Verdict.Kind.NOTHING, "There is no TCP in what was read.", OptionalInt.empty()));
        Study handshake = new Study(Limits.DEFAULT, Optional.empty());
        assertThat(Verdict.of(new Conversation(handshake).handshake(1460, 1460).end())
                        .text())
                .endsWith("But no connection sent a full segment, so that this says little.");
    }
}
