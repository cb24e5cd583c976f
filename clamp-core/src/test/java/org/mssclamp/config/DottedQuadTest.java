// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddressString;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.Seed;

class DottedQuadTest {
    @Test
    void readsAddressesAsTheLibraryDoes() {
        SplittableRandom random = new SplittableRandom(Seed.VALUE);
        for (int i = 0; i < 10_000; i++) {
            int address = random.nextInt() >>> random.nextInt(32);
            String text = String.format(
                    "%d.%d.%d.%d", address >>> 24, address >>> 16 & 0xFF, address >>> 8 & 0xFF, address & 0xFF);
            assertThat(DottedQuad.address(text).orElse(-1))
                    .as("%s, %s", text, Seed.REPLAY)
                    .isEqualTo(new IPAddressString(text).getAddress().getValue().longValue());
        }
    }

    @Test
    void knowsNoAddressThatTheLibraryRefuses() {
        SplittableRandom random = new SplittableRandom(Seed.VALUE);
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = 6 + random.nextInt(8); length > 0; length--) {
                text.append("0123456789..... ".charAt(random.nextInt(random.nextInt(100) == 0 ? 16 : 15)));
            }
            String written = text.toString();
            if (DottedQuad.address(written).isPresent()) {
                assertThat(new IPAddressString(written).getAddress())
                        .as("%s, %s", written, Seed.REPLAY)
                        .isNotNull();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "...",
                "1.2.3",
                "1.2.3.",
                ".1.2.3",
                "1.2.3.4.",
                "1.2.3.4.5",
                "1..2.3",
                "01.2.3.4",
                "1.2.3.00",
                "256.1.1.1",
                "1.2.3.256",
                "1.2.3.1000",
                "+1.2.3.4",
                "1.2.3.-4",
                "1.2.3.4 ",
                "0x1.2.3.4",
                "::1.2.3.4",
                "1.2.3.\u0664"
            })
    void leavesEverythingElseToTheLibrary(String text) {
        assertThat(DottedQuad.address(text)).isEqualTo(OptionalLong.empty());
    }

    @Test
    void readsLengthsFrom0To32() {
        for (int length = 0; length <= 32; length++) {
            assertThat(DottedQuad.length("" + length)).hasValue(length);
        }
        for (String other : new String[] {"", "33", "032", "00", "-1", "+8", "8 ", "255.0.0.0"}) {
            assertThat(DottedQuad.length(other)).as(other).isEqualTo(OptionalInt.empty());
        }
    }
}
