// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.util.OptionalInt;
import org.mssclamp.packet.Family;
import org.mssclamp.probe.SegmentBound.Owner;

/**
 * What a TCP connection came to.
 *
 * @param open whether the port is; if not, the host refused, and all else is nought
 * @param mssOffered the MSS that we announced
 * @param mssReceived the MSS that the host announced; empty if it is larger than what our side allows, as no one tells then
 * @param packetOctets the size of the full segment that was sent, as a packet
 * @param segment what became of it
 * @param mtuAfter what the kernel took for the path MTU in the end, in octets
 */
public record TcpPath(
        boolean open, int mssOffered, OptionalInt mssReceived, int packetOctets, Segment segment, int mtuAfter) {
    /** What becomes of a full segment. */
    public enum Segment {
        /** It was acknowledged. */
        THROUGH,
        /** The kernel has made smaller ones of it, since ICMP told it to or by its own probing. */
        REDUCED,
        /** It was not acknowledged in time, however often it was sent. */
        LOST,
        /** It was not acknowledged in time, and sent too seldom for that to say anything. */
        UNDECIDED,
        /** The connection ended before it was acknowledged: the host wants no such data, whatever their size. */
        RESET,
        /** None was sent. */
        NONE
    }

    /** The size of the packets that its segments made in the end. */
    int possibleOctets() {
        return segment == Segment.REDUCED ? Math.min(packetOctets, mtuAfter) : packetOctets;
    }

    /** Who kept them so small. */
    Owner owner(Family family) {
        boolean byMss = mssReceived.equals(OptionalInt.of(family.mss(possibleOctets())));
        return byMss || mtuAfter > possibleOctets() ? Owner.HOST : Owner.KERNEL;
    }

    /** The host answered, and nobody listens to the port. */
    public static final TcpPath REFUSED = new TcpPath(false, 0, OptionalInt.empty(), 0, Segment.NONE, 0);
}
