// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import org.mssclamp.clamp.PacketCounters;
import org.mssclamp.counter.Distribution;

/**
 * How the packets of a queue differed.
 *
 * @param mssBefore what SYNs announced as they came; those without an MSS are in neither of the two
 * @param mssAfter what they announced as they left
 * @param serviceNs of each packet, from the reception of its batch until all verdicts of that were sent
 */
public record Distributions(Distribution mssBefore, Distribution mssAfter, Distribution serviceNs) {
    /** What a worker has counted until now. */
    public static Distributions of(PacketCounters packets) {
        return new Distributions(
                packets.mssBefore().distribution(),
                packets.mssAfter().distribution(),
                packets.serviceNs().distribution());
    }

    /** Those of both queues. */
    public Distributions plus(Distributions other) {
        return new Distributions(
                mssBefore.plus(other.mssBefore), mssAfter.plus(other.mssAfter), serviceNs.plus(other.serviceNs));
    }
}
