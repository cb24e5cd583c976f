// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.net.InetAddress;

/**
 * What came of a probe. Whatever ICMP says, anyone may have sent it; only {@link Kind#ARRIVED} proves something.
 *
 * @param from who says so
 * @param mtu what {@link Kind#TOO_BIG} names as the MTU, in octets; 0 if it names none, and for all others
 */
public record ProbeAnswer(Kind kind, InetAddress from, int mtu) {
    /** The kinds of answers. */
    public enum Kind {
        /** The host has got the packet, whole. */
        ARRIVED,
        /** A router has got it, whole, and no hops were left. */
        EXPIRED,
        /** Fragmentation needed, or packet too big: somebody on the way could not send it on. */
        TOO_BIG,
        /** It is larger than the MTU of the interface here, and did not leave. */
        TOO_BIG_HERE,
        /** Not to be had, for another reason than its size. */
        UNREACHABLE
    }
}
