// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mssclamp.study.Conversation.End.CLIENT;
import static org.mssclamp.study.Conversation.End.SERVER;
import static org.mssclamp.study.Conversation.FULL;
import static org.mssclamp.study.Conversation.stalled;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mssclamp.packet.Family;
import org.mssclamp.packet.Octets;
import org.mssclamp.study.Findings.Evidence;
import org.mssclamp.study.Findings.Exceeding;
import org.mssclamp.study.Findings.Stall;

/** What paths are known to carry, and which SYNs announce more. */
class ExcessTest {
    private final Study study = new Study(Limits.DEFAULT, Optional.empty());

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
}
