// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExtentTest {
    @Test
    void ofRoundsIsReachedWhateverTheClockSays() {
        Extent rounds = new Extent.Rounds(2);

        assertThat(rounds.isReached(1, Long.MAX_VALUE)).isFalse();
        assertThat(rounds.isReached(2, 0)).isTrue();
        assertThat(rounds.label(1, 0)).isEqualTo("round 2 of 2");
    }

    @Test
    void ofSecondsIsReachedByTheClockWhateverTheNumberOfRounds() {
        Extent seconds = new Extent.Seconds(3);

        assertThat(seconds.isReached(1000, 2_999_999_999L)).isFalse();
        assertThat(seconds.isReached(1, 3_000_000_000L)).isTrue();
        assertThat(seconds.label(4, 2_999_999_999L)).isEqualTo("round 5, after 2 of 3 s");
    }
}
