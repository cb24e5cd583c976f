// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.params.provider.MethodSource;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;

/**
 * Whatever packets hold, a study reads nothing outside of them, keeps to its limits, and counts each packet once.
 *
 * <p>An input is any number of packets, each behind two octets of its length; every third was longer on the wire.
 */
class StudyFuzzTest {
    private static final Limits SMALL = new Limits(3, 2, 2);

    static List<byte[]> packets() {
        return List.of(
                input(
                        SynBuilder.ipv4().mss(1460).build(),
                        SynBuilder.ipv4().flags(SynBuilder.SYN | SynBuilder.ACK).build(),
                        SynBuilder.ipv4().flags(SynBuilder.ACK).data(1460).build(),
                        SynBuilder.ipv4().flags(SynBuilder.ACK).data(1460).build()),
                input(
                        SynBuilder.ipv6()
                                .mss(1440)
                                .extension(44, "00 00 0001 00000001")
                                .build(),
                        SynBuilder.ipv6().flags(SynBuilder.RST).build()),
                input(Octets.hex(
                        "45000038 0000 0000 40 01 0000 cb007101 c6336402",
                        "03 04 0000 0000 0578",
                        "450005dc 0000 4000 40 06 0000 c6336402 c0000201 01bb9c40 00000000")));
    }

    private static byte[] input(byte[]... packets) {
        StringBuilder hex = new StringBuilder();
        for (byte[] packet : packets) {
            hex.append(String.format("%04x", packet.length)).append(Octets.hex(packet));
        }
        return Octets.hex(hex.toString());
    }

    @MethodSource("packets")
    @FuzzTest
    void takesAnyPackets(byte[] input) {
        Study study = new Study(SMALL, Optional.empty());
        long taken = 0;
        for (int at = 0; at + 2 <= input.length; taken++) {
            int length = Math.min(
                    Byte.toUnsignedInt(input[at]) << 8 | Byte.toUnsignedInt(input[at + 1]), input.length - at - 2);
            ByteBuf packet = Octets.exactly(Arrays.copyOfRange(input, at + 2, at + 2 + length));
            study.take(packet, 0, length, length + (taken % 3 == 2 ? 100 : 0), study.place("p" + taken % 2), taken);
            at += 2 + length;
        }
        Findings findings = study.conclude(OptionalInt.of(1400));
        Findings.Connections connections = findings.connections();

        assertThat(findings.traffic().frames()).isEqualTo(taken);
        assertThat(findings.traffic().segments() + findings.traffic().unreadable())
                .isLessThanOrEqualTo(2 * taken);
        assertThat(connections.complete() + connections.refused() + connections.unanswered())
                .isEqualTo(connections.begun());
        assertThat(List.of(
                        findings.peers().size(),
                        findings.stalls().size(),
                        findings.tooBig().size()))
                .allMatch(rows -> rows <= SMALL.rows());
        assertThat(Verdict.of(findings).text()).isNotEmpty();
    }
}
