// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.mssclamp.Seed;
import org.mssclamp.channel.ErrnoException;
import org.mssclamp.probe.ProbeResult.Ending;
import org.mssclamp.probe.SegmentBound.Owner;

class PathProbeTest {
    private static final int RUNS = 5_000;

    private static ProbeResult probe(SimulatedPath path, boolean trace) {
        return probe(path, OptionalInt.empty(), trace);
    }

    private static ProbeResult probeWithTcp(SimulatedPath path) {
        return probe(path, OptionalInt.of(443), false);
    }

    private static String verdict(ProbeResult result) {
        return new ProbeVerdict(result).sentence();
    }

    private static ProbeResult probe(SimulatedPath path, OptionalInt port, boolean trace) {
        return probe(path, port, trace, new Random(Seed.VALUE));
    }

    private static ProbeResult probe(SimulatedPath path, OptionalInt port, boolean trace, Random random) {
        ProbeTarget target = new ProbeTarget(SimulatedPath.router(99), port, Optional.empty(), 0);
        ProbePlan plan = new ProbePlan(Strategy.BINARY, OptionalInt.empty(), trace);
        return new PathProbe(path, target, plan, path, random, text -> {}).run();
    }

    private static ProbeResult probe(SimulatedPath path) {
        return probe(path, false);
    }

    /** How many of so many runs, each with a seed of its own, find this MTU. */
    private static long exact(int mtu, LongFunction<SimulatedPath> path) {
        return LongStream.range(Seed.VALUE, Seed.VALUE + RUNS)
                .filter(seed -> probe(path.apply(seed), OptionalInt.empty(), false, new Random(seed))
                        .pathMtu()
                        .equals(OptionalInt.of(mtu)))
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

    @Test
    void pageShowsWhatTcpAloneCanSay() throws IOException {
        EnumSet<ProbeMethod> tcp = EnumSet.of(ProbeMethod.TCP);
        List<String> rows = Files.readAllLines(Path.of("../docs/probe.md")).stream()
                .filter(row -> row.startsWith("| `path MTU"))
                .map(row -> row.replaceAll("^. `|…?`.*", ""))
                .toList();

        assertThat(List.of(
                        verdict(probeWithTcp(
                                new SimulatedPath(1, 1500, 1500).answering(tcp).taking(1360))),
                        verdict(probeWithTcp(new SimulatedPath(1, 1500, 1420).answering(tcp))),
                        verdict(probeWithTcp(
                                new SimulatedPath(1, 1500, 1420).silent().answering(tcp)))))
                .zipSatisfy(rows, (verdict, row) -> assertThat(verdict).startsWith(row));
    }

    @Test
    void takesNotTheMssOfTheHostForTheMtuOfThePath() {
        ProbeResult result = probeWithTcp(new SimulatedPath(1, 1500, 1500)
                .answering(EnumSet.of(ProbeMethod.TCP))
                .taking(1360));

        assertThat(result.bound()).contains(new SegmentBound(1400, Owner.HOST));
        assertThat(result.pathMtu()).hasValue(1400);
        assertThat(result.refused()).isEmpty();
        assertThat(result.isBlackHole()).isFalse();
        assertThat(new ProbeVerdict(result).rule()).isEmpty();
        assertThat(verdict(result))
                .isEqualTo(
                        "path MTU 1400 or more: the host takes no larger segments of TCP, and nothing else is answered");
    }

    @Test
    void findsByTcpWhatIsNarrowerThanTheMssOfTheHost() {
        ProbeResult result = probeWithTcp(new SimulatedPath(1, 1500, 1380)
                .silent()
                .answering(EnumSet.of(ProbeMethod.TCP))
                .taking(1360));

        assertThat(result.bound()).isEmpty();
        assertThat(verdict(result)).isEqualTo("path MTU 1380, nobody says so: black hole; use mtu: 1380");
    }

    @Test
    void inventsNobodyWhoToldTheKernel() {
        ProbeResult result = probeWithTcp(new SimulatedPath(1, 1500, 1420).answering(EnumSet.of(ProbeMethod.TCP)));

        assertThat(result.bound()).contains(new SegmentBound(1420, Owner.KERNEL));
        assertThat(result.reports()).isEmpty();
        assertThat(result.isBlackHole()).isFalse();
        assertThat(verdict(result))
                .isEqualTo(
                        "path MTU 1420, or so ICMP or a route has told the kernel here, which makes no larger segments"
                                + " of TCP: where ICMP does not come through, use mtu: 1420");
    }

    @Test
    void saysThatAWayBackMayBeNarrower() {
        ProbeResult result = probeWithTcp(new SimulatedPath(1, 1500, 1500).returning(1400));

        assertThat(result.isContradicted()).isTrue();
        assertThat(result.isBlackHole()).isFalse();
        assertThat(new ProbeVerdict(result).rule()).isEmpty();
        assertThat(verdict(result))
                .isEqualTo(
                        "no more than 1400 octets pass by ICMP echo, yet a TCP segment of 1500 gets through: large echoes"
                                + " are filtered, or the way back carries no more; mtu: 1400 is safe");
    }

    @Test
    void saysThatTcpMayGoAnotherWay() {
        ProbeResult result = probeWithTcp(new SimulatedPath(1, 1500, 1500).ending(TcpPath.Segment.LOST));

        assertThat(result.isContradicted()).isTrue();
        assertThat(new ProbeVerdict(result).rule()).isEmpty();
        assertThat(verdict(result))
                .isEqualTo(
                        "1500 octets pass by ICMP echo, yet a TCP segment of 1500 is lost each time: TCP goes another"
                                + " way, or is treated in another");
    }

    @ParameterizedTest
    @EnumSource(names = {"THROUGH", "LOST"})
    void contradictsNothingThatWasNotTried(TcpPath.Segment segment) {
        SimulatedPath path = new SimulatedPath(1, 1500, segment == TcpPath.Segment.LOST ? 1400 : 1500).silent();
        ProbeTarget target = new ProbeTarget(SimulatedPath.router(99), OptionalInt.of(443), Optional.empty(), 0);
        ProbePlan plan = new ProbePlan(Strategy.BINARY, OptionalInt.of(1300), false);
        ProbeResult result = new PathProbe(path, target, plan, path, new Random(1), text -> {}).run();

        assertThat(result.tcp().orElseThrow().segment()).isEqualTo(segment);
        assertThat(result.isContradicted()).isFalse();
        assertThat(verdict(result)).isEqualTo("path MTU 1300 or more: larger packets were not asked for");
    }

    @Test
    void takesAResetForNoWordOnSizes() {
        ProbeResult result = probeWithTcp(new SimulatedPath(1, 1500, 1500).ending(TcpPath.Segment.RESET));

        assertThat(result.isContradicted()).isFalse();
        assertThat(verdict(result)).startsWith("path MTU 1500, all that the interface here carries");
    }

    @Test
    void goesByWhatIsPermitted() {
        ProbeResult byUdp = probe(new SimulatedPath(1, 1500, 1420).forbidding(EnumSet.of(ProbeMethod.ICMP)));
        ProbeResult byTcp = probeWithTcp(new SimulatedPath(1, 1500, 1420)
                .silent()
                .answering(EnumSet.of(ProbeMethod.TCP))
                .forbidding(EnumSet.of(ProbeMethod.ICMP, ProbeMethod.UDP)));

        assertThat(byUdp.method()).contains(ProbeMethod.UDP);
        assertThat(byUdp.pathMtu()).hasValue(1420);
        assertThat(byUdp.smallPackets())
                .extracting(SmallPackets::method, SmallPackets::permitted)
                .containsExactly(tuple(ProbeMethod.ICMP, false), tuple(ProbeMethod.UDP, true));
        assertThat(byTcp.method()).contains(ProbeMethod.TCP);
        assertThat(byTcp.pathMtu()).hasValue(1420);
    }

    @Test
    void endsIfNothingIsPermitted() {
        SimulatedPath path = new SimulatedPath(1, 1500, 1420).forbidding(EnumSet.allOf(ProbeMethod.class));

        assertThatThrownBy(() -> probeWithTcp(path))
                .isInstanceOf(ErrnoException.class)
                .hasMessage("send by icmp: EPERM; be root");
    }
}
