// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mssclamp.Seed;
import org.mssclamp.kernel.KernelTests;
import org.mssclamp.libc.KernelProbes;
import org.mssclamp.packet.Family;
import org.mssclamp.probe.NarrowPath.Icmp;
import org.mssclamp.probe.ProbeResult.Ending;
import org.mssclamp.probe.SegmentBound.Owner;
import org.mssclamp.probe.TcpPath.Segment;

/** Probes of real paths, in namespaces. */
@ExtendWith(KernelTests.class)
@Timeout(300)
class PathProbeIT {
    private static final ProbePlan PLAN = new ProbePlan(Strategy.BINARY, OptionalInt.empty(), false);
    private static final ProbePlan TRACE = new ProbePlan(Strategy.BINARY, OptionalInt.empty(), true);

    static ProbeResult probe(NarrowPath path, Family family, OptionalInt port, ProbePlan plan, long seed) {
        return path.client()
                .call(() -> new PathProbe(
                                new KernelProbes(),
                                path.target(family, port),
                                plan,
                                ProbeClock.SYSTEM,
                                new Random(seed),
                                text -> {})
                        .run());
    }

    private static ProbeResult probe(NarrowPath path, Family family, ProbePlan plan) {
        return probe(path, family, OptionalInt.empty(), plan, Seed.VALUE);
    }

    /** By both families at once: a probe waits most of the time. */
    private static Map<Family, ProbeResult> probeByBoth(NarrowPath path, OptionalInt port, ProbePlan plan) {
        return probeByBoth(path, port, plan, Seed.VALUE);
    }

    private static Map<Family, ProbeResult> probeByBoth(NarrowPath path, OptionalInt port, ProbePlan plan, long seed) {
        Map<Family, ProbeResult> results = new EnumMap<>(Family.class);
        CompletableFuture<ProbeResult> ipv6 = CompletableFuture.supplyAsync(
                () -> probe(path, Family.IPV6, port, plan, seed), task -> new Thread(task).start());
        results.put(Family.IPV4, probe(path, Family.IPV4, port, plan, seed));
        results.put(Family.IPV6, ipv6.join());
        return results;
    }

    @ParameterizedTest
    @EnumSource
    void findsTheMtuWhateverIcmpSaysAndOneInTenPacketsIsLost(Icmp icmp) {
        Map<Integer, CompletableFuture<Map<Family, ProbeResult>>> results = new TreeMap<>();
        for (int mtu : new int[] {1280, 1400, 1420, 1492, 1500, 9000}) {
            results.put(
                    mtu,
                    CompletableFuture.supplyAsync(
                            () -> probeLossy(mtu, icmp, Seed.VALUE), task -> new Thread(task).start()));
        }

        List<ProbeResult> wrong = new ArrayList<>();
        results.forEach((mtu, byFamily) -> byFamily.join().forEach((family, result) -> {
            if (!result.pathMtu().equals(OptionalInt.of(mtu))) {
                wrong.add(result);
                assertFindsByTheNext(mtu, icmp, family);
            }
        }));
        assertThat(wrong).as(Seed.REPLAY).hasSizeLessThan(2);
    }

    /** One search in some thousands may err at such a loss. */
    private static void assertFindsByTheNext(int mtu, Icmp icmp, Family family) {
        for (int next = 1; next <= 2; next++) {
            ProbeResult result = Objects.requireNonNull(
                    probeLossy(mtu, icmp, Seed.VALUE + next).get(family));
            assertThat(result.pathMtu()).as("%s, %s", result, Seed.REPLAY).hasValue(mtu);
        }
    }

    private static Map<Family, ProbeResult> probeLossy(int mtu, Icmp icmp, long seed) {
        try (NarrowPath path = new NarrowPath("probe-" + mtu, mtu, icmp)) {
            for (Family family : Family.values()) {
                path.lose(family, 0.1, seed);
            }
            return probeByBoth(path, OptionalInt.empty(), PLAN, seed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesTheHopThatIsSilent(Family family) {
        try (NarrowPath path = new NarrowPath("probe", 1420, Icmp.FILTERED)) {
            ProbeResult result = probe(path, family, OptionalInt.of(NarrowPath.TCP_PORT), TRACE, Seed.VALUE);

            assertThat(result.isBlackHole()).as(result.toString()).isTrue();
            assertThat(result.reports()).isEmpty();
            assertThat(result.tcp().orElseThrow().segment()).isEqualTo(Segment.LOST);
            assertThat(result.tcp().orElseThrow().mssOffered()).isEqualTo(family.mss(NarrowPath.LOCAL_MTU));
            assertThat(result.hops()).extracting(hop -> hop.mtu().getAsInt()).containsExactly(9000, 9000, 1420, 1420);
            Hop narrow = result.narrowest().orElseThrow();
            assertThat(narrow.number()).isEqualTo(NarrowPath.NARROW_BEHIND + 1);
            assertThat(narrow.drop().orElseThrow().behind()).isEqualTo(NarrowPath.NARROW_BEHIND);
            assertThat(narrow.drop().orElseThrow().router()).contains(NarrowPath.address(family, 2, 2));
            assertThat(narrow.drop().orElseThrow().said()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesTheHopThatTells(Family family) {
        try (NarrowPath path = new NarrowPath("probe", 1420, Icmp.ANSWERED)) {
            ProbeResult result = probe(path, family, OptionalInt.of(NarrowPath.TCP_PORT), TRACE, Seed.VALUE);

            Report report = new Report(NarrowPath.address(family, 2, 2), 1420);
            assertThat(result.isBlackHole()).as(result.toString()).isFalse();
            assertThat(result.reports()).contains(report);
            assertThat(result.narrowest().orElseThrow().drop().orElseThrow().said())
                    .contains(report);
            assertThat(result.tcp().orElseThrow().mssReceived()).hasValue(family.mss(NarrowPath.LOCAL_MTU));
            assertThat(result.tcp().orElseThrow().mtuAfter()).isEqualTo(1420);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    void goesByWhatIsAnswered(ProbeMethod method) {
        try (NarrowPath path = new NarrowPath("probe", 1400, Icmp.FILTERED)) {
            path.nft(4, """
                    table inet quiet { chain out { type filter hook output priority 0
                    icmp type echo-reply drop
                    icmpv6 type echo-reply drop
                    %s
                    }
                    }
                    """.formatted(method == ProbeMethod.UDP ? "" : """
                    icmp type destination-unreachable drop
                    icmpv6 type destination-unreachable drop"""));
            probeByBoth(path, OptionalInt.of(NarrowPath.TCP_PORT), PLAN).forEach((family, result) -> {
                assertThat(result.method()).as("%s: %s", family, result).contains(method);
                assertThat(result.pathMtu()).as("%s: %s", family, result).hasValue(1400);
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysThatNobodyAnswers(Family family) {
        try (NarrowPath path = new NarrowPath("probe", 1400, Icmp.ANSWERED)) {
            path.nft(1, "table inet wall { chain through { type filter hook forward priority 0; policy drop; }; }");

            assertThat(probe(path, family, PLAN).ending()).isEqualTo(Ending.UNREACHABLE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWithoutPingSockets(Family family) {
        try (NarrowPath path = new NarrowPath("probe", 1400, Icmp.ANSWERED)) {
            path.client().run("sysctl", "-qw", "net.ipv4.ping_group_range=1 0");
            ProbeResult result = probe(path, family, TRACE);

            assertThat(result.method()).contains(ProbeMethod.ICMP);
            assertThat(result.pathMtu()).hasValue(1400);
            assertThat(result.reports()).containsExactly(new Report(NarrowPath.address(family, 2, 2), 1400));
            assertThat(result.hops()).hasSize(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void searchesByAnyStrategy(Strategy strategy) {
        try (NarrowPath path = new NarrowPath("probe", 1492, Icmp.FILTERED)) {
            ProbePlan plan = new ProbePlan(strategy, OptionalInt.of(2000), false);

            assertThat(probeByBoth(path, OptionalInt.empty(), plan).values())
                    .allSatisfy(result -> assertThat(result.pathMtu()).hasValue(1492));
        }
    }

    private static final String QUIET = """
            table inet quiet { chain out { type filter hook output priority 0
            icmp type { echo-reply, destination-unreachable } drop
            icmpv6 type { echo-reply, destination-unreachable } drop
            }
            }
            """;

    private static ProbeResult probeWithTcp(NarrowPath path, Family family) {
        return probe(path, family, OptionalInt.of(NarrowPath.TCP_PORT), PLAN, Seed.VALUE);
    }

    @ParameterizedTest
    @EnumSource
    void takesNotTheMssOfTheHostForTheMtuOfThePath(Family family) {
        try (NarrowPath path = new NarrowPath("probe", 9000, Icmp.ANSWERED)) {
            path.nft(4, QUIET);
            path.ip(4, """
                    route replace 10.1.0.0/24 via 10.4.0.1 advmss 1360
                    route replace fd01::/64 via fd04::1 advmss 1340
                    """);
            ProbeResult result = probeWithTcp(path, family);

            assertThat(result.tcp().orElseThrow().mssReceived()).hasValue(family.mss(1400));
            assertThat(result.pathMtu()).as(result.toString()).hasValue(1400);
            assertThat(result.bound()).contains(new SegmentBound(1400, Owner.HOST));
            assertThat(result.isBlackHole()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void inventsNobodyWhoToldTheKernel(Family family) {
        try (NarrowPath path = new NarrowPath("probe", 1400, Icmp.ANSWERED)) {
            path.nft(4, QUIET);
            ProbeResult result = probeWithTcp(path, family);

            assertThat(result.tcp().orElseThrow().segment()).isEqualTo(Segment.REDUCED);
            assertThat(result.pathMtu()).as(result.toString()).hasValue(1400);
            assertThat(result.bound()).contains(new SegmentBound(1400, Owner.KERNEL));
            assertThat(result.reports()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void seesThatAWayBackIsNarrower(Family family) {
        try (NarrowPath path = new NarrowPath("probe", 9000, Icmp.ANSWERED)) {
            path.nft(3, """
                    table inet narrow { chain through { type filter hook forward priority 0
                    iifname "right" meta length > 1400 drop
                    }
                    }
                    """);
            ProbeResult result = probeWithTcp(path, family);

            assertThat(result.method()).contains(ProbeMethod.ICMP);
            assertThat(result.pathMtu()).as(result.toString()).hasValue(1400);
            assertThat(result.tcp().orElseThrow().segment()).isEqualTo(Segment.THROUGH);
            assertThat(result.isRefuted()).isTrue();
            assertThat(result.isBlackHole()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"drop, LOST, true", "reject with tcp reset, RESET, false"})
    void tellsSegmentsThatAreLostFromConnectionsThatEnd(String verdict, Segment segment, boolean isContradicted) {
        try (NarrowPath path = new NarrowPath("probe", 9000, Icmp.ANSWERED)) {
            path.nft(2, """
                    table inet narrow { chain through { type filter hook forward priority 0
                    meta l4proto tcp meta length > 1400 %s
                    }
                    }
                    """.formatted(verdict));
            probeByBoth(path, OptionalInt.of(NarrowPath.TCP_PORT), PLAN).forEach((family, result) -> {
                assertThat(result.pathMtu()).as("%s: %s", family, result).hasValue(9000);
                assertThat(result.tcp().orElseThrow().segment()).isEqualTo(segment);
                assertThat(result.isContradicted()).isEqualTo(isContradicted);
            });
        }
    }
}
