// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@link PacketFuzzTest} checks, with octets that a coverage-guided fuzzer chooses.
 *
 * <p>An ordinary run replays the kernel vectors and the inputs kept in the resources; {@code lab/fuzz.sh} looks for new
 * ones. The first octet chooses the pipeline, the room behind and how much was captured; the packet follows.
 */
class PipelineFuzzTest {
    private static final List<CheckedPipeline> PIPELINES = CheckedPipeline.ofEveryKind(new PacketCounters());

    /** Each packet of the kernel vectors, for each pipeline, with room behind. */
    static List<byte[]> vectors() {
        List<byte[]> inputs = new ArrayList<>();
        for (KernelVector vector : KernelVector.all()) {
            for (int pipeline = 0; pipeline < PIPELINES.size(); pipeline++) {
                byte[] packet = vector.packet();
                inputs.add(ByteBuffer.allocate(1 + packet.length)
                        .put((byte) (4 << 2 | pipeline))
                        .put(packet)
                        .array());
            }
        }
        return inputs;
    }

    @MethodSource("vectors")
    @FuzzTest
    void changesTheAllowedOctetsOfAnyPacketAndNoOthers(byte[] input) {
        if (input.length == 0 || input.length > CheckedPipeline.MAX_PACKET_OCTETS) {
            return;
        }
        int choice = input[0] & 0xFF;
        byte[] packet = Arrays.copyOfRange(input, 1, input.length);
        boolean cut = (choice & 0x40) != 0;
        int captured = cut ? packet.length / 2 : packet.length;
        int behind = choice >>> 2 & 7;
        boolean checksumPending = (choice & 0x80) != 0;
        PIPELINES.get(choice & 3).process(packet, packet.length, captured, choice >>> 5 & 1, behind, checksumPending);
    }
}
