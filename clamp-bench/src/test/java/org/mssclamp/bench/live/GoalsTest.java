// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mssclamp.bench.live.Goal.Outcome;

class GoalsTest {
    private final List<Goal> goals = Goals.of(SampleRun.results());

    GoalsTest() throws IOException {}

    @Test
    void holdsWhereTheMedianIsWithinTheLimit() {
        Goal goal = goal("JDK 17: first verdict at most 400 ms");

        assertThat(goal.outcome()).isEqualTo(Outcome.HELD);
        assertThat(goal.measured()).isEqualTo("390 (380–400)");
    }

    @Test
    void isMissedWhereSynsWereLostHoweverCheapTheOthers() {
        Goal goal = goal("JDK 17: CPU per SYN at 100,000 SYN/s at most 1.10");

        assertThat(goal.outcome()).isEqualTo(Outcome.MISSED);
        assertThat(goal.measured()).isEqualTo("1.05 (1.05–1.20); SYNs lost: 10, by the other 0");
    }

    @Test
    void isNotMeasuredWhereTheOtherLostSyns() {
        Results results = SampleRun.results(
                cpu("raw", 300, 399_999), //
                cpu("jdk17", 300, 400_000));

        Goal goal = goal(Goals.of(results), "JDK 17: CPU per SYN at 100,000 SYN/s at most 1.10");

        assertThat(goal.measured()).isEqualTo("1.00; SYNs lost: 0, by the other 1");
        assertThat(goal.outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void holdsWhereNothingWasLost() {
        Results results = SampleRun.results(
                cpu("raw", 300, 400_000), //
                cpu("jdk17", 315, 400_000));

        Goal goal = goal(Goals.of(results), "JDK 17: CPU per SYN at 100,000 SYN/s at most 1.10");

        assertThat(goal.measured()).isEqualTo("1.05");
        assertThat(goal.outcome()).isEqualTo(Outcome.HELD);
    }

    private static String cpu(String variant, int milliseconds, int clamped) {
        return """
                {'measurement':'cpu','round':1,'variant':'%s','queues':1,'asked':100000,'sent':400000,'window_sent':300000,\
                'window_ns':3000000000,'generator_ns':1,'watched_ns':%d000000,'busy_ns':1,'clamped':%d,'unclamped':0,\
                'rss_kib':1,'peak_rss_kib':1}""".formatted(variant, milliseconds, clamped);
    }

    @Test
    void isMissedWhereTheMedianIsBeyond() {
        Goal goal = goal("JDK 17: added latency p99");

        assertThat(goal.outcome()).isEqualTo(Outcome.MISSED);
        assertThat(goal.measured()).isEqualTo("1.30 (1.30–1.30)");
    }

    @Test
    void isUnknownWhereNothingWasMeasured() {
        assertThat(goal("JDK 17: packet threads allocate").outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(goals.stream().filter(goal -> goal.wording().startsWith("JDK 25")))
                .hasSize(goals.size() / 2)
                .allSatisfy(goal -> assertThat(goal.outcome()).isEqualTo(Outcome.UNKNOWN));
    }

    @Test
    void holdsBusyPollAgainstThePlainKind() {
        Goal goal = goal("JDK 17: added latency p50 with busy-poll");

        assertThat(goal.measured()).startsWith("0.42");
        assertThat(goal.outcome()).isEqualTo(Outcome.MISSED);
    }

    @Test
    void asksForAtLeastSomeRates() {
        assertThat(goal("JDK 17: loss-free rate").measured()).startsWith("0.98");
        assertThat(goal("JDK 17: loss-free rate").outcome()).isEqualTo(Outcome.HELD);
    }

    @Test
    void fullQueuesDecideWhereTheGeneratorWasTheLimit() {
        Results results = SampleRun.results(
                "{'measurement':'loss_free','round':1,'variant':'raw','queues':1,'rate':300,'limit':'generator'}",
                "{'measurement':'loss_free','round':1,'variant':'jdk17','queues':1,'rate':310,'limit':'generator'}",
                "{'measurement':'drain','round':1,'variant':'raw','queues':1,'drained':100,'taken_ns':1000}",
                "{'measurement':'drain','round':1,'variant':'jdk17','queues':1,'drained':90,'taken_ns':1000}");

        Goal goal = goal(Goals.of(results), "JDK 17: loss-free rate");

        assertThat(goal.measured()).startsWith("0.90 from full queues");
        assertThat(goal.outcome()).isEqualTo(Outcome.MISSED);
    }

    private Goal goal(String start) {
        return goal(goals, start);
    }

    private static Goal goal(List<Goal> goals, String start) {
        return goals.stream()
                .filter(goal -> goal.wording().startsWith(start))
                .findFirst()
                .orElseThrow();
    }
}
