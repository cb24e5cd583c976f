// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mssclamp.Seed;
import org.mssclamp.channel.ErrnoException;
import org.mssclamp.netlink.Errno;
import org.mssclamp.probe.ProbeClock;
import org.mssclamp.probe.ProbeMethod;
import org.mssclamp.probe.ProbeRound;
import org.mssclamp.probe.ProbeSocket;
import org.mssclamp.probe.ProbeSockets;
import org.mssclamp.probe.ProbeTarget;
import org.mssclamp.probe.SimulatedPath;
import org.mssclamp.probe.TcpPath;
import org.mssclamp.rule.Action.ProbedMtu;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.RuleBuilder;
import org.mssclamp.rule.Way;
import org.mssclamp.status.ProbedPath;

class PathProberTest {
    private static final String BRANCH = "192.0.2.10";
    private static final String OFFICE = "2001:db8::10";
    private static final String OFFICE_AS_JAVA_HAS_IT = "2001:db8:0:0:0:0:0:10";
    private static final Duration EVERY = Duration.ofMinutes(10);
    /** What a round may be early or late. */
    private static final Duration TWO_ROUNDS = EVERY.multipliedBy(2);

    private final SimulatedPaths paths = new SimulatedPaths();
    private int changes;
    private final PathProber prober = new PathProber(paths, paths, new Random(Seed.VALUE), () -> changes++);

    /** Paths to hosts that change from time to time, and the one time of all. */
    private static final class SimulatedPaths implements ProbeSockets, ProbeClock {
        private final Map<String, SimulatedPath> byHost = new HashMap<>();
        private final Map<String, SimulatedPath> byInterface = new HashMap<>();
        private SimulatedPath current = new SimulatedPath(Seed.VALUE, 1500);
        private boolean refuses;
        private int searches;
        private Runnable whileSearching = () -> {};

        /** From now on the path to a host has links of these MTUs, and nobody tells of them. */
        void become(String host, Integer... links) {
            byHost.put(host, new SimulatedPath(Seed.VALUE, links).silent());
        }

        /** From now on what leaves by an interface with a mark goes a way of its own. */
        void leads(String via, int mark, Integer... links) {
            byInterface.put(via + mark, new SimulatedPath(Seed.VALUE, links).silent());
        }

        void goes(String host) {
            byHost.put(host, new SimulatedPath(Seed.VALUE, 1500).closingAfter(0));
        }

        private SimulatedPath to(ProbeTarget target) {
            SimulatedPath next = target.via()
                    .map(name -> byInterface.get(name + target.mark()))
                    .orElse(byHost.getOrDefault(target.address().getHostAddress(), current));
            if (next != current) {
                next.sleep(Duration.ofNanos(current.nowNs() - next.nowNs()));
                current = next;
            }
            return next;
        }

        @Override
        public ProbeSocket open(ProbeMethod method, ProbeTarget target, int octets, int hops) {
            if (refuses) {
                throw new ErrnoException("open a socket", Errno.EACCES, "");
            }
            return to(target).open(method, target, octets, hops);
        }

        @Override
        public int localMtu(ProbeTarget target) {
            searches++;
            whileSearching.run();
            return to(target).localMtu(target);
        }

        @Override
        public Optional<TcpPath> connect(ProbeTarget target, Duration patience) {
            throw new AssertionError("no port was given");
        }

        @Override
        public long nowNs() {
            return current.nowNs();
        }

        @Override
        public void sleep(Duration time) {
            current.sleep(time);
        }
    }

    private static Rule rule(String host, Duration every, int initial) {
        return RuleBuilder.rule(host + "-" + initial)
                .action(new ProbedMtu(Way.to(host), (int) every.toSeconds(), initial))
                .build();
    }

    @BeforeEach
    void watch() {
        paths.become(BRANCH, 1500, 1400, 1500);
        prober.watch(List.of(rule(BRANCH, EVERY, 1280)));
    }

    private void passes(Duration time) {
        long endNs = paths.nowNs() + time.toNanos();
        while (paths.nowNs() < endNs) {
            Duration pause = prober.turn();
            long leftNs = endNs - paths.nowNs();
            paths.sleep(Duration.ofNanos(Math.max(0, Math.min(pause.toNanos(), leftNs))));
        }
    }

    private Map<String, Integer> mtus() {
        return prober.mtus().entrySet().stream()
                .collect(Collectors.toMap(known -> known.getKey().host(), Map.Entry::getValue));
    }

    private ProbedPath status() {
        return prober.status().get(0);
    }

    private long rounds(ProbeRound... rounds) {
        return Stream.of(rounds).mapToLong(status().rounds()::get).sum();
    }

    @Test
    void findsAFirstNumberAtOnceByTwoSearches() {
        assertThat(prober.turn()).isZero();
        assertThat(mtus()).as("after one").isEmpty();
        assertThat(prober.turn()).isGreaterThan(Duration.ofMinutes(8));
        assertThat(mtus()).isEqualTo(Map.of(BRANCH, 1400));
        assertThat(changes).isEqualTo(1);
        assertThat(status().result()).contains(ProbeRound.RAISED);
    }

    @Test
    void searchesAgainAndAgain() {
        passes(EVERY.multipliedBy(20));
        assertThat(paths.searches).isBetween(17, 24);
        assertThat(rounds(ProbeRound.KEPT)).isEqualTo(paths.searches - 2);
        assertThat(changes).isEqualTo(1);
    }

    @Test
    void lowersByOneSearch() {
        passes(EVERY);
        paths.become(BRANCH, 1500, 1300, 1500);
        passes(TWO_ROUNDS);
        assertThat(mtus()).isEqualTo(Map.of(BRANCH, 1300));
        assertThat(rounds(ProbeRound.LOWERED)).isEqualTo(1);
    }

    @Test
    void raisesByTwo() {
        passes(Duration.ofMinutes(1));
        paths.become(BRANCH, 1500, 1450);
        while (rounds(ProbeRound.UNCONFIRMED) < 2) {
            assertThat(mtus()).isEqualTo(Map.of(BRANCH, 1400));
            passes(Duration.ofMinutes(1));
        }
        assertThat(mtus()).isEqualTo(Map.of(BRANCH, 1400));
        passes(TWO_ROUNDS);
        assertThat(mtus()).isEqualTo(Map.of(BRANCH, 1450));
        assertThat(rounds(ProbeRound.RAISED)).isEqualTo(2);
    }

    @Test
    void raisesNothingForAPathThatIsWideOnlyOnce() {
        passes(Duration.ofMinutes(1));
        for (int i = 0; i < 5; i++) {
            paths.become(BRANCH, 1500, 1450);
            long seen = rounds(ProbeRound.UNCONFIRMED);
            while (rounds(ProbeRound.UNCONFIRMED) == seen) {
                passes(Duration.ofMinutes(1));
            }
            paths.become(BRANCH, 1500, 1400);
            long kept = rounds(ProbeRound.KEPT);
            while (rounds(ProbeRound.KEPT) == kept) {
                passes(Duration.ofMinutes(1));
            }
        }
        assertThat(changes).isEqualTo(1);
        assertThat(mtus()).isEqualTo(Map.of(BRANCH, 1400));
    }

    @Test
    void keepsTheNumberWhenTheHostIsGone() {
        passes(Duration.ofMinutes(1));
        paths.goes(BRANCH);
        passes(TWO_ROUNDS);
        assertThat(mtus()).isEqualTo(Map.of(BRANCH, 1400));
        assertThat(status().result()).contains(ProbeRound.UNREACHABLE);
        assertThat(status().lastSuccess().orElseThrow())
                .isBeforeOrEqualTo(status().lastRound().orElseThrow());
    }

    @Test
    void keepsTheNumberWhenNothingCanBeSent() {
        passes(Duration.ofMinutes(1));
        paths.refuses = true;
        passes(TWO_ROUNDS);
        assertThat(mtus()).isEqualTo(Map.of(BRANCH, 1400));
        assertThat(status().result()).contains(ProbeRound.FAILED);
    }

    @Test
    void believesNoPathThatIsTooNarrowForItsFamily() {
        paths.become(BRANCH, 1500, 575);
        paths.become(OFFICE_AS_JAVA_HAS_IT, 1500, 1279);
        prober.watch(List.of(rule(BRANCH, EVERY, 1280), rule(OFFICE, EVERY, 1280)));
        passes(Duration.ofMinutes(2));
        assertThat(mtus()).isEmpty();
        assertThat(prober.status()).allMatch(path -> path.result().equals(Optional.of(ProbeRound.TOO_SMALL)));
    }

    @Test
    void triesSoonerUntilAFirstNumberIsKnown() {
        paths.goes(BRANCH);
        passes(Duration.ofMinutes(3));
        paths.become(BRANCH, 1500, 1400);
        passes(Duration.ofMinutes(1));
        assertThat(mtus()).isEqualTo(Map.of(BRANCH, 1400));
    }

    @Test
    void keepsNumbersOverAReloadAndForgetsThoseOfHostsThatAreGone() {
        passes(Duration.ofMinutes(1));
        paths.become(OFFICE_AS_JAVA_HAS_IT, 1500);
        int searches = paths.searches;
        prober.watch(List.of(rule(OFFICE, EVERY, 1280), rule(BRANCH, EVERY, 1400)));
        prober.turn();
        assertThat(mtus()).containsEntry(BRANCH, 1400);
        assertThat(prober.status()).extracting(path -> path.way().host()).containsExactlyInAnyOrder(OFFICE, BRANCH);
        assertThat(paths.searches).as("only the new one is due").isEqualTo(searches + 1);
        prober.watch(List.of(rule(OFFICE, EVERY, 1280)));
        passes(Duration.ofMinutes(1));
        assertThat(mtus()).isEqualTo(Map.of(OFFICE, 1500));
        assertThat(prober.status()).extracting(path -> path.way().host()).containsExactly(OFFICE);
    }

    @Test
    void turnsToAHostThatAReloadBringsInTheMiddleOfASearch() {
        passes(Duration.ofMinutes(9));
        paths.whileSearching = () -> prober.watch(List.of(rule(BRANCH, EVERY, 1280), rule(OFFICE, EVERY, 1280)));
        while (rounds(ProbeRound.KEPT) == 0) {
            paths.sleep(prober.turn());
        }
        assertThat(prober.turn()).as("the second search is due").isZero();
        assertThat(prober.status()).hasSize(2);
    }

    @Test
    void searchesEachWayToAHost() {
        Way backup = new Way(BRANCH, Optional.of("wg1"), 0x10);
        paths.leads("wg1", 0x10, 1500, 1300, 1500);
        Rule second = RuleBuilder.rule("backup")
                .action(new ProbedMtu(backup, (int) EVERY.toSeconds(), 1280))
                .build();
        prober.watch(List.of(rule(BRANCH, EVERY, 1280), second));
        passes(Duration.ofMinutes(1));
        assertThat(prober.mtus()).isEqualTo(Map.of(Way.to(BRANCH), 1400, backup, 1300));
        assertThat(prober.status()).extracting(ProbedPath::way).containsExactly(Way.to(BRANCH), backup);
    }

    @Test
    void searchesLinkLocalNeighboursWhereTheLinkIsNamed() {
        Way neighbour = new Way("fe80::1", Optional.of("wg1"), 0);
        paths.leads("wg1", 0, 1420);
        prober.watch(Stream.of(Way.to("fe80::1"), neighbour)
                .map(way -> RuleBuilder.rule("to " + way)
                        .action(new ProbedMtu(way, (int) EVERY.toSeconds(), 1280))
                        .build())
                .toList());
        passes(Duration.ofMinutes(1));
        assertThat(prober.mtus()).isEqualTo(Map.of(neighbour, 1420));
        assertThat(status().result()).contains(ProbeRound.FAILED);
    }

    @Test
    void searchesAPathOnceForAllRulesAsOftenAsAnyWants() {
        prober.watch(List.of(rule(BRANCH, EVERY, 1400), rule(BRANCH, Duration.ofMinutes(2), 1500)));
        passes(Duration.ofMinutes(40));
        assertThat(prober.status()).hasSize(1);
        assertThat(paths.searches).isBetween(17, 25);
    }

    @Test
    void lowersAtOnceWhatAnyRuleBeginsWith() {
        prober.watch(List.of(rule(BRANCH, EVERY, 1400), rule(BRANCH, EVERY, 1500)));
        prober.turn();
        assertThat(mtus()).isEqualTo(Map.of(BRANCH, 1400));
    }

    @Test
    void goesOnWithTheOthersIfANameIsNotFound() {
        // A label of 64 letters, which no name server is asked for.
        prober.watch(List.of(rule("a".repeat(64), EVERY, 1280), rule(BRANCH, EVERY, 1280)));
        passes(Duration.ofMinutes(1));
        assertThat(mtus()).isEqualTo(Map.of(BRANCH, 1400));
        assertThat(prober.status().get(0).result()).contains(ProbeRound.FAILED);
    }

    @Test
    void givesASearchUpWhenItIsStopped() throws InterruptedException {
        Thread thread = new Thread(prober);
        prober.stop();
        thread.start();
        thread.join();
        assertThat(mtus()).isEmpty();
        prober.turn();
        assertThat(status().result()).as("the search was given up").isEmpty();
    }
}
