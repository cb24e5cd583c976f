// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mssclamp.Seed;
import org.mssclamp.oracle.Dice;
import org.mssclamp.path.Paths.Path;
import org.mssclamp.path.SearchTrials.Result;
import org.mssclamp.probe.SearchPlan;
import org.mssclamp.probe.Strategy;

class SearchTrialsTest {
    private static final Paths PATHS = Paths.ofTunnels(1500);

    private static SearchTrials trials(Strategy strategy, int step, double loss, int runs, long seed) {
        return new SearchTrials(SearchPlan.stepped(strategy, 68, 1200, 1500, step), PATHS, loss, 0.05, 15, runs, seed);
    }

    private static Result run(SearchTrials trials) {
        return trials.run(() -> false, done -> {});
    }

    @ParameterizedTest
    @EnumSource
    void comesNearToEachPathOnceWhereNothingIsLost(Strategy strategy) {
        for (int step : new int[] {16, 64, 256}) {
            SearchTrials trials = trials(strategy, step, 0, 20_000, Seed.VALUE);
            Result drawn = run(trials);
            Result all = trials.enumerate();

            assertNear(drawn.probes(), all.probes());
            assertNear(drawn.unanswered(), all.unanswered());
            assertNear(drawn.seconds(), all.seconds());
            assertNear(drawn.mtu(), all.mtu());
            assertNear(drawn.shortOctets(), all.shortOctets());
            assertNear(drawn.farShort(), all.farShort());
            assertNear(drawn.exact(), all.exact());
        }
    }

    /** Six standard errors: once in a thousand million. */
    private static void assertNear(Estimate drawn, Estimate all) {
        assertThat(drawn.mean()).as(Seed.REPLAY).isCloseTo(all.mean(), within(6 * drawn.standardError() + 1e-9));
    }

    @Test
    void enumeratesWhatLinearSearchMustFind() {
        Result all = trials(Strategy.LINEAR, 64, 0, 2, 1).enumerate();
        List<Path> paths = PATHS.all();

        assertThat(all.shortOctets().mean())
                .isCloseTo(
                        paths.stream()
                                .mapToInt(path -> path.mtu() == 1500 ? 0 : (path.mtu() - 1200) % 64)
                                .average()
                                .orElseThrow(),
                        within(1e-9));
        assertThat(all.probes().mean())
                .isCloseTo(
                        paths.stream()
                                .mapToInt(path -> path.mtu() == 1500 ? 6 : 1 + (path.mtu() - 1200) / 64 + 3)
                                .average()
                                .orElseThrow(),
                        within(1e-9));
        assertThat(all.farShort().mean()).isZero();
    }

    @Test
    void takesSoLongForARefusal() {
        Trial trial = Trial.of(SearchPlan.stepped(Strategy.LINEAR, 68, 1200, 1500, 64), 1420, () -> false);

        // 1200, 1264, 1328, 1392 pass; 1456 is tried three times.
        assertThat(trial).isEqualTo(new Trial(7, 3, 1392));
        assertThat(trial.seconds(0.05, 15)).isEqualTo(4 * 0.05 + 3 * 15, within(1e-9));
    }

    @Test
    void losesAsManyProbesAsChanceSays() {
        SearchPlan plan = SearchPlan.stepped(Strategy.LINEAR, 68, 1200, 1500, 16);
        Dice dice = new Dice(Seed.VALUE);
        int refusedTwenty = 0;
        for (int run = 0; run < 4000; run++) {
            // Each of twenty sizes is refused with chance 0.2^3; then the search ends.
            refusedTwenty += Trial.of(plan, 1500, () -> dice.below(5) == 0).found() == 1500 ? 0 : 1;
        }
        double expected = 1 - Math.pow(1 - 0.008, 20);

        assertThat(refusedTwenty / 4000.0)
                .as(Seed.REPLAY)
                .isCloseTo(expected, within(6 * Math.sqrt(expected * (1 - expected) / 4000)));
    }

    @Test
    void isTheSameForTheSameSeedAndNotForAnother() {
        Result one = run(trials(Strategy.BINARY, 32, 0.05, 3000, 11));

        assertThat(run(trials(Strategy.BINARY, 32, 0.05, 3000, 11))).isEqualTo(one);
        assertThat(run(trials(Strategy.BINARY, 32, 0.05, 3000, 12))).isNotEqualTo(one);
    }

    @Test
    void countsASearchThatFoundNothingAsFarShort() {
        Result result = run(trials(Strategy.BINARY, 32, 0.9, 2000, 3));

        assertThat(result.nothing().mean()).isBetween(0.3, 0.9);
        assertThat(result.farShort().mean())
                .isGreaterThanOrEqualTo(result.nothing().mean());
        assertThat(result.mtu().mean()).isGreaterThan(68);
    }

    @Test
    void errorIsThatOfTheMeanOfManySamples() {
        Dice dice = new Dice(Seed.VALUE);
        double[] means = IntStream.range(0, 400)
                .mapToDouble(sample -> {
                    Estimate.Tally tally = new Estimate.Tally();
                    for (int i = 0; i < 100; i++) {
                        tally.add(dice.below(1000));
                    }
                    return tally.estimate().mean();
                })
                .toArray();
        Estimate.Tally one = new Estimate.Tally();
        for (int i = 0; i < 100; i++) {
            one.add(dice.below(1000));
        }
        double mean = Arrays.stream(means).average().orElseThrow();
        double spread = Math.sqrt(Arrays.stream(means)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / 399);

        assertThat(mean).as(Seed.REPLAY).isCloseTo(499.5, within(6 * 28.9 / 20));
        assertThat(one.estimate().standardError()).as(Seed.REPLAY).isBetween(spread * 0.6, spread * 1.6);
    }

    @Test
    void triesEveryKindOfTunnelOverALineWithAndWithoutPppoe() {
        List<Path> paths = PATHS.all();

        assertThat(paths).extracting(path -> path.tunnels().toString()).doesNotHaveDuplicates();
        assertThat(paths)
                .extracting(path -> path.tunnels().toString())
                .contains(
                        "[]",
                        "pppoe",
                        "wireguard",
                        "{ type: wireguard, outer: ipv6 }",
                        "[pppoe, wireguard]",
                        "[pppoe, mpls]")
                .doesNotContain("[pppoe, pppoe]", "[pppoe, vlan]");
        assertThat(paths).extracting(Path::mtu).contains(1500, 1492, 1440, 1420, 1432, 1412, 1280);
    }
}
