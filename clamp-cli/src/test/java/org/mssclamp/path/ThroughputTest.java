// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThroughputTest {
    private static final double RTT = 0.1;

    private static Throughput of(int payload, double loss, long window) {
        return new Throughput(payload, RTT, loss, window);
    }

    @Test
    void carriesAWindowInEachRoundTrip() {
        // One window after another for ten seconds.
        double octets = 0;
        for (int roundTrip = 0; roundTrip < 100; roundTrip++) {
            octets += 1L << 20;
        }

        assertThat(of(1460, 0, 1L << 20).byWindow()).isEqualTo(8 * octets / 10, within(1e-6));
        assertThat(of(1460, 0, 1L << 20).byWindow() / 1e6).isEqualTo(83.9, within(0.05));
    }

    /** The saw-tooth of the paper, segment by segment: each grows the window by its share, and each loss halves it. */
    @ParameterizedTest
    @CsvSource({"10000", "1000", "100"})
    void isBoundByLossAsTheSawToothIs(int segmentsPerLoss) {
        double window = 1;
        double seconds = 0;
        int segments = 200 * segmentsPerLoss;
        for (int segment = 1; segment <= segments; segment++) {
            seconds += RTT / window;
            window += 1 / window;
            if (segment % segmentsPerLoss == 0) {
                window /= 2;
            }
        }

        assertThat(of(1460, 1.0 / segmentsPerLoss, 1).byLoss().orElseThrow())
                .isCloseTo(8.0 * 1460 * segments / seconds, Percentage.withPercentage(3));
    }

    @Test
    void isAsInThePublishedExampleButForTheConstant() {
        assertThat(of(1460, 0.01, 1).byLoss().orElseThrow() / Math.sqrt(1.5) / 1e6)
                .isEqualTo(1.168, within(1e-9));
        assertThat(of(1400, 0.01, 1).byLoss().orElseThrow() / Math.sqrt(1.5) / 1e6)
                .isEqualTo(1.12, within(1e-9));
    }

    @Test
    void timeoutsCostMoreTheMoreIsLost() {
        double before = 1;
        for (double loss = 1e-6; loss < 0.5; loss *= 1.5) {
            Throughput throughput = of(1460, loss, 1);
            double share = throughput.byLossWithTimeouts().orElseThrow()
                    / throughput.byLoss().orElseThrow();

            assertThat(share).isPositive().isLessThan(before);
            before = share;
        }
    }

    @Test
    void knowsNoBoundWithoutLossButTheWindow() {
        Throughput throughput = of(1460, 0, 65535);

        assertThat(throughput.byLoss()).isEmpty();
        assertThat(throughput.byLossWithTimeouts()).isEmpty();
        assertThat(throughput.isBoundByWindow()).isTrue();
        assertThat(throughput.bound()).isEqualTo(throughput.byWindow());
    }

    @ParameterizedTest
    @CsvSource({"1,0", "65535,0", "65536,1", "131070,1", "131071,2", "1048560,4", "1048576,5", "1073725440,14"})
    void needsTheLeastScaleThatSaysTheWindow(long window, int scale) {
        assertThat(of(1460, 0, window).windowScale()).isEqualTo(scale);
        assertThat(of(536, 0, window).windowScale()).as("whatever the MSS").isEqualTo(scale);
    }
}
