// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mssclamp.study.Conversation.End.CLIENT;
import static org.mssclamp.study.Conversation.End.SERVER;
import static org.mssclamp.study.Conversation.FULL;
import static org.mssclamp.study.Conversation.stalled;

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
import org.mssclamp.packet.SynBuilder;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.RuleBuilder;
import org.mssclamp.rule.RuleTable;
import org.mssclamp.rule.SynKind;
import org.mssclamp.study.Findings.Odd;

class StudyTest {
    private final Study study = new Study(Limits.DEFAULT, Optional.empty());

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
