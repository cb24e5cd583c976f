// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a packet is found to be, and what its headers say. */
class SynPacketTest {
    private static final int HOP_BY_HOP = 0;
    private static final int FRAGMENT = 44;
    private static final String PAD_6 = "00 00 0104 00000000";

    private final SynPacket syn = new SynPacket();

    private DecodeResult decode(byte[] packet) {
        return syn.decode(Octets.exactly(packet), 0, packet.length, packet.length);
    }

    private DecodeResult decode(SynBuilder packet) {
        return decode(packet.build());
    }

    @Test
    void readsAnIpv4Syn() {
        byte[] packet = Octets.hex(
                "4500 002c 1234 4000 4006 3c61", // IPv4: 44 octets, TCP
                "c0000201 c6336402", // from 192.0.2.1 to 198.51.100.2
                "03e8 0fa0 01020304 00000000", // TCP: from port 1000 to port 4000
                "6002 faf0 9970 0000", // six words, SYN
                "0204 05b4"); // MSS 1460
        assertThat(packet)
                .isEqualTo(SynBuilder.ipv4().fragmentField(0x4000).mss(1460).build());
        assertThat(decode(packet)).isEqualTo(DecodeResult.SYN);
        assertThat(syn.family()).isEqualTo(Family.IPV4);
        assertThat(syn.length()).isEqualTo(44);
        assertThat(syn.isTruncated()).isFalse();
        assertThat(syn.sourceHigh()).isZero();
        assertThat(syn.sourceLow()).isEqualTo(0xC0000201L);
        assertThat(syn.destinationHigh()).isZero();
        assertThat(syn.destinationLow()).isEqualTo(0xC6336402L);
        assertThat(syn.sourcePort()).isEqualTo(1000);
        assertThat(syn.destinationPort()).isEqualTo(4000);
        assertThat(syn.isAck()).isFalse();
        assertThat(syn.mssCount()).isEqualTo(1);
        assertThat(syn.mss(0)).isEqualTo(1460);
        assertThat(syn.isMssAtOddOffset(0)).isFalse();
        assertThat(syn.hasData()).isFalse();
        assertThat(syn.isFragment()).isFalse();
    }

    @Test
    void readsAnIpv6SynAck() {
        byte[] packet = Octets.hex(
                "60000000 0020 00 40", // IPv6: 32 octets behind, hop-by-hop
                "20010db8 00000000 00000000 00000001", // from 2001:db8::1
                "20010db8 ffff0000 00000000 00000002", // to 2001:db8:ffff::2
                "06 00 0104 00000000", // hop-by-hop: PadN; TCP
                "ffff 0001 01020304 00000000", // TCP: from port 65535 to port 1
                "6012 faf0 3dbe 0000", // six words, SYN and ACK
                "0204 05a0"); // MSS 1440
        assertThat(packet)
                .isEqualTo(SynBuilder.ipv6()
                        .extension(HOP_BY_HOP, PAD_6)
                        .ports(65535, 1)
                        .flags(SynBuilder.SYN | SynBuilder.ACK)
                        .mss(1440)
                        .build());
        assertThat(decode(packet)).isEqualTo(DecodeResult.SYN);
        assertThat(syn.family()).isEqualTo(Family.IPV6);
        assertThat(syn.length()).isEqualTo(72);
        assertThat(syn.sourceHigh()).isEqualTo(0x20010DB8_00000000L);
        assertThat(syn.sourceLow()).isEqualTo(1);
        assertThat(syn.destinationHigh()).isEqualTo(0x20010DB8_FFFF0000L);
        assertThat(syn.destinationLow()).isEqualTo(2);
        assertThat(syn.sourcePort()).isEqualTo(65535);
        assertThat(syn.destinationPort()).isEqualTo(1);
        assertThat(syn.isAck()).isTrue();
        assertThat(syn.mss(0)).isEqualTo(1440);
    }

    @Test
    void saysWhyAPacketIsNoSyn() {
        assertThat(decode(SynBuilder.ipv4().protocol(17))).isEqualTo(DecodeResult.NOT_TCP);
        assertThat(decode(SynBuilder.ipv6().protocol(58))).isEqualTo(DecodeResult.NOT_TCP);
        assertThat(decode(SynBuilder.ipv6().extension(HOP_BY_HOP, PAD_6).protocol(59)))
                .isEqualTo(DecodeResult.NOT_TCP);
        assertThat(decode(SynBuilder.ipv4().flags(SynBuilder.ACK).mss(1460))).isEqualTo(DecodeResult.NOT_SYN);
        assertThat(decode(SynBuilder.ipv4().flags(SynBuilder.SYN | SynBuilder.RST)))
                .isEqualTo(DecodeResult.NOT_SYN);
        assertThat(decode(SynBuilder.ipv4().fragmentField(0x0001))).isEqualTo(DecodeResult.LATER_FRAGMENT);
        assertThat(decode(SynBuilder.ipv6().extension(FRAGMENT, "00 00 0008 12345678")))
                .isEqualTo(DecodeResult.LATER_FRAGMENT);
    }

    @Test
    void takesEverySynWithoutRst() {
        for (int flags = 0; flags < 512; flags++) { // bit 8 was NS, and is AE now
            boolean isSyn = (flags & (SynBuilder.SYN | SynBuilder.RST)) == SynBuilder.SYN;
            for (Family family : Family.values()) {
                assertThat(decode(SynBuilder.of(family).flags(flags).mss(1460)))
                        .isEqualTo(isSyn ? DecodeResult.SYN : DecodeResult.NOT_SYN);
            }
        }
    }

    @Test
    void findsNoPacketInNoOctets() {
        assertThat(syn.decode(Octets.exactly(new byte[0]), 0, 0, 0)).isEqualTo(DecodeResult.MALFORMED_IP);
        assertThat(syn.decode(Octets.exactly(new byte[0]), 0, 0, 60)).isEqualTo(DecodeResult.TRUNCATED);
    }

    @Test
    void refusesEveryOtherIpVersion() {
        for (int version = 0; version < 16; version++) {
            if (version != 4 && version != 6) {
                byte[] packet = SynBuilder.ipv4().mss(1460).build();
                packet[0] = (byte) (version << 4 | 5);
                assertThat(decode(packet)).isEqualTo(DecodeResult.MALFORMED_IP);
                assertThat(syn.decode(Octets.exactly(packet), 0, 1, 44)).isEqualTo(DecodeResult.MALFORMED_IP);
            }
        }
    }

    @Test
    void refusesALengthThatIsNotThatOfThePacket() {
        for (Family family : Family.values()) {
            byte[] packet = SynBuilder.of(family).mss(1460).build();
            int lengthOffset = family == Family.IPV4 ? 3 : 5;
            for (int length = 0; length < 256; length++) {
                byte[] other = packet.clone();
                other[lengthOffset] = (byte) length;
                assertThat(decode(other))
                        .isEqualTo(length == packet[lengthOffset] ? DecodeResult.SYN : DecodeResult.MALFORMED_IP);
            }
        }
    }

    @Test
    void refusesAnIpv4HeaderBelowTwentyOctetsOrBeyondThePacket() {
        byte[] packet = SynBuilder.ipv4().build();
        for (int words = 0; words < 16; words++) {
            packet[0] = (byte) (0x40 | words);
            boolean fits = words >= 5 && words * 4 <= packet.length;
            assertThat(decode(packet) == DecodeResult.MALFORMED_IP)
                    .as("%d words", words)
                    .isEqualTo(!fits);
        }
    }

    static List<SynBuilder> packetsWithEveryKindOfHeader() {
        String timestamps = "0402 080a 01020304 00000000";
        return List.of(
                SynBuilder.ipv4().mss(1460).option(timestamps),
                SynBuilder.ipv4().ipOption("94040000").mss(1460),
                SynBuilder.ipv4().ipOption("01".repeat(40)).mss(1460).option("01".repeat(36)),
                SynBuilder.ipv4().mss(1460).data(9),
                SynBuilder.ipv6().mss(1440).option(timestamps),
                SynBuilder.ipv6().extension(HOP_BY_HOP, PAD_6).mss(1440).data(3),
                SynBuilder.ipv6()
                        .extension(HOP_BY_HOP, PAD_6)
                        .extension(FRAGMENT, "00 00 0000 12345678")
                        .extension(51, "00 04 0000 00000001 00000001 aaaaaaaa bbbbbbbb cccccccc")
                        .mss(1440));
    }

    @ParameterizedTest
    @MethodSource("packetsWithEveryKindOfHeader")
    void callsAShortCaptureTruncatedAndReadsNothingBehindIt(SynBuilder builder) {
        byte[] packet = builder.build();
        int headersEnd = builder.headerOctets();
        for (int captured = 0; captured < packet.length; captured++) {
            ByteBuf buffer = Octets.exactly(Arrays.copyOf(packet, captured));
            DecodeResult expected = captured < headersEnd ? DecodeResult.TRUNCATED : DecodeResult.SYN;
            assertThat(syn.decode(buffer, 0, captured, packet.length))
                    .as("%d of %d octets", captured, packet.length)
                    .isEqualTo(expected);
            assertThat(syn.isTruncated()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("packetsWithEveryKindOfHeader")
    void callsAPacketThatEndsInItsHeadersMalformed(SynBuilder builder) {
        byte[] packet = builder.build();
        int headersEnd = builder.headerOctets();
        for (int length = 0; length < headersEnd; length++) {
            byte[] cut = withLength(Arrays.copyOf(packet, length));
            assertThat(decode(cut))
                    .as("%d of %d octets", length, packet.length)
                    .isIn(DecodeResult.MALFORMED_IP, DecodeResult.MALFORMED_TCP);
        }
    }

    /** The octets with a total or payload length that fits them, if they hold the field. */
    private static byte[] withLength(byte[] packet) {
        if (packet.length >= 6) {
            boolean ipv4 = packet[0] >>> 4 == 4;
            int length = ipv4 ? packet.length : Math.max(packet.length - 40, 0);
            packet[ipv4 ? 2 : 4] = (byte) (length >>> 8);
            packet[ipv4 ? 3 : 5] = (byte) length;
        }
        return packet;
    }

    @Test
    void callsADataOffsetThatDoesNotFitMalformed() {
        for (Family family : Family.values()) {
            for (int words = 0; words < 16; words++) {
                boolean fits = words >= 5 && words <= 8;
                assertThat(decode(SynBuilder.of(family)
                                .dataOffset(words)
                                .mss(1460)
                                .data(8)))
                        .as("%s, data offset %d", family, words)
                        .isEqualTo(fits ? DecodeResult.SYN : DecodeResult.MALFORMED_TCP);
            }
        }
    }

    @Test
    void doesNotTakeDataForOptions() {
        byte[] packet = SynBuilder.ipv4().dataOffset(5).mss(1460).build();
        assertThat(decode(packet)).isEqualTo(DecodeResult.SYN);
        assertThat(syn.mssCount()).isZero();
        assertThat(syn.hasData()).isTrue();
    }

    @Test
    void tellsFirstFragmentsFromWholePackets() {
        decode(SynBuilder.ipv4().fragmentField(0x2000).mss(1460));
        assertThat(syn.isFragment()).isTrue();
        decode(SynBuilder.ipv4().fragmentField(0x4000).mss(1460));
        assertThat(syn.isFragment()).isFalse();
        decode(SynBuilder.ipv6().extension(FRAGMENT, "00 00 0001 12345678").mss(1460));
        assertThat(syn.isFragment()).isTrue();
        decode(SynBuilder.ipv6().extension(FRAGMENT, "00 00 0000 12345678").mss(1460));
        assertThat(syn.isFragment()).as("an atomic fragment").isTrue();
    }
}
