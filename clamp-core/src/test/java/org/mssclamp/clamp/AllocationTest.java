// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mssclamp.rule.Interfaces.ETH0;
import static org.mssclamp.rule.Interfaces.WG0;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mssclamp.AllocatedOctets;
import org.mssclamp.Seed;
import org.mssclamp.packet.Octets;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.RuleBuilder;
import org.mssclamp.rule.RuleTable;
import org.mssclamp.rule.SynKind;
import org.mssclamp.rule.Way;

/** The way of a packet allocates nothing: not one octet over a million packets of every kind. */
class AllocationTest {
    private static final int PACKETS = 1_000_000;
    private static final int KINDS = 2_000;
    private static final int BEHIND = 4;

    private final PacketContext context = new PacketContext();
    private final PacketCounters counters = new PacketCounters();
    private final SynPipeline pipeline = new SynPipeline(rules(), new Policy(true, false), false, Paths.NONE, counters);
    private final byte[][] packets = new byte[KINDS][];
    private final int[] captured = new int[KINDS];
    private final ByteBuf[] buffers = new ByteBuf[KINDS];

    private static RuleTable rules() {
        return new RuleTable(List.of(
                        RuleBuilder.rule("other").in("tun*").out("ppp0").build(),
                        RuleBuilder.rule("ports")
                                .sourcePorts(1, 100)
                                .sourcePorts(200, 900)
                                .destinationPorts(443, 443)
                                .build(),
                        RuleBuilder.rule("marked").mark(2, 3).mssNot(1, 2).build(),
                        RuleBuilder.rule("looks")
                                .mss(500, 1500)
                                .observe()
                                .adds()
                                .continues()
                                .build(),
                        RuleBuilder.rule("ends")
                                .flags(SynKind.SYN_ACK)
                                .adds()
                                .continues()
                                .build(),
                        RuleBuilder.rule("pass")
                                .from("127.0.0.2")
                                .from("2001:db8::/64")
                                .to("!10.0.0.0/8")
                                .action(new Action.Pass())
                                .build(),
                        RuleBuilder.rule("v4")
                                .action(new Action.SetMss(1300, Action.NO_LIMIT))
                                .adds()
                                .build(),
                        RuleBuilder.rule("probed")
                                .action(new Action.ProbedMtu(Way.to("10.8.0.2"), 600, 1280))
                                .continues()
                                .build(),
                        RuleBuilder.rule("rest")
                                .action(new Action.Mtu(1280))
                                .adds()
                                .build()))
                .withProbed(Map.of(Way.to("10.8.0.2"), 1340));
    }

    private void makePackets() {
        PacketMutator mutator = new PacketMutator(new SplittableRandom(Seed.VALUE));
        SplittableRandom random = new SplittableRandom(Seed.VALUE);
        for (int i = 0; i < KINDS; i++) {
            mutator.next();
            packets[i] = new byte[mutator.length()];
            System.arraycopy(mutator.octets(), 0, packets[i], 0, packets[i].length);
            captured[i] = random.nextInt(20) == 0 ? packets[i].length / 2 : packets[i].length;
            buffers[i] = Octets.direct(packets[i].length + BEHIND);
        }
    }

    private void process(int count) {
        for (int i = 0; i < count; i++) {
            int kind = i % KINDS;
            byte[] packet = packets[kind];
            ByteBuf buffer = buffers[kind];
            buffer.setBytes(0, packet, 0, packet.length);
            context.fill(WG0, ETH0, i, (i & 15) == 0);
            pipeline.process(buffer, 0, captured[kind], packet.length, context);
        }
    }

    @Test
    void allocatesNothingForAMillionPackets() {
        makePackets();
        // Every kind of packet is in every million, so what a packet allocates is in each.
        assertThat(AllocatedOctets.least(20, () -> process(PACKETS)))
                .as(Seed.REPLAY)
                .isZero();
        assertThat(counters.outcomes().count(Outcome.CLAMPED)).isPositive();
        assertThat(counters.outcomes().count(Outcome.ADDED)).isPositive();
        assertThat(counters.outcomes().count(Outcome.NOT_TCP)).isPositive();
        assertThat(counters.outcomes().count(Outcome.TRUNCATED)).isPositive();
    }

    @Test
    void wouldSeeTheSmallestAllocation() {
        byte[][] smallest = new byte[1][];
        assertThat(AllocatedOctets.least(1, () -> smallest[0] = new byte[1])).isPositive();
    }
}
