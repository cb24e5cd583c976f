// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void knowTheMedianAndTheSpread() {
        Figures figures = new Figures(List.of(50.0, 40.0, 70.0), 300, 60);

        assertThat(figures.rounds()).isEqualTo(3);
        assertThat(figures.median()).isEqualTo(50);
        assertThat(figures.fastest()).isEqualTo(40);
        assertThat(figures.slowest()).isEqualTo(70);
        assertThat(figures.allocatedOctetsPerPacket()).isEqualTo(0.2);
        assertThat(new Figures(List.of(70.0, 40.0), 200, 0).median()).isEqualTo(55);
    }

    @Test
    void countPacketsBySecond() {
        assertThat(Figures.perSecond(40)).isEqualTo(25_000_000);
    }
}
