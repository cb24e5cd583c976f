// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mssclamp.Seed;
import org.mssclamp.packet.Octets;

/** Ten million packets, most of them broken, none of which may fail, be read beyond its end or be changed beyond need. */
class PacketFuzzTest {
    private static final int PACKETS = 10_000_000;

    private final PacketCounters counters = new PacketCounters();
    private final List<CheckedPipeline> pipelines = CheckedPipeline.ofEveryKind(counters);
    private final SplittableRandom random = new SplittableRandom(Seed.VALUE);

    @Test
    void changesTheAllowedOctetsOfAnyPacketAndNoOthers() {
        PacketMutator mutator = new PacketMutator(random);
        for (int i = 0; i < PACKETS; i++) {
            mutator.next();
            int length = mutator.length();
            int captured = random.nextInt(20) == 0 ? random.nextInt(length + 1) : length;
            int behind = random.nextBoolean() ? 0 : random.nextInt(8);
            boolean checksumPending = random.nextInt(16) == 0;
            CheckedPipeline pipeline = pipelines.get(i % pipelines.size());
            try {
                pipeline.process(mutator.octets(), length, captured, random.nextInt(4), behind, checksumPending);
            } catch (AssertionError e) {
                String packet = Octets.hex(Arrays.copyOf(mutator.octets(), length));
                throw new AssertionError(
                        String.format(
                                "packet %d, %d of %d octets captured, pipeline %d: %s; %s",
                                i, captured, length, i % pipelines.size(), packet, Seed.REPLAY),
                        e);
            }
        }
        assertReachedEveryOutcome();
    }

    private void assertReachedEveryOutcome() {
        // Every SYN meets a rule with a limit of its own here; failures are the worker's to count.
        EnumSet<Outcome> others =
                EnumSet.of(Outcome.PASSED, Outcome.NO_RULE, Outcome.BELOW_FLOOR, Outcome.MTU_UNKNOWN, Outcome.FAILED);
        for (Outcome outcome : EnumSet.complementOf(others)) {
            assertThat(counters.outcomes().count(outcome))
                    .as("%s, %s", outcome, Seed.REPLAY)
                    .isGreaterThan(1_000);
        }
        for (Oddity oddity : Oddity.values()) {
            assertThat(counters.oddities().count(oddity))
                    .as("%s, %s", oddity, Seed.REPLAY)
                    .isGreaterThan(1_000);
        }
    }
}
