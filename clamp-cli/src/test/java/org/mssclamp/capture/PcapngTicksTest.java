// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mssclamp.Seed;

class PcapngTicksTest {
    private static final BigInteger NS = BigInteger.valueOf(1_000_000_000);

    @Test
    void countsMicrosecondsUnlessToldOtherwise() {
        assertThat(PcapngTicks.MICROSECONDS.ns(1_700_000_000_123_456L)).isEqualTo(1_700_000_000_123_456_000L);
    }

    @Test
    void isExactWithinTheReachOfTheResult() {
        Random random = new Random(Seed.VALUE);
        for (int i = 0; i < 100_000; i++) {
            int exponent = random.nextInt(random.nextBoolean() ? 20 : 128);
            boolean binary = random.nextBoolean();
            long ticks = random.nextLong() >>> random.nextInt(64);
            BigInteger base = BigInteger.valueOf(binary ? 2 : 10).pow(exponent);
            BigInteger ns =
                    new BigInteger(Long.toUnsignedString(ticks)).multiply(NS).divide(base);
            if (ns.bitLength() < Long.SIZE) {
                PcapngTicks clock = PcapngTicks.MICROSECONDS.resolution((byte) (exponent | (binary ? 0x80 : 0)));

                assertThat(clock.ns(ticks))
                        .as("%d of exponent %d, %s; %s", ticks, exponent, binary, Seed.REPLAY)
                        .isEqualTo(ns.longValue());
            }
        }
    }

    @Test
    void beginsWhereItsOffsetSays() {
        assertThat(PcapngTicks.MICROSECONDS.offset(-5_000).ns(7)).isEqualTo(2_000);
    }
}
