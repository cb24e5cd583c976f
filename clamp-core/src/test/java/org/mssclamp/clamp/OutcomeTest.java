// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mssclamp.packet.DecodeResult;

class OutcomeTest {
    @Test
    void onlyClampedAndAddedChangeThePacket() {
        assertThat(Arrays.stream(Outcome.values()).filter(Outcome::changesPacket))
                .containsExactly(Outcome.CLAMPED, Outcome.ADDED);
        assertThat(Arrays.stream(Outcome.values()).filter(Outcome::wouldChangePacket))
                .containsExactly(Outcome.WOULD_CLAMP, Outcome.WOULD_ADD);
        assertThat(Arrays.stream(Outcome.values()).filter(Outcome::dropsPacket))
                .containsExactly(Outcome.DROPPED_MALFORMED);
    }

    @ParameterizedTest
    @EnumSource(DecodeResult.class)
    void everyDecodeResultHasAnOutcomeOfItsName(DecodeResult result) {
        String expected = result == DecodeResult.SYN ? "NO_RULE" : result.name();
        assertThat(Outcome.of(result, false)).hasToString(expected);
        assertThat(Outcome.of(result, true))
                .hasToString(result == DecodeResult.MALFORMED_TCP ? "DROPPED_MALFORMED" : expected);
    }

    @Test
    void labelsAreFitForMetricsAndDescriptionsForPeople() {
        for (Outcome outcome : EnumSet.allOf(Outcome.class)) {
            assertThat(outcome.label()).matches("[a-z]+(-[a-z]+)*");
            assertThat(outcome.description()).isNotBlank().doesNotEndWith(".");
        }
        for (Oddity oddity : EnumSet.allOf(Oddity.class)) {
            assertThat(oddity.label()).matches("[a-z]+(-[a-z]+)*");
            assertThat(oddity.description()).isNotBlank().doesNotEndWith(".");
        }
    }
}
