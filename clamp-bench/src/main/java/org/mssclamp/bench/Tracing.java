// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import java.util.List;
import java.util.OptionalInt;
import org.mssclamp.nfqueue.SynFilter;
import org.mssclamp.nfqueue.SynRing;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Prefix;

/** What traces a queue feeds while it is measured. */
public enum Tracing {
    /** None, and there never was one. */
    NEVER,
    /** None any more. */
    ENDED,
    /** One for SYNs that do not come. */
    OTHERS,
    /** One for all SYNs, of which nothing is taken: all but the first are counted as missed. */
    FULL;

    private static final int ROOM = 64;

    /** From the address that none has. */
    private static final SynFilter NO_SYN = new SynFilter(
            List.of(new Prefix(Family.IPV4, 0, 0xFFFF_FFFFL, 32, false, "")), List.of(), OptionalInt.empty());

    private static final SynFilter ANY_SYN = new SynFilter(List.of(), List.of(), OptionalInt.empty());

    /** Brings it about. */
    void begin(LoopbackQueue queue) {
        if (this == NEVER) {
            return;
        }
        SynRing ring = new SynRing(0, this == OTHERS ? NO_SYN : ANY_SYN, ROOM);
        queue.trace(ring);
        queue.serve();
        if (this == ENDED) {
            ring.close();
            queue.serve();
        }
    }
}
