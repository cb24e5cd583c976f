// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.mssclamp.packet.Family;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;

class CapturedPacketTest {
    private static final String ETHERNET = "020000000001 020000000002 ";

    private static byte[] frame(byte[] packet, int padding) {
        String type = packet[0] >>> 4 == 4 ? "0800" : "86DD";
        return Octets.hex(ETHERNET + type, Octets.hex(packet), "00".repeat(padding));
    }

    @Test
    void isThePacketBehindTheLinkHeader() {
        for (Family family : Family.values()) {
            byte[] syn = SynBuilder.of(family).mss(1460).build();
            CapturedPacket packet = new CapturedPacket(LinkType.ETHERNET, frame(syn, 0), 14 + syn.length);

            assertThat(packet.isIp()).isTrue();
            assertThat(packet.capturedLength()).isEqualTo(syn.length);
            assertThat(packet.wireLength()).isEqualTo(syn.length);
            assertThat(packet.octets(syn.length)).isEqualTo(syn);
        }
    }

    @Test
    void cutsOffWhatTheLinkPaddedItWith() {
        for (Family family : Family.values()) {
            byte[] syn = SynBuilder.of(family).mss(1460).build();
            CapturedPacket packet = new CapturedPacket(LinkType.ETHERNET, frame(syn, 6), 20 + syn.length);

            assertThat(packet.wireLength()).isEqualTo(syn.length);
            assertThat(packet.octets(syn.length)).isEqualTo(syn);
        }
    }

    @Test
    void knowsHowLongItWasWhereTheCaptureKeptOnlyTheBeginning() {
        byte[] packet = SynBuilder.ipv4().mss(1460).data(100).build();
        byte[] kept = Arrays.copyOf(frame(packet, 0), 14 + 40);
        CapturedPacket captured = new CapturedPacket(LinkType.ETHERNET, kept, 14 + packet.length);

        assertThat(captured.capturedLength()).isEqualTo(40);
        assertThat(captured.wireLength()).isEqualTo(packet.length);
        assertThat(captured.octets(packet.length))
                .startsWith(Arrays.copyOf(packet, 40))
                .endsWith(new byte[packet.length - 40]);
    }

    @Test
    void isAsLongAsItsFrameWhereItsHeaderClaimsMore() {
        byte[] claims = Octets.hex("45000400 00000000 40060000 0A000001 0A000002");

        assertThat(new CapturedPacket(LinkType.RAW_IP, claims, 20).wireLength()).isEqualTo(20);
    }

    @Test
    void isAsLongAsItsFrameWhereItsHeaderSaysNothing() {
        assertThat(new CapturedPacket(LinkType.RAW_IP, Octets.hex("4500"), 60).wireLength())
                .isEqualTo(60);
        assertThat(new CapturedPacket(LinkType.RAW_IP, Octets.hex("450000000000"), 60).wireLength())
                .isEqualTo(60);
        assertThat(new CapturedPacket(LinkType.RAW_IP, Octets.hex("6000000000000640"), 70000).wireLength())
                .isEqualTo(70000);
        assertThat(new CapturedPacket(LinkType.RAW_IP, Octets.hex("FFFF0004FFFF"), 60).wireLength())
                .isEqualTo(60);
    }

    @Test
    void hasNoOctetsWhereThereIsNoIp() {
        CapturedPacket arp = new CapturedPacket(LinkType.ETHERNET, Octets.hex(ETHERNET, "0806 0001 0800"), 18);

        assertThat(arp.isIp()).isFalse();
        assertThat(arp.capturedLength()).isZero();
        assertThat(arp.wireLength()).isZero();
        assertThat(arp.octets(0)).isEmpty();
    }

    @Test
    void isAtLeastAsLongAsWhatWasCaptured() {
        byte[] syn = SynBuilder.ipv4().build();

        assertThat(new CapturedPacket(LinkType.RAW_IP, syn, 0).wireLength()).isEqualTo(syn.length);
    }
}
