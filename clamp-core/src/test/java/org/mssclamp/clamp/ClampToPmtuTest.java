// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mssclamp.rule.RuleBuilder.rule;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mssclamp.packet.Family;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Direction;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.RuleBuilder;
import org.mssclamp.rule.RuleTable;
import org.mssclamp.tunnel.Presets;
import org.mssclamp.tunnel.TunnelStack;

class ClampToPmtuTest {
    private static final TunnelStack WIREGUARD =
            TunnelStack.of(List.of(Presets.named("wireguard").orElseThrow().tunnel()));

    private final FixedPaths paths = new FixedPaths(1500, 1400);
    private final PacketContext context = new PacketContext();

    private static RuleBuilder clamp(Direction direction) {
        return rule(direction.label()).action(new Action.ClampToPmtu(direction, 0, TunnelStack.NONE, Action.FLOOR));
    }

    private SynPipeline pipeline(Paths paths, RuleBuilder... rules) {
        List<Rule> built = Arrays.stream(rules).map(RuleBuilder::build).toList();
        return new SynPipeline(new RuleTable(built), Policy.DEFAULT, false, paths, new PacketCounters());
    }

    private void assertBecomes(SynBuilder expected, SynBuilder packet, Paths paths, RuleBuilder... rules) {
        byte[] octets = packet.build();
        ByteBuf buffer = Octets.between(0, octets, 4);
        pipeline(paths, rules).process(buffer, 0, octets.length, octets.length, context);
        assertThat(Octets.hex(buffer, 0, octets.length)).isEqualTo(Octets.hex(expected.build()));
    }

    private Outcome outcome(Paths paths, RuleBuilder rule, SynBuilder packet) {
        byte[] octets = packet.build();
        return pipeline(paths, rule).process(Octets.between(0, octets, 4), 0, octets.length, octets.length, context);
    }

    @Test
    void clampsToThePathOfItsDirection() {
        SynBuilder ipv4 = SynBuilder.ipv4().mss(8000);
        assertBecomes(SynBuilder.ipv4().mss(1460), ipv4, paths, clamp(Direction.FORWARD));
        assertBecomes(SynBuilder.ipv4().mss(1360), ipv4, paths, clamp(Direction.REVERSE));
        assertBecomes(SynBuilder.ipv4().mss(1360), ipv4, paths, clamp(Direction.BOTH));
        assertBecomes(SynBuilder.ipv6().mss(1340), SynBuilder.ipv6().mss(8000), paths, clamp(Direction.BOTH));
    }

    @Test
    void takesOverheadAndTunnelsOff() {
        RuleBuilder rule = rule("").action(new Action.ClampToPmtu(Direction.FORWARD, 8, WIREGUARD, Action.FLOOR));
        assertBecomes(SynBuilder.ipv4().mss(1392), SynBuilder.ipv4().mss(8000), paths, rule);
    }

    @Test
    void leavesAPacketAloneWhosePathIsUnknown() {
        SynBuilder packet = SynBuilder.ipv4().mss(8000);
        assertBecomes(packet, packet, Paths.NONE, clamp(Direction.BOTH));
        assertThat(outcome(Paths.NONE, clamp(Direction.BOTH), packet)).isEqualTo(Outcome.MTU_UNKNOWN);
    }

    @Test
    void leavesAPacketAloneWhosePathIsBelowTheFloor() {
        RuleBuilder rule = rule("").action(new Action.ClampToPmtu(Direction.BOTH, 0, TunnelStack.NONE, 536));
        assertThat(outcome(new FixedPaths(576, 1500), rule, SynBuilder.ipv4().mss(8000)))
                .isEqualTo(Outcome.CLAMPED);
        assertThat(outcome(new FixedPaths(575, 1500), rule, SynBuilder.ipv4().mss(8000)))
                .isEqualTo(Outcome.BELOW_FLOOR);
        assertThat(outcome(new FixedPaths(40, 1500), clamp(Direction.BOTH), SynBuilder.ipv4()))
                .isEqualTo(Outcome.BELOW_FLOOR);
    }

    @Test
    void tellsThePathsWhatItWillAsk() {
        SynPipeline pipeline = pipeline(
                paths,
                rule("fixed").setMss(1000).continues(),
                clamp(Direction.FORWARD).continues(),
                clamp(Direction.REVERSE).to("198.51.100.0/24"),
                clamp(Direction.BOTH),
                clamp(Direction.REVERSE));
        byte[] octets = SynBuilder.ipv4().to("192.0.2.1").mss(8000).build();
        ByteBuf buffer = Octets.between(0, octets, 4);

        int first = pipeline.expect(buffer, 0, octets.length, octets.length, context);

        assertThat(first).isZero();
        assertThat(pipeline.asksPaths()).isTrue();
        assertThat(paths.expected()).containsExactly(Direction.FORWARD, Direction.BOTH);
        assertThat(Octets.hex(buffer, 0, octets.length)).as("unchanged").isEqualTo(Octets.hex(octets));
    }

    @Test
    void expectsNothingOfWhatIsNoSyn() {
        byte[] octets = SynBuilder.ipv4().flags(SynBuilder.ACK).build();
        SynPipeline pipeline = pipeline(paths, clamp(Direction.BOTH));
        assertThat(pipeline.expect(Octets.between(0, octets, 4), 0, octets.length, octets.length, context))
                .isEqualTo(SynPipeline.NOT_MATCHED);
        assertThat(paths.expected()).isEmpty();
    }

    @Test
    void decidesByTheRuleThatWasFoundBefore() {
        byte[] octets = SynBuilder.ipv4().mss(8000).build();
        ByteBuf buffer = Octets.between(0, octets, 4);
        SynPipeline pipeline =
                pipeline(paths, rule("v6").family(Family.IPV6), clamp(Direction.REVERSE), clamp(Direction.FORWARD));

        int first = pipeline.expect(buffer, 0, octets.length, octets.length, context);
        pipeline.process(buffer, 0, octets.length, octets.length, context, first);

        assertThat(first).isEqualTo(1);
        assertThat(Octets.hex(buffer, 0, octets.length))
                .isEqualTo(Octets.hex(SynBuilder.ipv4().mss(1360).build()));
    }

    @Test
    void remembersThatNoRuleMatches() {
        byte[] octets = SynBuilder.ipv4().mss(8000).build();
        ByteBuf buffer = Octets.between(0, octets, 4);
        SynPipeline pipeline = pipeline(paths, clamp(Direction.BOTH).family(Family.IPV6));

        int first = pipeline.expect(buffer, 0, octets.length, octets.length, context);

        assertThat(first).isEqualTo(RuleTable.NONE);
        assertThat(pipeline.process(buffer, 0, octets.length, octets.length, context, first))
                .isEqualTo(Outcome.NO_RULE);
    }

    @Test
    void asksNoPathsForRulesWithoutNeed() {
        assertThat(pipeline(paths, rule("").setMss(1000)).asksPaths()).isFalse();
    }
}
