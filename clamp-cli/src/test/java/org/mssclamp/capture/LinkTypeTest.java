// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.packet.Octets;

class LinkTypeTest {
    private static final String MAC_ADDRESSES = "020000000001 020000000002";
    private static final String IPV4 = "45000014";
    private static final String IPV6 = "60000000";

    private static int packetIndex(int linkType, String... hex) {
        byte[] before = {(byte) 0xA5, (byte) 0xA5, (byte) 0xA5};
        byte[] frame = Octets.hex(hex);
        ByteBuffer octets =
                ByteBuffer.allocate(before.length + frame.length).put(before).put(frame);
        int index = LinkType.of(linkType).orElseThrow().packetIndex(octets, before.length, frame.length);
        return index == LinkType.NO_PACKET ? index : index - before.length;
    }

    @Test
    void findsIpBehindAnEthernetHeader() {
        assertThat(packetIndex(1, MAC_ADDRESSES, "0800", IPV4)).isEqualTo(14);
        assertThat(packetIndex(1, MAC_ADDRESSES, "86DD", IPV6)).isEqualTo(14);
    }

    @Test
    void findsIpBehindVlanTags() {
        assertThat(packetIndex(1, MAC_ADDRESSES, "8100 0007 0800", IPV4)).isEqualTo(18);
        assertThat(packetIndex(1, MAC_ADDRESSES, "88A8 0007 8100 0008 86DD", IPV6))
                .isEqualTo(22);
        assertThat(packetIndex(1, MAC_ADDRESSES, "9100 0007 8100 0008 0800", IPV4))
                .isEqualTo(22);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing at all
                "020000000001 020000000002", // no type
                "020000000001 020000000002 0800", // a header with nothing behind it
                "020000000001 020000000002 0806 0001", // ARP
                "020000000001 020000000002 0026 4242", // a length, of 802.3
                "020000000001 020000000002 8100 0007", // a tag that ends the frame
                "020000000001 020000000002 8100 0007 8100 0007 0806 0001" // ARP behind two tags
            })
    void findsNoIpInOtherEthernetFrames(String hex) {
        assertThat(packetIndex(1, hex)).isEqualTo(LinkType.NO_PACKET);
    }

    @Test
    void findsIpBehindTheHeadersOfLinuxCookedCaptures() {
        assertThat(packetIndex(113, "0000 0001 0006 0200000000010000 0800", IPV4))
                .isEqualTo(16);
        assertThat(packetIndex(113, "0000 0001 0006 0200000000010000 8100 0007 86DD", IPV6))
                .isEqualTo(20);
        assertThat(packetIndex(113, "0000 0001 0006 0200000000010000 0806", IPV4))
                .isEqualTo(LinkType.NO_PACKET);
        assertThat(packetIndex(276, "86DD 0000 00000002 0001 00 06 0200000000010000", IPV6))
                .isEqualTo(20);
        assertThat(packetIndex(276, "0806 0000 00000002 0001 00 06 0200000000010000", IPV4))
                .isEqualTo(LinkType.NO_PACKET);
    }

    @ParameterizedTest
    @CsvSource({"0, 02000000", "0, 00000002", "0, 0A000000", "0, 1C000000", "108, 00000018", "108, 0000001E"})
    void findsIpBehindAnAddressFamilyInEitherOrder(int linkType, String family) {
        assertThat(packetIndex(linkType, family, IPV4)).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"07000000", "00000007", "02000002", "0002"})
    void findsNoIpBehindOtherAddressFamilies(String hex) {
        assertThat(packetIndex(0, hex, "450000")).isEqualTo(LinkType.NO_PACKET);
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 14, 101, 228, 229})
    void takesRawFramesAsTheyAre(int linkType) {
        assertThat(packetIndex(linkType, IPV4)).isZero();
        assertThat(packetIndex(linkType, "")).isEqualTo(LinkType.NO_PACKET);
    }

    @Test
    void knowsNoOtherNumbers() {
        assertThat(IntStream.range(0, 400).filter(number -> LinkType.of(number).isPresent()))
                .containsExactly(0, 1, 12, 14, 101, 108, 113, 228, 229, 276);
    }
}
