// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mssclamp.rule.RuleBuilder.rule;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    /** Of three packets, in a batch. */
    private static final int WHOLE_PASSES = 63;

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
            assertThat(queue.doWork()).isEqualTo(WHOLE_PASSES);
        }
        assertThat(count(Outcome.CLAMPED)).isEqualTo(2 * WHOLE_PASSES);
        assertThat(count(Outcome.ALREADY_LOW)).isEqualTo(WHOLE_PASSES);
    }

    @Test
    void handsOverOnePassByItselfOnRequest() {
        publish("wg0");
        assertThat(queue.doWorkOfOnePass()).isEqualTo(3);
        assertThat(count(Outcome.CLAMPED)).isEqualTo(2);
        assertThat(count(Outcome.ALREADY_LOW)).isEqualTo(1);
        assertThat(queue.doWork()).isEqualTo(WHOLE_PASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 64 64",
        "2, 64 64",
        "33, 33 33",
        "63, 63 63",
        "64, 64 64",
        "65, 64 1 64 1",
        "128, 64 64 64",
        "130, 64 64 2 64"
    })
    void endsABatchWithAPass(int packets, String batches) {
        try (ReplayedQueue replayed = new ReplayedQueue(
                Collections.nCopies(packets, SynBuilder.ipv4().build()),
                Interface.NONE,
                Interface.NONE,
                0,
                links,
                KnownLinks.silentPaths())) {
            for (String batch : batches.split(" ", -1)) {
                assertThat(replayed.doWork()).isEqualTo(Integer.parseInt(batch));
            }
        }
    }

    @Test
    void saysByWhichInterfaceTheyCame() {
        publish("eth0");
        queue.doWork();
        assertThat(count(Outcome.NO_RULE)).isEqualTo(WHOLE_PASSES);
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
    void handsOverOfTheLargestPacketWhatTheKernelWould() {
        byte[] largest = SynBuilder.ipv4().mss(1460).data(0xFFFF - 44).build();
        assertThat(largest).hasSize(0xFFFF);
        try (ReplayedQueue large = new ReplayedQueue(
                List.of(largest), Interface.NONE, Interface.NONE, 0, links, KnownLinks.silentPaths())) {
            RuleTable table = new RuleTable(
                    List.of(rule("all").action(new SetMss(1300, 1300)).build()));
            large.publish(new SynPipeline(table, Policy.DEFAULT, false, large.paths(), large.packets()));
            assertThat(large.doWorkOfOnePass()).isEqualTo(1);
            assertThat(large.packets().outcomes().count(Outcome.TRUNCATED)).isEqualTo(1);
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
                .as("octets for 126,000 packets, once all is compiled")
                .isZero();
    }

    @Test
    void allocatesNothingForAPacketThatIsTraced() {
        publish("wg0");
        SynRing ring = new SynRing(0, new SynFilter(List.of(), List.of(), OptionalInt.empty()), BATCH);
        queue.trace(ring);
        for (int i = 0; i < 3000; i++) {
            queue.doWork();
            assertThat(takeAll(ring)).isEqualTo(WHOLE_PASSES);
        }
        long least = Long.MAX_VALUE;
        // As many as it takes the compilers, which may have other things to do.
        for (int i = 0; i < 20_000 && least > 0; i++) {
            least = Math.min(least, AllocatedOctets.least(1, queue::doWork));
            takeAll(ring);
        }
        assertThat(least).as("octets for a batch").isZero();
        assertThat(ring.missed()).isZero();
    }

    private static int takeAll(SynRing ring) {
        int taken = 0;
        while (ring.take().isPresent()) {
            taken++;
        }
        return taken;
    }
}
