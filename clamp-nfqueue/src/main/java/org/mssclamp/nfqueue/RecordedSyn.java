// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import org.mssclamp.clamp.Outcome;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.route.PathTrace;
import org.mssclamp.rule.Interface;

/**
 * A SYN as a worker got it and as it gave it back.
 *
 * @param receivedNs when its batch was received, by the worker's clock
 * @param in the interface it came in by, or {@link Interface#NONE}
 * @param out the interface it left by, or {@link Interface#NONE}
 * @param checksumPending whether its checksum field held the sum of the pseudo-header alone
 * @param before its octets as it came, from the IP header on, or the first of them
 * @param capturedLength how many of them the worker had
 * @param wireLength how many there were in the kernel
 * @param after its octets as it left, or the first of them
 * @param lengthAfter how many there were then
 * @param outcome what became of it
 * @param paths what the worker was told of its paths
 * @param pipeline what decided it
 */
@SuppressWarnings("ArrayRecordComponent") // compared with nothing
public record RecordedSyn(
        int queueNumber,
        long receivedNs,
        Interface in,
        Interface out,
        int mark,
        boolean checksumPending,
        byte[] before,
        int capturedLength,
        int wireLength,
        byte[] after,
        int lengthAfter,
        Outcome outcome,
        PathTrace paths,
        SynPipeline pipeline) {}
