// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mssclamp.rule.Interfaces.ETH0;
import static org.mssclamp.rule.Interfaces.WG0;
import static org.mssclamp.rule.RuleBuilder.rule;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mssclamp.Seed;
import org.mssclamp.clamp.Explanation.Applied;
import org.mssclamp.clamp.Explanation.PassedOver;
import org.mssclamp.clamp.PacketCounters.RuleCount;
import org.mssclamp.oracle.PacketGenerator;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Interfaces;
import org.mssclamp.rule.MatchKey;
import org.mssclamp.rule.MissingMss;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.RandomRules;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.RuleBuilder;
import org.mssclamp.rule.RuleTable;

class ExplainerTest {
    private static final int TABLES = 5_000;
    private static final int PACKETS_PER_TABLE = 20;
    private static final int ROOM = 4;

    private final PacketContext context = new PacketContext();

    private Explanation explain(SynBuilder packet, RuleBuilder... rules) {
        List<Rule> built = Arrays.stream(rules).map(RuleBuilder::build).toList();
        byte[] octets = packet.build();
        return new Explainer(new RuleTable(built), Policy.DEFAULT, Paths.NONE)
                .explain(Octets.between(0, octets, ROOM), 0, octets.length, octets.length, context);
    }

    @Test
    void decidesEveryPacketAsThePipelineDoes() {
        SplittableRandom random = new SplittableRandom(Seed.VALUE);
        PacketGenerator packets = new PacketGenerator(Seed.VALUE);
        Map<Outcome, Integer> seen = new EnumMap<>(Outcome.class);
        for (int i = 0; i < TABLES; i++) {
            List<Rule> rules = RandomRules.rules(random).stream()
                    .map(rule -> varied(rule, random))
                    .toList();
            Policy policy = new Policy(random.nextBoolean(), random.nextBoolean());
            for (byte[] packet : packets.next(PACKETS_PER_TABLE)) {
                fillContext(random);
                int captured = random.nextInt(10) == 0 ? random.nextInt(packet.length + 1) : packet.length;
                Outcome outcome = agree(new RuleTable(rules), policy, packet, captured);
                seen.merge(outcome, 1, Integer::sum);
            }
        }
        assertThat(seen)
                .as(Seed.REPLAY)
                .containsKeys(Outcome.CLAMPED, Outcome.ADDED, Outcome.WOULD_CLAMP, Outcome.WOULD_ADD)
                .containsKeys(Outcome.ALREADY_LOW, Outcome.PASSED, Outcome.NO_RULE, Outcome.NO_MSS, Outcome.TCP_AO)
                .containsKeys(Outcome.TRUNCATED, Outcome.DROPPED_MALFORMED, Outcome.MALFORMED_TCP, Outcome.NOT_SYN);
    }

    private Outcome agree(RuleTable table, Policy policy, byte[] packet, int captured) {
        PacketCounters counters = new PacketCounters();
        ByteBuf processed = Octets.between(0, packet, ROOM);
        ByteBuf explained = Octets.between(0, packet, ROOM);
        SynPipeline pipeline = new SynPipeline(table, policy, false, Paths.NONE, counters);
        pipeline.enterForce();
        Outcome outcome = pipeline.process(processed, 0, captured, packet.length, context);
        Explanation explanation =
                new Explainer(table, policy, Paths.NONE).explain(explained, 0, captured, packet.length, context);

        String of = Seed.REPLAY + " " + Octets.hex(packet);
        assertThat(explanation.outcome()).as(of).isEqualTo(outcome);
        assertThat(Octets.hex(explained, 0, explained.capacity()))
                .as(of)
                .isEqualTo(Octets.hex(processed, 0, processed.capacity()));
        assertThat(explanation.length()).as(of).isEqualTo(outcome.changesPacket() ? pipeline.length() : packet.length);
        assertThat(explanation.steps().size() + explanation.notAsked()).as(of).isEqualTo(table.size());
        for (Explanation.Step step : explanation.steps()) {
            long matched = counters.rule(step.rule().name()).count(RuleCount.MATCHED);
            assertThat(step instanceof Applied).as(of).isEqualTo(matched == 1);
        }
        return outcome;
    }

    private static Rule varied(Rule rule, SplittableRandom random) {
        return new Rule(
                rule.name(),
                rule.match(),
                random.nextInt(20) == 0 ? new Action.Mtu(104) : rule.action(),
                RandomRules.oneOf(random, Mode.values()),
                random.nextBoolean(),
                RandomRules.oneOf(random, MissingMss.values()));
    }

    private void fillContext(SplittableRandom random) {
        context.fill(
                Interfaces.named(RandomRules.oneOf(random, "", "wg0", "wg10", "eth0", "tun0")),
                Interfaces.named(RandomRules.oneOf(random, "", "wg0", "eth0", "eth0.5", "ppp0")),
                RandomRules.oneOf(random, 0, 1, 2, 0x10, -1),
                random.nextInt(5) == 0);
    }

    @Test
    void tellsTheFirstKeyOfEachRulePassedOver() {
        context.fill(WG0, ETH0, 0, false);

        Explanation explanation = explain(
                SynBuilder.ipv4().mss(1460),
                rule("branch").out("vti0").to("203.0.113.0/24").setMss(1300),
                rule("phones").in("wg+").to("203.0.113.0/24").setMss(1300),
                rule("rest").setMss(1360),
                rule("never").setMss(1200));

        assertThat(explanation.steps())
                .containsExactly(
                        new PassedOver(
                                rule("branch")
                                        .out("vti0")
                                        .to("203.0.113.0/24")
                                        .setMss(1300)
                                        .build(),
                                List.of(1460),
                                MatchKey.OUT),
                        new PassedOver(
                                rule("phones")
                                        .in("wg+")
                                        .to("203.0.113.0/24")
                                        .setMss(1300)
                                        .build(),
                                List.of(1460),
                                MatchKey.TO),
                        new Applied(
                                rule("rest").setMss(1360).build(),
                                List.of(1460),
                                OptionalInt.empty(),
                                1360,
                                Outcome.CLAMPED,
                                List.of(1360)));
        assertThat(explanation.notAsked()).isEqualTo(1);
        assertThat(explanation.mssBefore()).containsExactly(1460);
        assertThat(explanation.mssAfter()).containsExactly(1360);
    }

    @Test
    void asksLaterRulesOfTheMssThatEarlierOnesLeft() {
        Explanation explanation = explain(
                SynBuilder.ipv4().mss(1460),
                rule("first").setMss(1400).continues(),
                rule("high").mss(1401, 1460).setMss(1000),
                rule("last").setMss(1380).continues());

        assertThat(explanation.steps())
                .extracting(Explanation.Step::mssBefore)
                .containsExactly(List.of(1460), List.of(1400), List.of(1400));
        assertThat(explanation.mssAfter()).containsExactly(1380);
        assertThat(explanation.notAsked()).isZero();
    }

    @Test
    void statesTheValueThatAnAbsentOptionWouldGet() {
        Explanation explanation =
                explain(SynBuilder.ipv4(), rule("lab").setMss(1400).adds().observe());

        Applied step = (Applied) explanation.steps().get(0);
        assertThat(step.target()).isEqualTo(536);
        assertThat(step.outcome()).isEqualTo(Outcome.WOULD_ADD);
        assertThat(explanation.mssAfter()).isEmpty();
    }

    @Test
    void asksNoRuleOfWhatIsNoSyn() {
        Explanation explanation = explain(
                SynBuilder.ipv4().flags(SynBuilder.ACK).mss(1460), rule("all").setMss(1400));

        assertThat(explanation.outcome()).isEqualTo(Outcome.NOT_SYN);
        assertThat(explanation.steps()).isEmpty();
        assertThat(explanation.notAsked()).isEqualTo(1);
    }
}
