// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;

/**
 * What {@link PacketFuzzTest} checks, with octets that a coverage-guided fuzzer chooses.
 *
 * <p>An ordinary run replays the inputs kept in the resources; {@code JAZZER_FUZZ=1} looks for new ones. The first octet
 * chooses the pipeline, the room behind and how much was captured; the packet follows.
 */
class PipelineFuzzTest {
    private static final List<CheckedPipeline> PIPELINES = CheckedPipeline.ofEveryKind(new PacketCounters());

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
