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
            octets += 1 << 20;
        }

        assertThat(of(1460, 0, 1 << 20).byWindow()).isEqualTo(8 * octets / 10, within(1e-6));
        assertThat(of(1460, 0, 1 << 20).byWindow() / 1e6).isEqualTo(83.9, within(0.05));
    }

    /** The saw-tooth of the paper: a window that grows by a segment a round trip, and is halved by each loss. */
    @ParameterizedTest
    @CsvSource({"0.0001", "0.001", "0.01"})
    void isBoundByLossAsTheSawToothIs(double loss) {
        double window = 1;
        double sinceLoss = 0;
        double segments = 0;
        int roundTrips = 2_000_000;
        for (int roundTrip = 0; roundTrip < roundTrips; roundTrip++) {
            segments += window;
            sinceLoss += window;
            if (sinceLoss >= 1 / loss) {
                sinceLoss -= 1 / loss;
                window = Math.max(window / 2, 1);
            } else {
                window += 1;
            }
        }
        double simulated = 8 * 1460 * segments / (roundTrips * RTT);

        assertThat(of(1460, loss, 1).byLoss().orElseThrow()).isCloseTo(simulated, Percentage.withPercentage(6));
    }

    @Test
    void isAsInThePublishedExampleButForTheConstant() {
        assertThat(of(1460, 0.01, 1).byLoss().orElseThrow() / Math.sqrt(1.5) / 1e6).isEqualTo(1.168, within(1e-9));
        assertThat(of(1400, 0.01, 1).byLoss().orElseThrow() / Math.sqrt(1.5) / 1e6).isEqualTo(1.12, within(1e-9));
    }

    @Test
    void timeoutsCostMoreTheMoreIsLost() {
        double before = 1;
        for (double loss = 1e-6; loss < 0.5; loss *= 1.5) {
            Throughput throughput = of(1460, loss, 1);
            double share =
                    throughput.byLossWithTimeouts().orElseThrow() / throughput.byLoss().orElseThrow();

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
