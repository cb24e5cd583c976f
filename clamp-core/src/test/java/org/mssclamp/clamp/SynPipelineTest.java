// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mssclamp.rule.RuleBuilder.rule;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mssclamp.clamp.PacketCounters.RuleCount;
import org.mssclamp.packet.NaiveChecksum;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Interface;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.RuleBuilder;
import org.mssclamp.rule.RuleTable;
import org.mssclamp.rule.SynKind;

class SynPipelineTest {
    private static final int BEFORE = 36;
    private static final int BEHIND = 9;
    private static final Policy DROPS_MALFORMED = new Policy(true, false);
    private static final String AO = "1d10 0101" + "aa".repeat(12);

    private final PacketCounters counters = new PacketCounters();
    private final PacketContext context = new PacketContext();

    private SynPipeline pipeline(RuleBuilder... rules) {
        return pipeline(Policy.DEFAULT, false, rules);
    }

    private SynPipeline pipeline(Policy policy, boolean observesAll, RuleBuilder... rules) {
        List<Rule> built = Arrays.stream(rules).map(RuleBuilder::build).toList();
        SynPipeline pipeline = new SynPipeline(new RuleTable(built), policy, observesAll, Paths.NONE, counters);
        pipeline.enterForce();
        return pipeline;
    }

    private Outcome process(SynPipeline pipeline, SynBuilder packet) {
        byte[] octets = packet.build();
        return process(pipeline, Octets.between(BEFORE, octets, BEHIND), octets.length);
    }

    private Outcome process(SynPipeline pipeline, ByteBuf buffer, int length) {
        return pipeline.process(buffer, BEFORE, length, length, context);
    }

    /** A packet that comes to one outcome through one rule. */
    private record Scenario(Outcome outcome, RuleBuilder rule, SynBuilder packet, int uncaptured, boolean drops) {
        static Scenario of(Outcome outcome, RuleBuilder rule, SynBuilder packet) {
            return new Scenario(outcome, rule, packet, 0, false);
        }

        Scenario cutBy(int octets) {
            return new Scenario(outcome, rule, packet, octets, drops);
        }

        Scenario dropsMalformed() {
            return new Scenario(outcome, rule, packet, uncaptured, true);
        }

        Policy policy() {
            return drops ? DROPS_MALFORMED : Policy.DEFAULT;
        }

        @Override
        public String toString() {
            return outcome.label();
        }
    }

    static List<Scenario> scenarios() {
        RuleBuilder clamp = rule("clamp");
        RuleBuilder add = rule("add").adds();
        return List.of(
                Scenario.of(Outcome.CLAMPED, clamp, SynBuilder.ipv4().mss(1460)),
                Scenario.of(Outcome.ADDED, add, SynBuilder.ipv6()),
                Scenario.of(
                        Outcome.WOULD_CLAMP,
                        rule("see").observe(),
                        SynBuilder.ipv6().mss(1440)),
                Scenario.of(Outcome.WOULD_ADD, rule("see").observe().adds(), SynBuilder.ipv4()),
                Scenario.of(Outcome.ALREADY_LOW, clamp, SynBuilder.ipv4().mss(1400)),
                Scenario.of(
                        Outcome.PASSED,
                        rule("pass").action(new Action.Pass()),
                        SynBuilder.ipv4().mss(1460)),
                Scenario.of(
                        Outcome.MTU_UNKNOWN,
                        rule("path").action(Action.ClampToPmtu.DEFAULT),
                        SynBuilder.ipv4().mss(1460)),
                Scenario.of(
                        Outcome.NO_RULE, rule("wg").in("wg0"), SynBuilder.ipv4().mss(1460)),
                Scenario.of(Outcome.NO_MSS, clamp, SynBuilder.ipv4()),
                Scenario.of(Outcome.NOT_ADDED_MALFORMED, add, SynBuilder.ipv4().option("0203 05 01")),
                Scenario.of(Outcome.NOT_ADDED_SIGNED, add, SynBuilder.ipv4().option(AO)),
                Scenario.of(Outcome.NOT_ADDED_FRAGMENT, add, SynBuilder.ipv4().fragmentField(0x2000)),
                Scenario.of(Outcome.NOT_ADDED_DATA, add, SynBuilder.ipv4().data(5)),
                Scenario.of(Outcome.NOT_ADDED_FULL, add, SynBuilder.ipv4().option("01".repeat(40))),
                Scenario.of(Outcome.TCP_AO, clamp, SynBuilder.ipv4().mss(1460).option(AO)),
                Scenario.of(
                        Outcome.BELOW_FLOOR,
                        rule("tiny").action(new Action.Mtu(100)),
                        SynBuilder.ipv4().mss(1460)),
                Scenario.of(
                        Outcome.NOT_SYN,
                        clamp,
                        SynBuilder.ipv4().flags(SynBuilder.ACK).mss(1460)),
                Scenario.of(Outcome.NOT_TCP, clamp, SynBuilder.ipv4().protocol(17)),
                Scenario.of(Outcome.LATER_FRAGMENT, clamp, SynBuilder.ipv4().fragmentField(7)),
                // One word more than a header length can state makes it version 5.
                Scenario.of(Outcome.MALFORMED_IP, clamp, SynBuilder.ipv4().ipOption("01".repeat(44))),
                Scenario.of(Outcome.MALFORMED_TCP, clamp, SynBuilder.ipv6().dataOffset(4)),
                Scenario.of(Outcome.DROPPED_MALFORMED, clamp, SynBuilder.ipv6().dataOffset(7))
                        .dropsMalformed(),
                Scenario.of(
                                Outcome.TRUNCATED,
                                clamp,
                                SynBuilder.ipv4().mss(1460).data(20))
                        .cutBy(20),
                Scenario.of(Outcome.TRUNCATED, add, SynBuilder.ipv4().option("01010101"))
                        .cutBy(4));
    }

    @Test
    void scenariosReachEveryOutcome() {
        Set<Outcome> reached = scenarios().stream().map(Scenario::outcome).collect(Collectors.toSet());
        // FAILED is what the queue's worker makes of an exception; the pipeline has none.
        assertThat(EnumSet.complementOf(EnumSet.of(Outcome.FAILED))).isEqualTo(reached);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void comesToTheOutcomeAndCountsItOnce(Scenario scenario) {
        byte[] packet = scenario.packet().build();
        ByteBuf buffer = Octets.between(BEFORE, packet, BEHIND);
        SynPipeline pipeline = pipeline(scenario.policy(), false, scenario.rule());
        int captured = packet.length - scenario.uncaptured();
        assertThat(pipeline.process(buffer, BEFORE, captured, packet.length, context))
                .isEqualTo(scenario.outcome());
        for (Outcome outcome : Outcome.values()) {
            assertThat(counters.outcomes().count(outcome)).isEqualTo(outcome == scenario.outcome() ? 1 : 0);
        }
        int length = scenario.outcome() == Outcome.ADDED ? packet.length + 4 : packet.length;
        assertThat(Octets.isPoison(buffer, 0, BEFORE)).isTrue();
        assertThat(Octets.isPoison(buffer, BEFORE + length, BEHIND + packet.length - length))
                .isTrue();
        if (scenario.outcome().changesPacket()) {
            assertThat(pipeline.length()).isEqualTo(length);
        } else {
            assertThat(Octets.hex(buffer, BEFORE, length)).isEqualTo(Octets.hex(packet));
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void touchesAndDropsNothingWhenItObservesAll(Scenario scenario) {
        byte[] packet = scenario.packet().build();
        ByteBuf buffer = Octets.between(BEFORE, packet, BEHIND);
        context.fill(Interface.NONE, Interface.NONE, 0, true);
        SynPipeline pipeline = pipeline(scenario.policy(), true, scenario.rule());
        int captured = packet.length - scenario.uncaptured();
        Outcome outcome = pipeline.process(buffer, BEFORE, captured, packet.length, context);
        assertThat(outcome.changesPacket()).isFalse();
        assertThat(outcome.dropsPacket()).isFalse();
        assertThat(outcome.wouldChangePacket())
                .isEqualTo(
                        scenario.outcome().changesPacket() || scenario.outcome().wouldChangePacket());
        assertThat(Octets.hex(buffer, BEFORE, packet.length)).isEqualTo(Octets.hex(packet));
        assertThat(Octets.isPoison(buffer, BEFORE + packet.length, BEHIND)).isTrue();
    }

    @Test
    void remembersNothingOfThePacketBefore() {
        RuleBuilder[] rules = {
            rule("syn-ack").flags(SynKind.SYN_ACK).setMss(1000), rule("rest").adds()
        };
        SynPipeline old = pipeline(rules);
        for (Scenario first : scenarios()) {
            for (Scenario second : scenarios()) {
                process(old, first.packet());
                Outcome afterAnother = process(old, second.packet());
                assertThat(afterAnother).isEqualTo(process(pipeline(rules), second.packet()));
            }
        }
    }

    @Test
    void countsEachOddity() {
        SynPipeline pipeline = pipeline();
        process(pipeline, SynBuilder.ipv4().mss(1460));
        assertOddities();
        process(
                pipeline,
                SynBuilder.ipv4().option("01").mss(1460).option("01").mss(1460).option("0101"));
        assertOddities(Oddity.ODD_OFFSET, Oddity.REPEATED_MSS);
        process(pipeline, SynBuilder.ipv4().option("01").mss(1460).mss(1460).option("010101"));
        assertOddities(Oddity.ODD_OFFSET, Oddity.REPEATED_MSS);
        process(pipeline, SynBuilder.ipv4().mss(1460).option("0203 05 01"));
        assertOddities(Oddity.MALFORMED_OPTIONS);
        process(pipeline, SynBuilder.ipv4().option("00 01 0204 05b4 0101"));
        assertOddities(Oddity.OCTETS_BEHIND_END);
        process(pipeline, SynBuilder.ipv4().option("0203 05 00 0101 0101"));
        assertOddities(Oddity.MALFORMED_OPTIONS);
    }

    /** These and no others, since this was last asked. */
    private void assertOddities(Oddity... expected) {
        for (Oddity oddity : Oddity.values()) {
            long count = counters.oddities().count(oddity);
            assertThat(count)
                    .as(oddity.label())
                    .isEqualTo(Arrays.asList(expected).contains(oddity) ? 1 : 0);
            counters.oddities().add(oddity, -count);
        }
    }

    @Test
    void countsForEachRuleWhatItMatchedAndWhatItChanged() {
        SynPipeline pipeline = pipeline(
                rule("seen").mss(1460, 1460).observe().continues(),
                rule("low").mss(0, 1400),
                rule("high").adds());
        process(pipeline, SynBuilder.ipv4().mss(1460));
        process(pipeline, SynBuilder.ipv4().mss(1300));
        process(pipeline, SynBuilder.ipv4());
        process(pipeline, SynBuilder.ipv4().protocol(17));
        assertRule("seen", 1, 1);
        assertRule("low", 1, 0);
        assertRule("high", 2, 2);
        assertRule("never heard of", 0, 0);
    }

    @Test
    void countsOfAChangedRuleStayUntilItEntersForce() {
        process(
                pipeline(RuleBuilder.rule("all").setMss(1400)),
                SynBuilder.ipv4().mss(1460));
        RuleTable changed =
                new RuleTable(List.of(RuleBuilder.rule("all").setMss(1300).build()));
        SynPipeline next = new SynPipeline(changed, Policy.DEFAULT, false, Paths.NONE, counters);
        assertRule("all", 1, 1);
        next.enterForce();
        assertRule("all", 0, 0);
    }

    private void assertRule(String name, long matched, long changed) {
        assertThat(counters.rule(name).count(RuleCount.MATCHED)).as(name).isEqualTo(matched);
        assertThat(counters.rule(name).count(RuleCount.CHANGED)).as(name).isEqualTo(changed);
    }

    @Test
    void goesOnCountingForARuleThatAReloadLeavesAsItWas() {
        process(pipeline(rule("a")), SynBuilder.ipv4().mss(1460));
        process(pipeline(rule("b"), rule("a")), SynBuilder.ipv4().mss(1460));
        assertRule("a", 1, 1);
        assertRule("b", 1, 1);
        process(pipeline(rule("a")), SynBuilder.ipv4().mss(1460));
        assertRule("a", 2, 2);
    }

    @Test
    void countsAnewForARuleThatAReloadChangesOrBringsBack() {
        process(pipeline(rule("a"), rule("b")), SynBuilder.ipv4().mss(1460));
        process(pipeline(rule("a").setMss(1000)), SynBuilder.ipv4().mss(1460));
        assertRule("a", 1, 1);
        pipeline(rule("b"));
        assertRule("a", 0, 0);
        pipeline(rule("a").setMss(1000));
        assertRule("a", 0, 0);
    }

    @Test
    void firstMatchDecides() {
        assertClampsTo(1300, 1460, rule("first").setMss(1300), rule("second").setMss(1000));
        assertClampsTo(1460, 1460, rule("first").action(new Action.Pass()), rule("second"));
        assertClampsTo(1400, 1460, rule("other").in("wg0").setMss(1000), rule("rest"));
    }

    @Test
    void continueLowersInOrder() {
        assertClampsTo(1300, 1460, rule("1").continues(), rule("2").setMss(1300));
        assertClampsTo(1300, 1460, rule("1").setMss(1300).continues(), rule("2"));
        assertClampsTo(1000, 1460, rule("1").continues(), rule("2").setMss(1000).continues(), rule("3"));
        assertClampsTo(1400, 1460, rule("1").continues(), rule("2"), rule("3").setMss(1000));
    }

    @Test
    void laterRulesSeeTheMssAsLowered() {
        assertClampsTo(
                1300,
                1460,
                rule("1").continues(),
                rule("2").mss(1401, 65535).setMss(1000),
                rule("3").mss(1400, 1400).setMss(1300));
    }

    @Test
    void laterRulesSeeTheMssAsAdded() {
        byte[] packet = SynBuilder.ipv4().build();
        ByteBuf buffer = Octets.between(BEFORE, packet, BEHIND);
        SynPipeline pipeline = pipeline(
                rule("1").adds().continues(),
                rule("2").mss(536, 536).setMss(100).adds());
        assertThat(process(pipeline, buffer, packet.length)).isEqualTo(Outcome.CLAMPED);
        assertThat(pipeline.length()).isEqualTo(44);
        assertThat(Octets.hex(buffer, BEFORE, 44))
                .isEqualTo(Octets.hex(SynBuilder.ipv4().mss(100).build()));
        assertRule("1", 1, 1);
        assertRule("2", 1, 1);
    }

    @Test
    void anObservingRuleThatContinuesHidesNothing() {
        assertClampsTo(1400, 1460, rule("1").setMss(1000).observe().continues(), rule("2"));
        assertRule("1", 1, 1);
        assertRule("2", 1, 1);
        assertClampsTo(1400, 1460, rule("1").continues(), rule("2").setMss(1000).observe());
        assertRule("1", 1, 1);
        assertRule("2", 1, 1);
    }

    private void assertClampsTo(int expected, int mss, RuleBuilder... rules) {
        byte[] packet = SynBuilder.ipv4().mss(mss).build();
        ByteBuf buffer = Octets.between(BEFORE, packet, BEHIND);
        Outcome outcome = process(pipeline(rules), buffer, packet.length);
        assertThat(outcome.changesPacket()).isEqualTo(expected != mss);
        assertThat(Octets.hex(buffer, BEFORE, packet.length))
                .isEqualTo(Octets.hex(SynBuilder.ipv4().mss(expected).build()));
    }

    @Test
    void tellsTheStrongestOfSeveralOutcomes() {
        assertThat(Outcome.CLAMPED.then(Outcome.ALREADY_LOW)).isEqualTo(Outcome.CLAMPED);
        assertThat(Outcome.CLAMPED.then(Outcome.WOULD_CLAMP)).isEqualTo(Outcome.CLAMPED);
        assertThat(Outcome.WOULD_CLAMP.then(Outcome.CLAMPED)).isEqualTo(Outcome.CLAMPED);
        assertThat(Outcome.WOULD_ADD.then(Outcome.NO_MSS)).isEqualTo(Outcome.WOULD_ADD);
        assertThat(Outcome.NO_RULE.then(Outcome.PASSED)).isEqualTo(Outcome.PASSED);
        assertThat(Outcome.ALREADY_LOW.then(Outcome.PASSED)).isEqualTo(Outcome.PASSED);
    }

    @Test
    void completesAPendingChecksumOfAPacketItChanges() {
        context.fill(Interface.NONE, Interface.NONE, 0, true);
        for (SynBuilder builder : List.of(SynBuilder.ipv4().mss(1460).data(7), SynBuilder.ipv4())) {
            byte[] packet = builder.checksumPending().build();
            ByteBuf buffer = Octets.between(BEFORE, packet, BEHIND);
            SynPipeline pipeline =
                    pipeline(rule("1").adds().continues(), rule("2").setMss(300));
            assertThat(process(pipeline, buffer, packet.length).changesPacket()).isTrue();
            byte[] changed = new byte[pipeline.length()];
            buffer.getBytes(BEFORE, changed);
            assertThat(NaiveChecksum.ofSegment(changed, 20)).isEqualTo(0xFFFF);
        }
    }

    @Test
    void leavesAPendingChecksumOfAPacketItDoesNotChange() {
        context.fill(Interface.NONE, Interface.NONE, 0, true);
        byte[] packet = SynBuilder.ipv4().mss(1300).checksumPending().build();
        ByteBuf buffer = Octets.between(BEFORE, packet, BEHIND);
        assertThat(process(pipeline(rule("all")), buffer, packet.length)).isEqualTo(Outcome.ALREADY_LOW);
        assertThat(Octets.hex(buffer, BEFORE, packet.length)).isEqualTo(Octets.hex(packet));
    }

    @Test
    void dropsMalformedPacketsWithoutAskingTheRules() {
        SynPipeline pipeline = pipeline(DROPS_MALFORMED, false, rule("pass").action(new Action.Pass()));
        assertThat(process(pipeline, SynBuilder.ipv4().dataOffset(0))).isEqualTo(Outcome.DROPPED_MALFORMED);
        assertThat(process(pipeline, SynBuilder.ipv4().dataOffset(0).flags(SynBuilder.ACK)))
                .isEqualTo(Outcome.NOT_SYN);
        assertThat(process(pipeline, SynBuilder.ipv4().option("0200 05b4"))).isEqualTo(Outcome.PASSED);
    }
}
