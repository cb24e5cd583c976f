// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mssclamp.Seed;

class InternetChecksumTest {
    private static final int[] EDGES = {0x0000, 0x0001, 0x00FF, 0x0100, 0x7FFF, 0x8000, 0xFF00, 0xFFFE, 0xFFFF};

    private final SplittableRandom random = new SplittableRandom(Seed.VALUE);

    @Test
    void sumsTheExampleOfRfc1071() {
        ByteBuf example = Octets.exactly(Octets.hex("0001 f203 f4f5 f6f7"));
        assertThat(InternetChecksum.sum(example, 0, 8)).isEqualTo(0x2DDF0);
        assertThat(InternetChecksum.fold(0x2DDF0)).isEqualTo(0xDDF2);
        assertThat(InternetChecksum.of(example, 0, 8)).isEqualTo(0x220D);
    }

    @Test
    void updatesTheExampleOfRfc1624() {
        // Section 4: the older formula of RFC 1141 gives 0xFFFF here.
        assertThat(InternetChecksum.update(0xDD2F, 0x5555, 0x3285, 0)).isEqualTo(0x0000);
    }

    @Test
    void agreesWithTheNaiveSumAtEveryLengthAndAlignment() {
        for (int length = 0; length <= 130; length++) {
            for (int before = 0; before < 4; before++) {
                byte[] octets = new byte[length];
                random.nextBytes(octets);
                ByteBuf buffer = Octets.between(before, octets, 0);
                assertThat(InternetChecksum.of(buffer, before, length))
                        .as("%s, %s", Octets.hex(octets), Seed.REPLAY)
                        .isEqualTo(NaiveChecksum.of(octets));
            }
        }
    }

    @Test
    void sumsTheLargestPacketWithoutOverflow() {
        byte[] octets = new byte[0xFFFF];
        Arrays.fill(octets, (byte) 0xFF);
        assertThat(InternetChecksum.of(Octets.exactly(octets), 0, octets.length))
                .isEqualTo(NaiveChecksum.of(octets));
    }

    @Test
    void foldsEverySumToSixteenBits() {
        assertThat(InternetChecksum.fold(0)).isZero();
        assertThat(InternetChecksum.fold(0xFFFF)).isEqualTo(0xFFFF);
        assertThat(InternetChecksum.fold(0x10000)).isEqualTo(1);
        assertThat(InternetChecksum.fold(0x1FFFF)).isEqualTo(1);
        assertThat(InternetChecksum.fold(0x7FFFFFFF)).isEqualTo(0x7FFF);
    }

    @Test
    void updateEqualsTheFullSumAtEveryOffset() {
        for (int round = 0; round < 500; round++) {
            byte[] octets = new byte[21 + random.nextInt(40)];
            random.nextBytes(octets);
            octets[0] |= 1; // not all zero, so that the checksum has one form
            for (int offset = 1; offset <= octets.length - 2; offset++) {
                int before = NaiveChecksum.of(octets);
                int oldValue = value(octets, offset);
                int newValue = random.nextInt(3) == 0 ? EDGES[random.nextInt(EDGES.length)] : random.nextInt(0x10000);
                put(octets, offset, newValue);
                assertThat(InternetChecksum.update(before, oldValue, newValue, offset))
                        .as("%x to %x at %d in %s, %s", oldValue, newValue, offset, Octets.hex(octets), Seed.REPLAY)
                        .isEqualTo(NaiveChecksum.of(octets));
            }
        }
    }

    @Test
    void updateHoldsAtTheEdgesOfEveryValue() {
        for (int offset = 0; offset < 4; offset++) {
            for (int rest : EDGES) {
                for (int oldValue : EDGES) {
                    for (int newValue : EDGES) {
                        byte[] octets = new byte[8];
                        put(octets, 6, rest | 1);
                        put(octets, offset, oldValue);
                        int before = NaiveChecksum.of(octets);
                        put(octets, offset, newValue);
                        assertThat(InternetChecksum.update(before, oldValue, newValue, offset))
                                .as("%x to %x at %d besides %x", oldValue, newValue, offset, rest)
                                .isEqualTo(NaiveChecksum.of(octets));
                    }
                }
            }
        }
    }

    @Test
    void wrongChecksumStaysWrongByTheSameAmount() {
        for (int round = 0; round < 100_000; round++) {
            int oldValue = random.nextInt(0x10000);
            int newValue = random.nextInt(0x10000);
            int error = random.nextInt(0xFFFF);
            int offset = random.nextInt(20, 58);
            int right = random.nextInt(0xFFFF);
            int wrong = (right + error) % 0xFFFF;
            int rightAfter = InternetChecksum.update(right, oldValue, newValue, offset);
            int wrongAfter = InternetChecksum.update(wrong, oldValue, newValue, offset);
            assertThat((wrongAfter - rightAfter + 0xFFFF) % 0xFFFF)
                    .as(Seed.REPLAY)
                    .isEqualTo(error);
        }
    }

    @Test
    void neverWritesTheOtherZero() {
        for (int checksum : EDGES) {
            for (int oldValue : EDGES) {
                for (int newValue : EDGES) {
                    assertThat(InternetChecksum.update(checksum, oldValue, newValue, 0))
                            .isBetween(0, 0xFFFE);
                    assertThat(InternetChecksum.update(checksum, oldValue, newValue, 1))
                            .isBetween(0, 0xFFFE);
                }
            }
        }
    }

    @Test
    void changingBackRestoresTheChecksum() {
        for (int checksum = 0; checksum < 0xFFFF; checksum++) {
            int there = InternetChecksum.update(checksum, 1460, 1360, checksum & 1);
            assertThat(InternetChecksum.update(there, 1360, 1460, checksum & 1)).isEqualTo(checksum);
        }
    }

    private static int value(byte[] octets, int offset) {
        return (octets[offset] & 0xFF) << 8 | (octets[offset + 1] & 0xFF);
    }

    private static void put(byte[] octets, int offset, int value) {
        octets[offset] = (byte) (value >>> 8);
        octets[offset + 1] = (byte) value;
    }
}
