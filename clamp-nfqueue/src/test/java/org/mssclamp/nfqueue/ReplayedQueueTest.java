// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mssclamp.rule.RuleBuilder.rule;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.mssclamp.AllocatedOctets;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.packet.SynBuilder;
import org.mssclamp.route.KnownLinks;
import org.mssclamp.route.Links;
import org.mssclamp.rule.Action.SetMss;
import org.mssclamp.rule.Interface;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.RuleTable;

class ReplayedQueueTest {
    private static final int BATCH = 64;
    private static final int MAX_ROUNDS = 40;

    private final Links links = KnownLinks.of(Map.of(1, "wg0", 2, "eth0"), index -> "");

    @AutoClose
    private final ReplayedQueue queue = new ReplayedQueue(
            List.of(
                    SynBuilder.ipv4().mss(1460).build(),
                    SynBuilder.ipv6().mss(1440).build(),
                    SynBuilder.ipv4().mss(1200).build()),
            links.interfaceOf(1),
            links.interfaceOf(2),
            7,
            links,
            KnownLinks.silentPaths());

    private void publish(String in) {
        RuleTable table = new RuleTable(
                List.of(rule("all").in(in).action(new SetMss(1300, 1300)).build()));
        queue.publish(new SynPipeline(table, Policy.DEFAULT, false, queue.paths(), queue.packets()));
    }

    private long count(Outcome outcome) {
        return queue.packets().outcomes().count(outcome);
    }

    @Test
    void handsOverThePacketsInTurnsAsTheyWere() {
        publish("wg0");
        for (int i = 0; i < 3; i++) {
            assertThat(queue.doWork()).isEqualTo(BATCH);
        }
        assertThat(count(Outcome.CLAMPED)).isEqualTo(2 * BATCH);
        assertThat(count(Outcome.ALREADY_LOW)).isEqualTo(BATCH);
    }

    @Test
    void saysByWhichInterfaceTheyCame() {
        publish("eth0");
        queue.doWork();
        assertThat(count(Outcome.NO_RULE)).isEqualTo(BATCH);
    }

    @Test
    void knowsPacketsWithoutInterfaces() {
        try (ReplayedQueue local = new ReplayedQueue(
                List.of(SynBuilder.ipv4().build()),
                Interface.NONE,
                Interface.NONE,
                0,
                links,
                KnownLinks.silentPaths())) {
            local.doWork();
            assertThat(local.packets().outcomes().count(Outcome.NO_RULE)).isEqualTo(BATCH);
        }
    }

    @Test
    void allocatesNothingForAPacket() {
        publish("wg0");
        long octets = AllocatedOctets.least(MAX_ROUNDS, () -> {
            for (int i = 0; i < 2000; i++) {
                queue.doWork();
            }
        });
        assertThat(octets)
                .as("octets for 128,000 packets, once all is compiled")
                .isZero();
    }
}
