// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv6HeaderTest {
    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int ESP = 50;
    private static final int AUTHENTICATION = 51;
    private static final int NO_NEXT_HEADER = 59;
    private static final int DESTINATION_OPTIONS = 60;
    private static final int TCP = 6;

    private static final String PAD_6 = "00 00 0104 00000000"; // no unit more; PadN over four octets
    private static final String PAD_14 = "00 01 010c 00000000 00000000 00000000"; // one unit of 8 more
    private static final String ROUTING_EMPTY = "00 02 04 00 00000000 20010db8 00000000 00000000 00000003";
    private static final String FIRST_FRAGMENT = "00 00 0001 12345678"; // offset 0, more fragments
    private static final String LATER_FRAGMENT = "00 00 0009 12345678"; // offset 1 of 8 octets
    private static final String ATOMIC_FRAGMENT = "00 00 0000 12345678";
    private static final String AUTHENTICATION_24 = "00 04 0000 00000001 00000001 aaaaaaaa bbbbbbbb cccccccc";

    private final Ipv6Header header = new Ipv6Header();

    @Test
    void readsEachField() {
        byte[] octets = Octets.hex(
                "60 000000 0018 06 40", // version 6; payload length 24; TCP; hop limit
                "20010db8 00000000 00000000 00000001", // from 2001:db8::1
                "20010db8 ffff0000 00000000 00000002"); // to 2001:db8:ffff::2
        assertThat(header.wrap(Octets.between(5, octets, 0), 5, 40)).isTrue();
        assertThat(header.walkExtensions(40)).isTrue();
        assertThat(header.totalLength()).isEqualTo(64);
        assertThat(header.headerLength()).isEqualTo(40);
        assertThat(header.protocol()).isEqualTo(TCP);
        assertThat(header.sourceHigh()).isEqualTo(0x20010DB8_00000000L);
        assertThat(header.sourceLow()).isEqualTo(1);
        assertThat(header.destinationHigh()).isEqualTo(0x20010DB8_FFFF0000L);
        assertThat(header.destinationLow()).isEqualTo(2);
        assertThat(header.isFragment()).isFalse();
        assertThat(header.isLaterFragment()).isFalse();
    }

    @Test
    void refusesFewerThanFortyOctets() {
        byte[] packet = SynBuilder.ipv6().build();
        for (int length = 0; length < 40; length++) {
            assertThat(header.wrap(Octets.exactly(Arrays.copyOf(packet, length)), 0, length))
                    .isFalse();
        }
    }

    @Test
    void refusesEveryOtherVersion() {
        ByteBuf packet = Octets.exactly(SynBuilder.ipv6().build());
        for (int version = 0; version < 16; version++) {
            assertThat(header.wrap(packet.setByte(0, version << 4), 0, 60)).isEqualTo(version == 6);
        }
    }

    @Test
    void walksOverEachExtensionHeader() {
        assertWalk(SynBuilder.ipv6().extension(HOP_BY_HOP, PAD_6), 48, TCP);
        assertWalk(SynBuilder.ipv6().extension(DESTINATION_OPTIONS, PAD_14), 56, TCP);
        assertWalk(SynBuilder.ipv6().extension(ROUTING, ROUTING_EMPTY), 64, TCP);
        assertWalk(SynBuilder.ipv6().extension(FRAGMENT, FIRST_FRAGMENT), 48, TCP);
        assertWalk(SynBuilder.ipv6().extension(AUTHENTICATION, AUTHENTICATION_24), 64, TCP);
    }

    @Test
    void walksOverAChainOfAll() {
        SynBuilder chain = SynBuilder.ipv6()
                .extension(HOP_BY_HOP, PAD_6)
                .extension(DESTINATION_OPTIONS, PAD_6)
                .extension(ROUTING, ROUTING_EMPTY)
                .extension(FRAGMENT, ATOMIC_FRAGMENT)
                .extension(AUTHENTICATION, AUTHENTICATION_24)
                .extension(DESTINATION_OPTIONS, PAD_14);
        assertWalk(chain, 40 + 8 + 8 + 24 + 8 + 24 + 16, TCP);
    }

    private void assertWalk(SynBuilder packet, int headerLength, int protocol) {
        byte[] octets = packet.build();
        assertThat(header.wrap(Octets.exactly(octets), 0, octets.length)).isTrue();
        assertThat(header.walkExtensions(octets.length)).isTrue();
        assertThat(header.headerLength()).isEqualTo(headerLength);
        assertThat(header.protocol()).isEqualTo(protocol);
    }

    @Test
    void stopsAtWhatHidesTheRest() {
        assertWalk(SynBuilder.ipv6().protocol(ESP), 40, ESP);
        assertWalk(SynBuilder.ipv6().protocol(NO_NEXT_HEADER), 40, NO_NEXT_HEADER);
        assertWalk(SynBuilder.ipv6().extension(HOP_BY_HOP, PAD_6).protocol(ESP), 48, ESP);
        assertWalk(SynBuilder.ipv6().extension(FRAGMENT, LATER_FRAGMENT), 48, TCP);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4, 255})
    void countsAuthenticationHeadersInWordsOfFour(int words) {
        byte[] filler = new byte[(words + 2) * 4];
        filler[1] = (byte) words;
        SynBuilder packet = SynBuilder.ipv6().extension(AUTHENTICATION, Octets.hex(filler));
        assertWalk(packet, 40 + 4 * (words + 2), TCP);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 255})
    void countsOtherHeadersInUnitsOfEight(int units) {
        byte[] filler = new byte[(units + 1) * 8];
        filler[1] = (byte) units;
        SynBuilder packet = SynBuilder.ipv6().extension(DESTINATION_OPTIONS, Octets.hex(filler));
        assertWalk(packet, 40 + 8 * (units + 1), TCP);
    }

    @Test
    void doesNotTakeTheReservedOctetOfAFragmentHeaderForALength() {
        assertWalk(SynBuilder.ipv6().extension(FRAGMENT, "00 ff 0001 12345678"), 48, TCP);
    }

    @Test
    void tellsFirstFragmentsFromLaterOnes() {
        assertFragment(FIRST_FRAGMENT, false);
        assertFragment(ATOMIC_FRAGMENT, false);
        assertFragment("00 00 0006 12345678", false); // reserved bits
        assertFragment(LATER_FRAGMENT, true);
        assertFragment("00 00 0008 12345678", true);
        assertFragment("00 00 fff8 12345678", true);
        for (int bit = 0x0008; bit < 0x10000; bit <<= 1) {
            assertFragment(String.format("00 00 %04x 12345678", bit), true);
        }
    }

    private void assertFragment(String extension, boolean laterFragment) {
        byte[] octets = SynBuilder.ipv6().extension(FRAGMENT, extension).build();
        header.wrap(Octets.exactly(octets), 0, octets.length);
        assertThat(header.walkExtensions(octets.length)).isTrue();
        assertThat(header.isFragment()).isTrue();
        assertThat(header.isLaterFragment()).isEqualTo(laterFragment);
    }

    @Test
    void forgetsTheFragmentOfThePacketBefore() {
        assertFragment(LATER_FRAGMENT, true);
        assertWalk(SynBuilder.ipv6(), 40, TCP);
        assertThat(header.isFragment()).isFalse();
        assertThat(header.isLaterFragment()).isFalse();
    }

    @Test
    void refusesAChainCutAnywhere() {
        byte[] packet = SynBuilder.ipv6()
                .extension(HOP_BY_HOP, PAD_14)
                .extension(ROUTING, ROUTING_EMPTY)
                .extension(FRAGMENT, FIRST_FRAGMENT)
                .extension(AUTHENTICATION, AUTHENTICATION_24)
                .build();
        int chainEnd = 40 + 16 + 24 + 8 + 24;
        for (int length = 40; length <= packet.length; length++) {
            ByteBuf captured = Octets.exactly(Arrays.copyOf(packet, length));
            assertThat(header.wrap(captured, 0, length)).isTrue();
            assertThat(header.walkExtensions(length)).as("%d octets", length).isEqualTo(length >= chainEnd);
        }
    }

    @Test
    void endsOnTheLongestChainAPacketHolds() {
        byte[] packet = new byte[40 + 0xFFFF];
        packet[0] = 0x60;
        packet[6] = DESTINATION_OPTIONS;
        for (int i = 40; i + 8 <= packet.length; i += 8) {
            packet[i] = DESTINATION_OPTIONS;
        }
        header.wrap(Octets.exactly(packet), 0, packet.length);
        assertThat(header.walkExtensions(packet.length)).isFalse();
    }

    @Test
    void givesAJumbogramNoPayload() {
        byte[] packet = SynBuilder.ipv6()
                .extension(HOP_BY_HOP, "00 00 c204 00010000") // RFC 2675: 65,536 octets
                .build();
        ByteBuf octets = Octets.exactly(packet).setShort(4, 0);
        header.wrap(octets, 0, packet.length);
        assertThat(header.totalLength()).isEqualTo(40);
    }

    @Test
    void writesOnlyThePayloadLength() {
        byte[] packet = SynBuilder.ipv6().mss(1440).build();
        ByteBuf octets = Octets.exactly(packet);
        header.wrap(octets, 0, packet.length);
        header.totalLength(68);
        assertThat(header.totalLength()).isEqualTo(68);
        assertThat(Octets.hex(octets, 0, packet.length))
                .isEqualTo(Octets.hex(packet).replaceFirst("^600000000018", "60000000001c"));
    }
}
