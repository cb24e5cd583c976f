// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;

/**
 * Whatever a frame holds, its packet lies in it, and is not longer than it was on the wire.
 *
 * <p>The first two octets of an input are the link type, the next two the frame's length on the wire; the frame follows.
 */
class FrameFuzzTest {
    static List<byte[]> frames() {
        String syn = Octets.hex(SynBuilder.ipv4().mss(1460).build());
        String synOfIpv6 = Octets.hex(SynBuilder.ipv6().mss(1440).build());
        return List.of(
                frame(1, "020000000001 020000000002 8100 0001 0800", syn),
                frame(113, "0000 0001 0006 0200000000010000 0800", syn),
                frame(276, "86DD 0000 00000002 0001 00 06 0200000000010000", synOfIpv6),
                frame(0, "0A000000", synOfIpv6),
                frame(101, syn));
    }

    private static byte[] frame(int linkType, String... octets) {
        return Octets.hex(String.format("%04x 0100", linkType), String.join("", octets));
    }

    @MethodSource("frames")
    @FuzzTest
    void findsThePacketWithinAnyFrame(byte[] input) {
        if (input.length >= 4) {
            ByteBuffer octets = ByteBuffer.wrap(input);
            LinkType.of(LinkType.unsignedShort(octets, 0))
                    .ifPresent(linkType -> check(
                            linkType, LinkType.unsignedShort(octets, 2), Arrays.copyOfRange(input, 4, input.length)));
        }
    }

    private static void check(LinkType linkType, int frameWireLength, byte[] frame) {
        CapturedPacket packet = new CapturedPacket(linkType, frame.clone(), frameWireLength);

        int index = linkType.packetIndex(ByteBuffer.wrap(frame), 0, frame.length);
        int captured = packet.capturedLength();
        assertThat(packet.isIp()).isEqualTo(index >= 0);
        assertThat(captured).isBetween(0, Math.max(frame.length - index, 0));
        assertThat(packet.wireLength()).isBetween(captured, Math.max(frameWireLength, frame.length));
        if (packet.isIp()) {
            assertThat(packet.octets(captured)).isEqualTo(Arrays.copyOfRange(frame, index, index + captured));
        }
    }
}
