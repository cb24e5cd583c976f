// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mssclamp.Seed;

class Ipv4HeaderTest {
    private static final byte[] HEADER = Octets.hex(
            "45 00 002c", // version 4, 5 words; total length 44
            "1234 4000", // identification; don't fragment
            "40 06 3c61", // TTL 64, TCP, checksum
            "c0000201", // from 192.0.2.1
            "c6336402"); // to 198.51.100.2

    private final Ipv4Header header = new Ipv4Header();

    @Test
    void readsEachField() {
        assertThat(header.wrap(Octets.between(3, HEADER, 0), 3, 20)).isTrue();
        assertThat(header.headerLength()).isEqualTo(20);
        assertThat(header.totalLength()).isEqualTo(44);
        assertThat(header.protocol()).isEqualTo(6);
        assertThat(header.source()).isEqualTo(0xC0000201);
        assertThat(header.destination()).isEqualTo(0xC6336402);
        assertThat(header.moreFragments()).isFalse();
        assertThat(header.isLaterFragment()).isFalse();
    }

    @Test
    void refusesFewerThanTwentyOctets() {
        for (int length = 0; length < 20; length++) {
            byte[] octets = Arrays.copyOf(HEADER, length);
            assertThat(header.wrap(Octets.exactly(octets), 0, length)).isFalse();
        }
    }

    @Test
    void refusesEveryOtherVersion() {
        for (int version = 0; version < 16; version++) {
            ByteBuf octets = Octets.exactly(HEADER).setByte(0, version << 4 | 5);
            assertThat(header.wrap(octets, 0, 20)).isEqualTo(version == 4);
        }
    }

    @Test
    void holdsOptionsOnlyIfAllWordsStatedAreThere() {
        ByteBuf octets = Octets.exactly(HEADER);
        for (int words = 0; words < 16; words++) {
            header.wrap(octets.setByte(0, 0x40 | words), 0, 20);
            assertThat(header.headerLength()).isEqualTo(words * 4);
            for (int length = 20; length <= 64; length++) {
                assertThat(header.holdsOptions(length)).isEqualTo(words >= 5 && words * 4 <= length);
            }
        }
    }

    @Test
    void tellsFirstFragmentsFromLaterOnes() {
        assertFragment(0x0000, false, false);
        assertFragment(0x4000, false, false); // don't fragment
        assertFragment(0x8000, false, false); // the reserved bit
        assertFragment(0x2000, true, false);
        assertFragment(0x2001, true, true);
        assertFragment(0x0001, false, true);
        assertFragment(0x1FFF, false, true);
        for (int bit = 0x0001; bit < 0x2000; bit <<= 1) {
            assertFragment(bit, false, true);
        }
    }

    private void assertFragment(int field, boolean moreFragments, boolean laterFragment) {
        header.wrap(Octets.exactly(HEADER).setShort(6, field), 0, 20);
        assertThat(header.moreFragments()).isEqualTo(moreFragments);
        assertThat(header.isLaterFragment()).isEqualTo(laterFragment);
    }

    @Test
    void writesTotalLengthAndChecksum() {
        ByteBuf octets = Octets.exactly(HEADER);
        header.wrap(octets, 0, 20);
        header.totalLength(48);
        assertThat(Octets.hex(octets, 0, 20)).isEqualTo("4500003012344000" + "40063c5d" + "c0000201c6336402");
    }

    @Test
    void keepsTheChecksumRightForAnyHeader() {
        SplittableRandom random = new SplittableRandom(Seed.VALUE);
        for (int round = 0; round < 10_000; round++) {
            byte[] octets = new byte[20];
            random.nextBytes(octets);
            octets[0] = 0x45;
            ByteBuf buffer = Octets.exactly(octets);
            int before = NaiveChecksum.sum(octets);
            header.wrap(buffer, 0, 20);
            header.totalLength(random.nextInt(0x10000));
            buffer.getBytes(0, octets);
            assertThat(NaiveChecksum.sum(octets) % 0xFFFF).as(Seed.REPLAY).isEqualTo(before % 0xFFFF);
        }
    }
}
