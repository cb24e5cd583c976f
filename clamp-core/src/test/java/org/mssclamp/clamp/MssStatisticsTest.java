// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mssclamp.rule.RuleBuilder.rule;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mssclamp.counter.Distribution;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.RuleBuilder;
import org.mssclamp.rule.RuleTable;

/** What is counted of the MSS, for each rule and for a worker, and when a rule was last hit. */
class MssStatisticsTest {
    private static final int BEHIND = 9;

    private final PacketCounters counters = new PacketCounters();
    private SynPipeline pipeline = SynPipeline.withoutRules(counters);

    private void publish(boolean observesAll, RuleBuilder... rules) {
        List<Rule> built = Arrays.stream(rules).map(RuleBuilder::build).toList();
        pipeline = new SynPipeline(new RuleTable(built), Policy.DEFAULT, observesAll, Paths.NONE, counters);
        pipeline.enterForce();
    }

    private void process(SynBuilder packet) {
        byte[] octets = packet.build();
        ByteBuf buffer = Octets.between(0, octets, BEHIND);
        pipeline.process(buffer, 0, octets.length, octets.length, new PacketContext());
    }

    private void assertMedians(String rule, int before, int after) {
        MssChanges mss = counters.rule(rule).mss();
        assertThat(mss.medianBefore()).as(rule).isEqualTo(before == 0 ? OptionalInt.empty() : OptionalInt.of(before));
        assertThat(mss.medianAfter()).as(rule).isEqualTo(after == 0 ? OptionalInt.empty() : OptionalInt.of(after));
    }

    @Test
    void medianOfWhatARuleSawAndLeft() {
        publish(false, rule("all").setMss(1400));
        process(SynBuilder.ipv4().mss(1460));
        process(SynBuilder.ipv4().mss(1460));
        process(SynBuilder.ipv4().mss(1200));
        assertMedians("all", 1460, 1400);
        assertThat(counters.rule("all").mss().exact()).isTrue();
        assertMedians("no such rule", 0, 0);
    }

    @Test
    void eachRuleSeesWhatTheOneBeforeItLeft() {
        publish(false, rule("first").setMss(1400).continues(), rule("second").setMss(1300));
        process(SynBuilder.ipv4().mss(1460));
        assertMedians("first", 1460, 1400);
        assertMedians("second", 1400, 1300);
    }

    @Test
    void ofAnObservingRuleWhatItWouldHaveLeft() {
        publish(false, rule("looks").setMss(1400).observe().adds());
        process(SynBuilder.ipv4().mss(1460));
        assertMedians("looks", 1460, 1400);
        process(SynBuilder.ipv4().mss(1300));
        process(SynBuilder.ipv4().mss(1300));
        assertMedians("looks", 1300, 1300);
        assertThat(counters.mssAfter().distribution().sum()).isEqualTo(1460 + 1300 + 1300);
    }

    @Test
    void ofAnObservingDaemonLikewise() {
        publish(true, rule("adds").setMss(1400).adds());
        process(SynBuilder.ipv4());
        assertMedians("adds", 0, 536);
        assertThat(counters.mssAfter().distribution().total()).isZero();
    }

    @Test
    void ofSeveralOptionsTheLast() {
        publish(false, rule("all").setMss(1400));
        process(SynBuilder.ipv4().mss(1460).mss(1200));
        assertMedians("all", 1200, 1200);
        publish(true, rule("other").setMss(1400));
        process(SynBuilder.ipv4().mss(1460).mss(1200));
        assertMedians("other", 1200, 1200);
    }

    @Test
    void whatHasNoMssIsNotInTheMedians() {
        publish(false, rule("all").setMss(1400), rule("v6"));
        process(SynBuilder.ipv4());
        assertMedians("all", 0, 0);
        assertThat(counters.mssBefore().distribution().total()).isZero();
    }

    @Test
    void whatIsAddedIsOnlyInTheMedianAfter() {
        publish(false, rule("all").setMss(1400).adds());
        process(SynBuilder.ipv4());
        assertMedians("all", 0, 536);
        assertThat(counters.mssBefore().distribution().total()).isZero();
        assertThat(counters.mssAfter().distribution().total()).isEqualTo(1);
    }

    @Test
    void tellsWhenTheMedianIsNoLongerExact() {
        publish(false, rule("all").setMss(1));
        for (int mss = 1001; mss <= 1009; mss++) {
            process(SynBuilder.ipv4().mss(mss));
        }
        assertThat(counters.rule("all").mss().exact()).isFalse();
    }

    @Test
    void histogramsHoldEverySynWithAnMssWhateverBecameOfIt() {
        publish(false, rule("all").setMss(1400));
        process(SynBuilder.ipv4().mss(1460));
        process(SynBuilder.ipv4().mss(1461));
        process(SynBuilder.ipv6().mss(536));
        process(SynBuilder.ipv4().protocol(17));
        Distribution before = counters.mssBefore().distribution();
        assertThat(before.bounds()).isEqualTo(PacketCounters.MSS_BUCKETS.bounds());
        assertThat(before.counts()).containsExactly(1L, 0L, 0L, 0L, 0L, 0L, 0L, 1L, 1L, 0L, 0L);
        assertThat(counters.mssAfter().distribution().counts())
                .containsExactly(1L, 0L, 0L, 0L, 2L, 0L, 0L, 0L, 0L, 0L, 0L);
    }

    @Test
    void aRuleWasLastHitWhenTheBatchOfItsLastSynBegan() {
        publish(false, rule("v4").setMss(1400), rule("none"));
        assertThat(counters.rule("v4").lastHitNs()).isEmpty();
        pipeline.begin(5);
        process(SynBuilder.ipv4().mss(1460));
        pipeline.begin(7);
        assertThat(counters.rule("v4").lastHitNs()).hasValue(5);
        process(SynBuilder.ipv4().mss(1460));
        pipeline.begin(9);
        assertThat(counters.rule("v4").lastHitNs()).hasValue(7);
        assertThat(counters.rule("none").lastHitNs()).isEmpty();
    }
}
