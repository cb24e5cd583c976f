// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultsTest {
    private static final Offset<Double> ROUNDING = within(1e-9);

    private final Results results = SampleRun.results();

    ResultsTest() throws IOException {}

    @Test
    void knowsEveryRoundAndSubject() {
        assertThat(results.rounds()).isEqualTo(3);
        assertThat(results.subjects())
                .containsExactly(
                        new Subject(Variant.NONE, 0),
                        new Subject(Variant.LIBNFQ, 1),
                        new Subject(Variant.RAW, 1),
                        new Subject(Variant.JDK17, 1));
    }

    @Test
    void dividesCpuTimeByWhatArrivedMeanwhile() {
        Series cpu = results.of(Figure.CPU_AT_100K, Variant.JDK17);
        assertThat(cpu.least()).isEqualTo(1.05, ROUNDING);
        assertThat(cpu.median()).isEqualTo(1.26, ROUNDING);
        assertThat(cpu.greatest()).isEqualTo(2.4 * 400_000 / 399_990, ROUNDING);
        assertThat(results.of(Figure.GENERATOR_AT_100K, Variant.NONE).median()).isEqualTo(2.0, ROUNDING);
        assertThat(results.of(Figure.MACHINE_AT_100K, Variant.RAW).least()).isEqualTo(3.0, ROUNDING);
    }

    @Test
    void kernelRulesHaveNoConsumer() {
        assertThat(results.of(Figure.CPU_AT_100K, Variant.NONE).isEmpty()).isTrue();
        assertThat(results.of(Figure.RSS_LOADED, Variant.NONE).isEmpty()).isTrue();
    }

    @Test
    void takesTheRoadOffTheLatencyOfTheSameRound() {
        assertThat(results.added(Figure.P50, Variant.JDK17).byRound()).isEqualTo(Map.of(1, 12.0, 2, 12.0, 3, 12.0));
        assertThat(results.added(Figure.BUSY_P50, Variant.JDK17).byRound()).isEqualTo(Map.of(1, 5.0, 2, 5.0, 3, 5.0));
    }

    @Test
    void tellsWhatPollingTakesOfACpu() {
        assertThat(results.of(Figure.LATENCY_CPU, Variant.JDK17).median()).isEqualTo(2.0, ROUNDING);
        assertThat(results.of(Figure.BUSY_CPU, Variant.JDK17).median()).isEqualTo(99.0, ROUNDING);
    }

    @ParameterizedTest
    @CsvSource({
        "clamped,5999",
        "received,6001",
        "missed,1",
        "bad_checksums,1",
        "clock_step_ns,501",
        "clock_step_ns,-501"
    })
    void refusesDelaysThatAreNotTheVariants(String member, int flaw) {
        String sound = """
                {'measurement':'latency','round':1,'variant':'raw','queues':1,'busy_poll_us':0,'window_ns':7,'watched_ns':1,'received':6000,\
                'clamped':6000,'bad_checksums':0,'missed':0,'p50_ns':1,'p99_ns':2,'p999_ns':3,'clock_step_ns':500}""";

        assertThat(SampleRun.results(sound).of(Figure.P50, Variant.RAW).isEmpty())
                .isFalse();
        Results flawed = SampleRun.results(sound.replaceFirst("'" + member + "':\\d+", "'" + member + "':" + flaw));
        assertThat(flawed.of(Figure.P50, Variant.RAW).isEmpty()).isTrue();
    }

    @Test
    void countsUnclampedSynsAsLost() {
        assertThat(results.of(Figure.LOST_AT_100K, Variant.JDK17).byRound()).isEqualTo(Map.of(1, 0.0, 2, 10.0, 3, 0.0));
        assertThat(results.of(Figure.LOST_AT_100K, Variant.NONE).greatest()).isZero();
    }

    @Test
    void memoryIsInMillionsOfOctets() {
        assertThat(results.of(Figure.RSS_LOADED, Variant.JDK17).median()).isEqualTo(71.68, ROUNDING);
    }
}
