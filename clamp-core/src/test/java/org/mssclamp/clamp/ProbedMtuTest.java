// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mssclamp.clamp.Explanation.Applied;
import org.mssclamp.clamp.PacketCounters.RuleCount;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;
import org.mssclamp.rule.Action.ProbedMtu;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.RuleBuilder;
import org.mssclamp.rule.RuleTable;
import org.mssclamp.rule.Way;

class ProbedMtuTest {
    private static final Way HOST = Way.to("10.8.0.2");
    private static final int ROOM = 4;

    private final RuleTable table = new RuleTable(List.of(
            RuleBuilder.rule("branch").action(new ProbedMtu(HOST, 600, 1280)).build()));
    private final PacketCounters counters = new PacketCounters();
    private final PacketContext context = new PacketContext();

    private SynPipeline pipeline(RuleTable rules) {
        SynPipeline pipeline = new SynPipeline(rules, Policy.DEFAULT, false, Paths.NONE, counters);
        pipeline.enterForce();
        return pipeline;
    }

    private void assertClamps(SynPipeline pipeline, SynBuilder packet, SynBuilder expected) {
        byte[] octets = packet.build();
        ByteBuf buffer = Octets.between(0, octets, ROOM);
        pipeline.process(buffer, 0, octets.length, octets.length, context);
        assertThat(Octets.hex(buffer, 0, octets.length)).isEqualTo(Octets.hex(expected.build()));
    }

    private Applied explained(RuleTable rules) {
        byte[] octets = SynBuilder.ipv4().mss(1460).build();
        Explanation explanation = new Explainer(rules, Policy.DEFAULT, Paths.NONE)
                .explain(Octets.between(0, octets, ROOM), 0, octets.length, octets.length, context);
        return (Applied) explanation.steps().get(0);
    }

    @Test
    void clampsToTheInitialMtuUntilProbesHaveFoundOne() {
        SynPipeline pipeline = pipeline(table);
        assertClamps(pipeline, SynBuilder.ipv4().mss(1460), SynBuilder.ipv4().mss(1240));
        assertClamps(pipeline, SynBuilder.ipv6().mss(1440), SynBuilder.ipv6().mss(1220));
        assertThat(explained(table).pathMtu()).isEmpty();
        assertThat(explained(table).target()).isEqualTo(1240);
    }

    @Test
    void clampsToWhatProbesHaveFound() {
        RuleTable probed = table.withProbed(Map.of(HOST, 1400, Way.to("10.8.0.3"), 1300));
        SynPipeline pipeline = pipeline(probed);
        assertClamps(pipeline, SynBuilder.ipv4().mss(1460), SynBuilder.ipv4().mss(1360));
        assertClamps(pipeline, SynBuilder.ipv6().mss(1440), SynBuilder.ipv6().mss(1340));
        assertThat(explained(probed).pathMtu()).isEqualTo(OptionalInt.of(1400));
        assertThat(explained(probed).target()).isEqualTo(1360);
    }

    @Test
    void decidesByTheNumberThatItBeganWith() {
        SynPipeline before = pipeline(table.withProbed(Map.of(HOST, 1400)));
        SynPipeline after = pipeline(table.withProbed(Map.of(HOST, 1400)).withProbed(Map.of(HOST, 1300)));
        assertClamps(before, SynBuilder.ipv4().mss(1460), SynBuilder.ipv4().mss(1360));
        assertClamps(after, SynBuilder.ipv4().mss(1460), SynBuilder.ipv4().mss(1260));
    }

    @Test
    void goesOnCountingWhenTheNumberChanges() {
        assertClamps(
                pipeline(table), SynBuilder.ipv4().mss(1460), SynBuilder.ipv4().mss(1240));
        SynPipeline after = pipeline(table.withProbed(Map.of(HOST, 1400)));
        assertClamps(after, SynBuilder.ipv4().mss(1460), SynBuilder.ipv4().mss(1360));
        assertThat(counters.rule("branch").count(RuleCount.CHANGED)).isEqualTo(2);
    }

    @Test
    void raisesNothing() {
        assertClamps(
                pipeline(table.withProbed(Map.of(HOST, 9000))),
                SynBuilder.ipv4().mss(1460),
                SynBuilder.ipv4().mss(1460));
    }
}
