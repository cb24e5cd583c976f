// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mssclamp.Seed;

/** The MSS options of a SYN: found, lowered, added. */
class SynPacketMssTest {
    private static final int HOP_BY_HOP = 0;
    private static final String PAD_6 = "00 00 0104 00000000";

    private final SynPacket syn = new SynPacket();

    private DecodeResult decode(SynBuilder builder) {
        byte[] packet = builder.build();
        return syn.decode(Octets.exactly(packet), 0, packet.length, packet.length);
    }

    @Test
    void findsEveryMssOption() {
        decode(SynBuilder.ipv4()
                .mss(1000)
                .option("0101")
                .mss(65535)
                .option("0101")
                .mss(0));
        assertThat(syn.mssCount()).isEqualTo(3);
        assertThat(syn.mss(0)).isEqualTo(1000);
        assertThat(syn.mss(1)).isEqualTo(65535);
        assertThat(syn.mss(2)).isZero();
    }

    @Test
    void findsAsManyMssOptionsAsAHeaderHolds() {
        decode(SynBuilder.ipv4().option("020405b4".repeat(10)));
        assertThat(syn.mssCount()).isEqualTo(10);
        assertThat(syn.mss(9)).isEqualTo(1460);
    }

    @Test
    void knowsOddOffsetsByTheHeaderNotByTheBuffer() {
        byte[] odd = SynBuilder.ipv4().option("01 020405b4 010101").build();
        byte[] even = SynBuilder.ipv4().option("0101 020405b4 0101").build();
        for (int before = 0; before < 2; before++) {
            syn.decode(Octets.between(before, odd, 0), before, odd.length, odd.length);
            assertThat(syn.isMssAtOddOffset(0)).isTrue();
            syn.decode(Octets.between(before, even, 0), before, even.length, even.length);
            assertThat(syn.isMssAtOddOffset(0)).isFalse();
        }
    }

    @Test
    void countsOnlyMssOptionsOfFourOctets() {
        decode(SynBuilder.ipv4().option("0203 05 01").mss(1200));
        assertThat(syn.mssCount()).isEqualTo(1);
        assertThat(syn.mss(0)).isEqualTo(1200);
        assertThat(syn.hasMalformedOptions()).isTrue();
        decode(SynBuilder.ipv4().option("0206 05b4 0000 0101"));
        assertThat(syn.mssCount()).isZero();
        assertThat(syn.hasMalformedOptions()).isTrue();
        decode(SynBuilder.ipv4().mss(1460));
        assertThat(syn.hasMalformedOptions()).as("of the packet before").isFalse();
    }

    @Test
    void tellsOctetsBehindTheEndFromPadding() {
        decode(SynBuilder.ipv4().option("00000000"));
        assertThat(syn.hasOctetsBehindEnd()).isFalse();
        decode(SynBuilder.ipv4().option("00 010101"));
        assertThat(syn.hasOctetsBehindEnd()).isTrue();
        decode(SynBuilder.ipv4().option("c800 0101"));
        assertThat(syn.hasOctetsBehindEnd()).as("malformed, not ended").isFalse();
    }

    @Test
    void seesSignatures() {
        decode(SynBuilder.ipv4().option("1312" + "aa".repeat(16) + "0101"));
        assertThat(syn.isSignedByMd5()).isTrue();
        assertThat(syn.isSignedByAo()).isFalse();
        decode(SynBuilder.ipv4().option("1d10 0101" + "aa".repeat(12)));
        assertThat(syn.isSignedByMd5()).isFalse();
        assertThat(syn.isSignedByAo()).isTrue();
        decode(SynBuilder.ipv4());
        assertThat(syn.isSignedByAo()).isFalse();
    }

    @Test
    void writesAnMssAtEveryOffsetOfEveryPacket() {
        SplittableRandom random = new SplittableRandom(Seed.VALUE);
        for (int before = 0; before < 37; before++) {
            int behind = 36 - before;
            SynBuilder builder = SynBuilder.of(before % 3 == 0 ? Family.IPV6 : Family.IPV4)
                    .option("01".repeat(before))
                    .mss(random.nextInt(0x10000))
                    .option("01".repeat(behind))
                    .data(random.nextInt(4))
                    .checksumError(random.nextInt(3));
            byte[] packet = builder.build();
            ByteBuf buffer = Octets.exactly(packet);
            assertThat(syn.decode(buffer, 0, packet.length, packet.length)).isEqualTo(DecodeResult.SYN);
            int sum = NaiveChecksum.ofSegment(packet, ipHeaderOctets());
            syn.mss(0, 1234);
            assertThat(syn.mss(0)).isEqualTo(1234);
            int valueOffset = ipHeaderOctets() + 20 + before + 2;
            byte[] expected = packet.clone();
            buffer.getBytes(ipHeaderOctets() + 16, expected, ipHeaderOctets() + 16, 2);
            expected[valueOffset] = 0x04;
            expected[valueOffset + 1] = (byte) 0xD2;
            buffer.getBytes(0, packet);
            assertThat(packet).as(Seed.REPLAY).isEqualTo(expected);
            assertThat(NaiveChecksum.ofSegment(packet, ipHeaderOctets()) % 0xFFFF)
                    .as("offset %d, %s", before, Seed.REPLAY)
                    .isEqualTo(sum % 0xFFFF);
        }
    }

    private int ipHeaderOctets() {
        return syn.family() == Family.IPV4 ? 20 : 40;
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void addsAnMssBeforeOptionsOfEveryLength(Family family) {
        for (int words = 0; words <= 9; words++) {
            String options = "fe" + String.format("%02x", words * 4) + "ab".repeat(Math.max(words * 4 - 2, 0));
            SynBuilder before = SynBuilder.of(family).checksumError(words);
            SynBuilder after = SynBuilder.of(family).checksumError(words).mss(536);
            if (words > 0) {
                before.option(options);
                after.option(options);
            }
            byte[] packet = before.build();
            int length = packet.length;
            ByteBuf buffer = Octets.between(36, packet, 9);
            assertThat(syn.decode(buffer, 36, length, length)).isEqualTo(DecodeResult.SYN);
            assertThat(syn.hasRoomForMss()).isTrue();
            syn.addMss(536);
            assertThat(Octets.hex(buffer, 36, length + 4)).isEqualTo(Octets.hex(after.build()));
            assertThat(syn.length()).isEqualTo(length + 4);
            assertThat(syn.mssCount()).isEqualTo(1);
            assertThat(syn.mss(0)).isEqualTo(536);
            assertThat(syn.hasData()).isFalse();
            assertThat(Octets.isPoison(buffer, 0, 36)).isTrue();
            assertThat(Octets.isPoison(buffer, 36 + length + 4, 5)).isTrue();
        }
    }

    @Test
    void addsAnMssBehindIpOptionsAndExtensions() {
        assertAdded(
                SynBuilder.ipv4().ipOption("94040000"),
                SynBuilder.ipv4().ipOption("94040000").mss(1220));
        assertAdded(
                SynBuilder.ipv6().extension(HOP_BY_HOP, PAD_6),
                SynBuilder.ipv6().extension(HOP_BY_HOP, PAD_6).mss(1220));
    }

    private void assertAdded(SynBuilder before, SynBuilder after) {
        byte[] packet = before.build();
        ByteBuf buffer = Octets.between(0, packet, 4);
        syn.decode(buffer, 0, packet.length, packet.length);
        syn.addMss(1220);
        assertThat(Octets.hex(buffer, 0, syn.length())).isEqualTo(Octets.hex(after.build()));
    }

    @Test
    void canLowerTheMssItAdded() {
        byte[] packet = SynBuilder.ipv4().option("01010101").build();
        ByteBuf buffer = Octets.between(0, packet, 4);
        syn.decode(buffer, 0, packet.length, packet.length);
        syn.addMss(536);
        syn.mss(0, 100);
        assertThat(Octets.hex(buffer, 0, 48))
                .isEqualTo(
                        Octets.hex(SynBuilder.ipv4().mss(100).option("01010101").build()));
    }

    @Test
    void hasRoomOnlyWhereHeaderPacketAndBufferAgree() {
        byte[] packet = SynBuilder.ipv4().build();
        for (int behind = 0; behind <= 5; behind++) {
            syn.decode(Octets.between(1, packet, behind), 1, packet.length, packet.length);
            assertThat(syn.hasRoomForMss()).as("%d octets behind", behind).isEqualTo(behind >= 4);
        }
        byte[] full = SynBuilder.ipv4().option("01".repeat(40)).build();
        syn.decode(Octets.between(0, full, 4), 0, full.length, full.length);
        assertThat(syn.hasRoomForMss()).as("with a data offset of 15").isFalse();
    }

    @Test
    void hasNoRoomInAPacketThatItsLengthFieldCannotHold() {
        for (int length = 0xFFFF - 6; length <= 0xFFFF; length++) {
            byte[] packet = SynBuilder.ipv4().data(length - 40).build();
            syn.decode(Octets.between(0, packet, 4), 0, length, length);
            assertThat(syn.hasRoomForMss()).as("%d octets", length).isEqualTo(length + 4 <= 0xFFFF);
        }
    }

    static Stream<SynBuilder> packetsWithAPendingChecksum() {
        return Stream.of(
                SynBuilder.ipv4().mss(1460),
                SynBuilder.ipv4().option("01").mss(1460).option("010101").data(7),
                SynBuilder.ipv6().mss(1460).data(1),
                SynBuilder.ipv6().mss(1460).data(1400));
    }

    @ParameterizedTest
    @MethodSource("packetsWithAPendingChecksum")
    void completesAPendingChecksumWithTheFirstChange(SynBuilder builder) {
        byte[] packet = builder.checksumPending().build();
        ByteBuf buffer = Octets.exactly(packet);
        syn.decode(buffer, 0, packet.length, packet.length);
        syn.markChecksumPending();
        assertThat(Octets.hex(buffer, 0, packet.length)).isEqualTo(Octets.hex(packet));
        syn.mss(0, 1300);
        syn.mss(0, 1200);
        buffer.getBytes(0, packet);
        assertThat(NaiveChecksum.ofSegment(packet, ipHeaderOctets())).isEqualTo(0xFFFF);
    }

    @Test
    void completesAPendingChecksumBeforeAdding() {
        byte[] packet = SynBuilder.ipv4().option("04020101").checksumPending().build();
        ByteBuf buffer = Octets.between(0, packet, 4);
        syn.decode(buffer, 0, packet.length, packet.length);
        syn.markChecksumPending();
        syn.addMss(536);
        assertThat(Octets.hex(buffer, 0, 48))
                .isEqualTo(
                        Octets.hex(SynBuilder.ipv4().mss(536).option("04020101").build()));
    }

    @Test
    void forgetsThePendingChecksumOfThePacketBefore() {
        byte[] pending = SynBuilder.ipv4().mss(1460).checksumPending().build();
        syn.decode(Octets.exactly(pending), 0, pending.length, pending.length);
        syn.markChecksumPending();
        byte[] packet = SynBuilder.ipv4().mss(1460).checksumError(1).build();
        ByteBuf buffer = Octets.exactly(packet);
        syn.decode(buffer, 0, packet.length, packet.length);
        syn.mss(0, 1300);
        assertThat(Octets.hex(buffer, 0, packet.length))
                .isEqualTo(
                        Octets.hex(SynBuilder.ipv4().mss(1300).checksumError(1).build()));
    }
}
