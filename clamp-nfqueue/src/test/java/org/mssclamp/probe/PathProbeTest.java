// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mssclamp.Seed;
import org.mssclamp.probe.ProbeResult.Ending;

class PathProbeTest {
    private static final int RUNS = 200;

    private static ProbeResult probe(SimulatedPath path, boolean trace) {
        ProbeTarget target = new ProbeTarget(SimulatedPath.router(99), OptionalInt.empty(), Optional.empty(), 0);
        ProbePlan plan = new ProbePlan(Strategy.BINARY, OptionalInt.empty(), trace);
        return new PathProbe(path, target, plan, path, new Random(Seed.VALUE), text -> {}).run();
    }

    private static ProbeResult probe(SimulatedPath path) {
        return probe(path, false);
    }

    /** How many of so many runs, each with a seed of its own, find this MTU. */
    private static long exact(int mtu, LongFunction<SimulatedPath> path) {
        return LongStream.range(Seed.VALUE, Seed.VALUE + RUNS)
                .filter(seed -> probe(path.apply(seed)).pathMtu().equals(OptionalInt.of(mtu)))
                .count();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0.01, 0.99", "0.05, 0.97", "0.1, 0.95"})
    void findsTheMtuThoughPacketsAreLost(double loss, double share) {
        // Three links: what each loses in both directions together.
        double onEach = 1 - Math.pow(1 - loss, 2.0 / 3);
        assertThat(exact(
                        1420,
                        seed -> new SimulatedPath(seed, 9000, 1500, 1420)
                                .silent()
                                .losing(onEach)))
                .as(Seed.REPLAY)
                .isGreaterThanOrEqualTo(Math.round(RUNS * share));
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "5", "10", "30"})
    void findsTheMtuThoughTheHostAnswersOnlySoOften(double answersASecond) {
        assertThat(exact(
                        1420,
                        seed -> new SimulatedPath(seed, 9000, 1420).silent().answering(answersASecond)))
                .as(Seed.REPLAY)
                .isGreaterThanOrEqualTo(Math.round(RUNS * 0.99));
    }

    @ParameterizedTest
    @CsvSource({"576", "1199", "1280", "1419", "1300"})
    void believesNoLie(int lie) {
        assertThat(exact(1420, seed -> new SimulatedPath(seed, 9000, 1500, 1420).lying(lie)))
                .as(Seed.REPLAY)
                .isEqualTo(RUNS);
    }

    @Test
    void saysWhoLies() {
        ProbeResult result = probe(new SimulatedPath(1, 9000, 1420).silent().lying(1300));

        assertThat(result.reports()).containsExactly(new Report(SimulatedPath.router(66), 1300));
        assertThat(new ProbeVerdict(result).sentence())
                .isEqualTo("path MTU 1420, though 192.0.2.66 says 1300, which is wrong: use mtu: 1420");
    }

    @Test
    void takesFewPacketsWhereAllIsWell() {
        ProbeResult result = probe(new SimulatedPath(1, 1500, 1500));

        assertThat(new ProbeVerdict(result).sentence())
                .isEqualTo("path MTU 1500, all that the interface here carries: this path needs no rule");
        assertThat(result.packets()).isLessThanOrEqualTo(10);
    }

    @Test
    void takesFewPacketsWhereIcmpIsTrue() {
        ProbeResult result = probe(new SimulatedPath(1, 9000, 1500, 1420));

        assertThat(new ProbeVerdict(result).sentence())
                .isEqualTo("path MTU 1420, and 192.0.2.2 says so: where ICMP does not come through, use mtu: 1420");
        assertThat(result.packets()).isLessThanOrEqualTo(25);
    }

    @Test
    void findsWhatIsBelowTheBase() {
        assertThat(exact(600, seed -> new SimulatedPath(seed, 1500, 600).silent()))
                .isEqualTo(RUNS);
    }

    @Test
    void namesTheSilentHop() {
        ProbeResult result = probe(new SimulatedPath(1, 9000, 9000, 1420, 1420).silent(), true);

        assertThat(new ProbeVerdict(result).sentence())
                .isEqualTo("path MTU 1420, hop 2 (192.0.2.2) is silent: black hole; use mtu: 1420");
        assertThat(result.hops()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0.01, 0.99", "0.1, 0.95"})
    void namesTheSilentHopThoughPacketsAreLost(double loss, double share) {
        double onEach = 1 - Math.pow(1 - loss, 2.0 / 4);
        Map<String, Long> verdicts = LongStream.range(Seed.VALUE, Seed.VALUE + RUNS)
                .mapToObj(seed -> new ProbeVerdict(probe(
                                new SimulatedPath(seed, 9000, 9000, 1420, 9000)
                                        .silent()
                                        .losing(onEach),
                                true))
                        .sentence())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(verdicts.get("path MTU 1420, hop 2 (192.0.2.2) is silent: black hole; use mtu: 1420"))
                .as("%s: %s", Seed.REPLAY, verdicts)
                .isGreaterThanOrEqualTo(Math.round(RUNS * share));
    }

    @Test
    void findsEachNarrowLink() {
        ProbeResult result = probe(new SimulatedPath(1, 9000, 9000, 4000, 1500, 1500, 1400).silent(), true);

        assertThat(result.hops())
                .extracting(hop -> hop.mtu().orElse(0))
                .containsExactly(9000, 9000, 4000, 1500, 1500, 1400);
        assertThat(result.hops())
                .extracting(hop -> hop.drop().map(Hop.Drop::behind).orElse(-1))
                .containsExactly(-1, -1, 2, 3, -1, 5);
    }

    @Test
    void saysWhichHopsItMayBe() {
        ProbeResult result = probe(
                new SimulatedPath(1, 9000, 9000, 9000, 1420, 1420).silent().mute(2, 3), true);

        assertThat(new ProbeVerdict(result).sentence())
                .isEqualTo("path MTU 1420, one of the hops 1-3 is silent: black hole; use mtu: 1420");
    }

    @Test
    void goesByUdpIfEchoIsNotAnswered() {
        ProbeResult result = probe(new SimulatedPath(1, 1500, 1420).answering(EnumSet.of(ProbeMethod.UDP)));

        assertThat(result.method()).contains(ProbeMethod.UDP);
        assertThat(result.pathMtu()).hasValue(1420);
    }

    @Test
    void tellsAHostThatAnswersNothingFromAPathThatIsNarrow() {
        assertThat(probe(new SimulatedPath(1, 1500, 1420).answering(EnumSet.noneOf(ProbeMethod.class)))
                        .ending())
                .isEqualTo(Ending.UNREACHABLE);
        assertThat(probe(new SimulatedPath(1, 1500, 1420).silent().closingAfter(20))
                        .ending())
                .isEqualTo(Ending.UNSTEADY);
    }
}
