// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import org.mssclamp.packet.Family;

/**
 * Which connection a segment is of, whichever way it goes: the end with the smaller address and port is the lower one.
 *
 * @param place where it was captured: the same connection at another interface is another flow
 */
record FlowKey(
        int place,
        Family family,
        long lowerHigh,
        long lowerLow,
        int lowerPort,
        long upperHigh,
        long upperLow,
        int upperPort) {
    /** 2^64 divided by the golden ratio: each bit of a number changes the upper half of the product. */
    private static final long SCATTER = 0x9E3779B97F4A7C15L;

    /** That of a segment. */
    static FlowKey of(int place, Datagram datagram, Segment segment) {
        long sourceHigh = datagram.sourceHigh();
        long sourceLow = datagram.sourceLow();
        long destinationHigh = datagram.destinationHigh();
        long destinationLow = datagram.destinationLow();
        return isFromLower(datagram, segment)
                ? new FlowKey(
                        place,
                        datagram.family(),
                        sourceHigh,
                        sourceLow,
                        segment.sourcePort(),
                        destinationHigh,
                        destinationLow,
                        segment.destinationPort())
                : new FlowKey(
                        place,
                        datagram.family(),
                        destinationHigh,
                        destinationLow,
                        segment.destinationPort(),
                        sourceHigh,
                        sourceLow,
                        segment.sourcePort());
    }

    static boolean isFromLower(Datagram datagram, Segment segment) {
        if (datagram.sourceHigh() != datagram.destinationHigh()) {
            return datagram.sourceHigh() < datagram.destinationHigh();
        }
        if (datagram.sourceLow() != datagram.destinationLow()) {
            return datagram.sourceLow() < datagram.destinationLow();
        }
        return segment.sourcePort() <= segment.destinationPort();
    }

    Host host(int end) {
        return end == Flow.LOWER ? new Host(family, lowerHigh, lowerLow) : new Host(family, upperHigh, upperLow);
    }

    /** With its port. */
    String endpoint(int end) {
        return host(end).with(end == Flow.LOWER ? lowerPort : upperPort);
    }

    /** What a record brings goes through method handles, which take longer than all else that is done for a segment. */
    @Override
    public int hashCode() {
        long mixed = lowerLow * 31 + upperLow;
        mixed = mixed * 31 + (lowerHigh ^ upperHigh);
        mixed = mixed * 31 + (lowerPort << Short.SIZE | upperPort);
        return Long.hashCode((mixed * 31 + place) * SCATTER);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FlowKey key
                && lowerLow == key.lowerLow
                && upperLow == key.upperLow
                && lowerPort == key.lowerPort
                && upperPort == key.upperPort
                && place == key.place
                && family == key.family
                && lowerHigh == key.lowerHigh
                && upperHigh == key.upperHigh;
    }
}
