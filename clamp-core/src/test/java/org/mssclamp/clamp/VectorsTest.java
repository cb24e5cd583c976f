// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mssclamp.packet.DecodeResult;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynPacket;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.MissingMss;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.RuleTable;

/** Packets whose way through the kernel's TCPMSS target was measured, byte for byte. */
class VectorsTest {
    private static final int BEFORE = 36;
    private static final int BEHIND = 7;
    private static final Policy DROPS_MALFORMED = new Policy(true, false);

    static List<KernelVector> vectors() {
        return KernelVector.all();
    }

    static List<KernelVector> vectorsAboveFloor() {
        return vectors().stream().filter(vector -> vector.limit() >= 64).toList();
    }

    @Test
    void areAllThere() {
        assertThat(vectors()).hasSize(69);
        assertThat(vectorsAboveFloor()).hasSize(68);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void clamperGivesThePromisedOctets(KernelVector vector) {
        for (MissingMss missingMss : MissingMss.values()) {
            ByteBuf buffer = Octets.between(BEFORE, vector.packet(), BEHIND);
            SynPacket syn = new SynPacket();
            int length = length(vector);
            MssClamper clamper = new MssClamper(Policy.DEFAULT, false, Paths.NONE);
            if (syn.decode(buffer, BEFORE, length, length) == DecodeResult.SYN) {
                Outcome outcome = syn.mssCount() > 0
                        ? clamper.lower(syn, vector.limit(), false)
                        : clamper.add(syn, vector.limit(), missingMss, false);
                assertThat(outcome.changesPacket())
                        .isEqualTo(!vector.out(missingMss).equals(vector.in()));
                length = syn.length();
            }
            assertPromised(vector, missingMss, buffer, length);
        }
    }

    @ParameterizedTest
    @MethodSource("vectorsAboveFloor")
    void pipelineGivesThePromisedOctets(KernelVector vector) {
        for (MissingMss missingMss : MissingMss.values()) {
            ByteBuf buffer = Octets.between(BEFORE, vector.packet(), BEHIND);
            SynPipeline pipeline = pipeline(vector, missingMss, Policy.DEFAULT, new PacketCounters());
            Outcome outcome = process(pipeline, buffer, vector);
            assertThat(outcome.dropsPacket()).isFalse();
            assertPromised(vector, missingMss, buffer, outcome.changesPacket() ? pipeline.length() : length(vector));
        }
    }

    private static void assertPromised(KernelVector vector, MissingMss missingMss, ByteBuf buffer, int length) {
        String promised = vector.out(missingMss);
        assertThat(Octets.hex(buffer, BEFORE, length))
                .as("missing-mss: %s", missingMss)
                .isEqualTo(promised);
        assertThat(Octets.isPoison(buffer, 0, BEFORE)).isTrue();
        assertThat(Octets.isPoison(buffer, BEFORE + length, BEHIND + length(vector) - length))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("vectorsAboveFloor")
    void malformedDropDropsWhatTheKernelDrops(KernelVector vector) {
        ByteBuf buffer = Octets.between(BEFORE, vector.packet(), BEHIND);
        SynPipeline pipeline = pipeline(vector, MissingMss.ADD, DROPS_MALFORMED, new PacketCounters());
        assertThat(process(pipeline, buffer, vector).dropsPacket()).isEqualTo(vector.kernelDrops());
    }

    @ParameterizedTest
    @MethodSource("vectorsAboveFloor")
    void eachDifferenceFromTheKernelIsCounted(KernelVector vector) {
        ByteBuf buffer = Octets.between(BEFORE, vector.packet(), BEHIND);
        PacketCounters counters = new PacketCounters();
        SynPipeline pipeline = pipeline(vector, MissingMss.ADD, Policy.DEFAULT, counters);
        Outcome outcome = process(pipeline, buffer, vector);
        boolean differs = vector.kernelDrops() || !vector.kernelOut().equals(vector.add());
        boolean counted = switch (outcome) {
            case TCP_AO, MALFORMED_TCP, NOT_ADDED_FRAGMENT, NOT_ADDED_SIGNED, NOT_ADDED_MALFORMED -> true;
            default -> false;
        };
        for (Oddity oddity : Oddity.values()) {
            counted |= counters.oddities().count(oddity) > 0;
        }
        assertThat(counted || !differs).as("%s, %s", vector, outcome).isTrue();
    }

    private static SynPipeline pipeline(
            KernelVector vector, MissingMss missingMss, Policy policy, PacketCounters counters) {
        Action action = new Action.SetMss(vector.limit(), vector.limit());
        Rule rule = new Rule("all", Match.ALL, action, Mode.ENFORCE, false, missingMss);
        return new SynPipeline(new RuleTable(List.of(rule)), policy, false, Paths.NONE, counters);
    }

    private static int length(KernelVector vector) {
        return vector.in().length() / 2;
    }

    private static Outcome process(SynPipeline pipeline, ByteBuf buffer, KernelVector vector) {
        int length = length(vector);
        return pipeline.process(buffer, BEFORE, length, length, new PacketContext());
    }
}
