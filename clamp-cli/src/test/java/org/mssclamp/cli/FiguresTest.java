// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void knowTheMedianAndTheSpread() {
        Figures figures = new Figures(List.of(
                new Round(1_000_000, 50_000_000, 200_000),
                new Round(1_000_000, 40_000_000, 0),
                new Round(1_000_000, 70_000_000, 400_000)));

        assertThat(figures.nsPerPacket()).isEqualTo(new Spread(50, 40, 70));
        assertThat(figures.millisecondsPerRound()).isEqualTo(new Spread(50, 40, 70));
        assertThat(figures.packets()).isEqualTo(3_000_000);
        assertThat(figures.allocatedOctetsPerPacket()).isEqualTo(0.2);
    }

    @Test
    void takeTheMeanOfTheMiddleTwo() {
        assertThat(Spread.of(DoubleStream.of(70, 40, 50, 80))).isEqualTo(new Spread(60, 40, 80));
    }

    @Test
    void countPacketsBySecond() {
        assertThat(Figures.perSecond(40)).isEqualTo(25_000_000);
    }
}
