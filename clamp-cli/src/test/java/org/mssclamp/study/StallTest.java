// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mssclamp.study.Conversation.End.CLIENT;
import static org.mssclamp.study.Conversation.End.SERVER;
import static org.mssclamp.study.Conversation.FULL;
import static org.mssclamp.study.Conversation.recovered;
import static org.mssclamp.study.Conversation.stalled;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mssclamp.study.Findings.Stall;

/** Which connections stall on the size of their packets. */
class StallTest {
    private final Study study = new Study(Limits.DEFAULT, Optional.empty());

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
}
