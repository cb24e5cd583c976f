// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mssclamp.Seed;
import org.mssclamp.oracle.Dice;
import org.mssclamp.probe.PathSearch.State;

class PathSearchTest {
    private static final int MIN = 68;
    private static final int BASE = 1200;
    private static final int MAX = 1500;
    private static final int MOST_PROBES = 100_000;

    private final Dice dice = new Dice(Seed.VALUE);

    /** Answers each probe that fits; ends with the search. */
    private static PathSearch searched(SearchPlan plan, int mtu) {
        PathSearch search = new PathSearch(plan);
        settle(search, mtu);
        return search;
    }

    private static int settle(PathSearch search, int mtu) {
        int probes = 0;
        while (!search.isSettled()) {
            assertThat(++probes).isLessThan(MOST_PROBES);
            answer(search, search.size() <= mtu);
        }
        return probes;
    }

    private static void answer(PathSearch search, boolean passes) {
        if (passes) {
            search.confirmed(search.size());
        } else {
            search.lost(search.size());
        }
    }

    private static SearchPlan exact(Strategy strategy, int step) {
        return SearchPlan.exact(strategy, MIN, BASE, MAX, step);
    }

    private static SearchPlan stepped(Strategy strategy, int step) {
        return SearchPlan.stepped(strategy, MIN, BASE, MAX, step);
    }

    private static void refuse(PathSearch search) {
        int size = search.size();
        for (int i = 0; i < SearchPlan.MAX_PROBES; i++) {
            search.lost(size);
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsEachPathMtuToTheOctet(Strategy strategy) {
        for (int step : new int[] {1, 7, 16, 64, 300, 5000}) {
            for (int mtu = MIN; mtu <= MAX + 10; mtu++) {
                PathSearch search = searched(exact(strategy, step), mtu);

                assertThat(search.state()).isEqualTo(State.COMPLETE);
                assertThat(search.pathMtu()).as("%s by %d", strategy, step).isEqualTo(Math.min(mtu, MAX));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LINEAR", "BINARY"})
    void endsLessThanAStepShortInSteps(Strategy strategy) {
        for (int step = 16; step <= 256; step++) {
            for (int mtu = BASE; mtu <= MAX; mtu++) {
                assertThat(searched(stepped(strategy, step), mtu).pathMtu())
                        .as("%s by %d of %d", strategy, step, mtu)
                        .isGreaterThan(mtu - step)
                        .isLessThanOrEqualTo(mtu)
                        .isEqualTo(mtu == MAX ? MAX : largestOfTheGrid(mtu, step));
            }
        }
    }

    /** By trying each size that the steps reach. */
    private static int largestOfTheGrid(int mtu, int step) {
        return IntStream.rangeClosed(BASE, MAX)
                .filter(size -> (size - BASE) % step == 0 && size <= mtu)
                .max()
                .orElseThrow();
    }

    @Test
    void endsLinearSearchAStepShort() {
        assertThat(searched(stepped(Strategy.LINEAR, 64), 1420).pathMtu()).isEqualTo(1392);
    }

    @ParameterizedTest
    @CsvSource({
        "LINEAR,64,5",
        "LINEAR,32,10",
        "LINEAR,16,19",
        "BINARY,32,4",
        "BINARY,16,5",
        "BINARY,64,3",
        "BINARY,256,2"
    })
    void takesSoManyRoundsAtMost(Strategy strategy, int step, int rounds) {
        int most = IntStream.rangeClosed(BASE, MAX)
                .map(mtu -> searched(stepped(strategy, step), mtu).rounds())
                .max()
                .orElseThrow();

        assertThat(most).isEqualTo(rounds);
    }

    @Test
    void halvesThreeTimesAndGoesFiveSteps() {
        PathSearch search = new PathSearch(SearchPlan.stepped(Strategy.HYBRID, MIN, BASE, 9000, 16));
        settle(search, 9000);

        assertThat(search.rounds()).isEqualTo(8);
        assertThat(search.pathMtu()).isEqualTo(8032 + 5 * 16);
    }

    @ParameterizedTest
    @EnumSource
    void isNeverMisledUpwards(Strategy strategy) {
        for (int run = 0; run < 2000; run++) {
            int mtu = dice.between(MIN, MAX);
            int percent = dice.between(0, 60);
            SearchPlan plan = dice.oneIn(2) ? exact(strategy, 16) : stepped(strategy, dice.between(1, 256));
            PathSearch search = new PathSearch(plan);
            for (int probes = 0; !search.isSettled() && probes < MOST_PROBES; probes++) {
                answer(search, search.size() <= mtu && dice.below(100) >= percent);
            }

            assertThat(search.pathMtu())
                    .as("%s of %d; %s", plan, mtu, Seed.REPLAY)
                    .isLessThanOrEqualTo(mtu);
        }
    }

    @ParameterizedTest
    @CsvSource({"BINARY,1,99", "LINEAR,1,99", "HYBRID,1,99", "BINARY,10,95", "LINEAR,10,95", "HYBRID,10,95"})
    void tellsLossFromSize(Strategy strategy, int percent, int least) {
        Dice always = new Dice(1);
        for (int mtu : new int[] {1280, 1400, 1420, 1492, 1500, 9000}) {
            int right = 0;
            for (int run = 0; run < 100; run++) {
                PathSearch search = new PathSearch(SearchPlan.exact(strategy, MIN, BASE, 9000, 128));
                while (!search.isSettled()) {
                    answer(search, search.size() <= mtu && always.below(100) >= percent);
                }
                right += search.pathMtu() == mtu ? 1 : 0;
            }

            assertThat(right).as("%s of %d, %d %% lost", strategy, mtu, percent).isGreaterThanOrEqualTo(least);
        }
    }

    @Test
    void refusesASizeOnlyAfterThreeLossesInARow() {
        PathSearch search = new PathSearch(exact(Strategy.BINARY, 1));
        search.confirmed(BASE);
        int size = search.size();
        search.lost(size);
        search.lost(size);

        assertThat(search.size()).isEqualTo(size);
        assertThat(search.losses()).isEqualTo(2);
        search.confirmed(size);
        assertThat(search.losses()).isZero();
        assertThat(search.pathMtu()).isEqualTo(size);
        assertThat(search.refused()).isEmpty();
    }

    @Test
    void believesALateAnswer() {
        PathSearch search = new PathSearch(exact(Strategy.BINARY, 1));
        search.confirmed(BASE);
        int size = search.size();
        refuse(search);
        assertThat(search.size()).isLessThan(size);
        assertThat(search.refused()).hasValue(size);

        search.confirmed(size);
        assertThat(search.pathMtu()).isEqualTo(size);
        assertThat(search.size()).isGreaterThan(size);
        assertThat(search.refused()).isEmpty();
    }

    @Test
    void takesNoLossOfAnotherSize() {
        PathSearch search = new PathSearch(exact(Strategy.BINARY, 1));
        search.confirmed(BASE);
        for (int i = 0; i < 5; i++) {
            search.lost(search.size() + 1);
            search.lost(BASE);
        }

        assertThat(search.losses()).isZero();
    }

    @Test
    void triesTheRefusedSizeAgainBehindOneThatPasses() {
        PathSearch search = new PathSearch(exact(Strategy.LINEAR, 300));
        search.confirmed(BASE);
        while (search.state() == State.SEARCHING) {
            answer(search, search.size() <= 1300);
        }

        assertThat(search.state()).isEqualTo(State.CONFIRMING);
        assertThat(search.size()).isEqualTo(1300);
        search.confirmed(1300);
        assertThat(search.size()).isEqualTo(1301);
        search.confirmed(1300);
        assertThat(search.size()).as("an answer that came twice").isEqualTo(1301);
        refuse(search);
        assertThat(search.state()).isEqualTo(State.COMPLETE);
        assertThat(search.pathMtu()).isEqualTo(1300);
    }

    @Test
    void goesOnUpwardsIfTheRefusedSizePasses() {
        PathSearch search = new PathSearch(exact(Strategy.BINARY, 1));
        search.confirmed(BASE);
        refuse(search);
        settle(search, 1499);

        assertThat(search.pathMtu()).isEqualTo(1499);
        assertThat(search.blackHoles()).isZero();
    }

    @Test
    void beginsAnewIfWhatPassedDoesNoMore() {
        PathSearch search = searched(exact(Strategy.BINARY, 1), 1450);
        assertThat(search.size()).isEqualTo(1450);
        search.confirmed(1450);
        assertThat(search.state()).isEqualTo(State.COMPLETE);
        refuse(search);

        assertThat(search.state()).isEqualTo(State.BASE);
        assertThat(search.size()).isEqualTo(BASE);
        assertThat(search.blackHoles()).isEqualTo(1);
        settle(search, 1400);
        assertThat(search.pathMtu()).isEqualTo(1400);
    }

    @Test
    void blamesThePathNotTheSizeIfNothingPasses() {
        PathSearch search = new PathSearch(exact(Strategy.BINARY, 1));
        search.confirmed(BASE);
        for (int i = 0; i < 200 && search.state() != State.BASE; i++) {
            search.lost(search.size());
        }

        assertThat(search.blackHoles()).isEqualTo(1);
        assertThat(search.state()).isEqualTo(State.BASE);
        settle(search, 1500);
        assertThat(search.pathMtu()).isEqualTo(1500);
    }

    @Test
    void saysThatNothingPasses() {
        PathSearch search = searched(exact(Strategy.BINARY, 1), MIN - 1);

        assertThat(search.state()).isEqualTo(State.UNREACHABLE);
        assertThat(search.pathMtu()).isZero();
    }

    @Test
    void saysThatNothingPassesIfTheBaseIsTheLeast() {
        PathSearch search = searched(SearchPlan.exact(Strategy.BINARY, 1280, 1280, 1500, 16), 1000);

        assertThat(search.state()).isEqualTo(State.UNREACHABLE);
    }

    @Test
    void triesWhatIsSuggestedAndNothingIsBelieved() {
        for (int mtu = BASE; mtu <= MAX; mtu += 7) {
            for (int suggested = BASE - 10; suggested <= MAX + 10; suggested += 3) {
                PathSearch search = new PathSearch(exact(Strategy.BINARY, 16));
                search.suggest(suggested);
                settle(search, mtu);

                assertThat(search.pathMtu()).as("%d suggested", suggested).isEqualTo(mtu);
            }
        }
    }

    @Test
    void needsTwoSizesForATrueSuggestion() {
        PathSearch search = new PathSearch(exact(Strategy.BINARY, 16));
        search.confirmed(BASE);
        search.suggest(1420);
        assertThat(search.size()).isEqualTo(1420);
        search.confirmed(1420);
        assertThat(search.size()).isEqualTo(1421);
        refuse(search);

        assertThat(search.state()).isEqualTo(State.CONFIRMING);
        assertThat(search.rounds()).isEqualTo(2);
    }

    @Test
    void looksForMoreAgainWhenAsked() {
        PathSearch search = searched(exact(Strategy.BINARY, 16), 1400);
        search.raise();

        assertThat(search.state()).isEqualTo(State.SEARCHING);
        settle(search, 1500);
        assertThat(search.pathMtu()).isEqualTo(1500);
        assertThat(search.refused()).isEmpty();
    }

    @Test
    void refusesAPlanThatIsNotInOrder() {
        assertThatThrownBy(() -> SearchPlan.exact(Strategy.BINARY, 1280, 1200, 1500, 16))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SearchPlan.exact(Strategy.BINARY, 68, 1200, 1100, 16))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SearchPlan.exact(Strategy.BINARY, 68, 1200, 1500, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
