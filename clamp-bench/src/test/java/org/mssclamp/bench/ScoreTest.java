// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreTest {
    @Test
    void dividesRoundByRound() {
        Score slow = new Score(List.of(20.0, 300.0, 10.0));
        Score fast = new Score(List.of(10.0, 100.0, 10.0));
        assertThat(slow.over(fast).rounds()).containsExactly(2.0, 3.0, 1.0);
    }

    @Test
    void knowsItsMiddleAndItsSpread() {
        Score figure = new Score(List.of(9.0, 1.0, 4.0));
        assertThat(figure.median()).isEqualTo(4);
        assertThat(figure.lowest()).isEqualTo(1);
        assertThat(figure.highest()).isEqualTo(9);
        assertThat(new Score(List.of(8.0, 1.0, 4.0, 2.0)).median()).isEqualTo(3);
    }
}
