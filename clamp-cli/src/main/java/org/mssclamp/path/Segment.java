// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.path;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mssclamp.packet.Family;
import org.mssclamp.tunnel.Encapsulation;
import org.mssclamp.tunnel.TunnelStack;

/** A full TCP segment of an MSS, without IP options or extension headers. */
public record Segment(Family family, int mss, boolean timestamps) {
    /** Kind, length and two values in 10 octets, after two of NOP (RFC 7323 appendix A). */
    public static final int TIMESTAMP_OCTETS = 12;

    /** The TCP header without options. */
    public static final int TCP_OCTETS = 20;

    /** Octets of TCP options. */
    public int options() {
        return timestamps ? TIMESTAMP_OCTETS : 0;
    }

    /** The IP header without options. */
    public int ipHeader() {
        return family.fixedHeaderOctets() - TCP_OCTETS;
    }

    /** Data: the sender takes its options off what the MSS allows. */
    public int payload() {
        return mss - options();
    }

    /** The IP packet. */
    public int packet() {
        return mss + family.fixedHeaderOctets();
    }

    /**
     * The IP packets that this one becomes where no larger one than the MTU goes and DF is not set; empty if it is carried by
     * none: no router cuts a packet of IPv6 (RFC 8200 5).
     *
     * <p>All but the last are as large as they may be (RFC 791 3.2).
     */
    public List<Integer> fragments(int mtu) {
        if (packet() <= mtu) {
            return List.of(packet());
        }
        int header = ipHeader();
        int each = (mtu - header) / 8 * 8;
        if (family == Family.IPV6 || each <= 0) {
            return List.of();
        }
        List<Integer> fragments = new ArrayList<>();
        int rest = packet() - header;
        while (rest > mtu - header) {
            fragments.add(header + each);
            rest -= each;
        }
        fragments.add(header + rest);
        return List.copyOf(fragments);
    }

    /** Octets that the segment takes on the path, in one packet or in fragments; empty if the tunnels take none of it. */
    public Optional<Integer> onPath(TunnelStack stack, int mtu) {
        int octets = 0;
        List<Integer> fragments = fragments(mtu);
        for (int fragment : fragments) {
            Optional<Encapsulation> packet = Encapsulation.of(stack, fragment);
            if (packet.isEmpty()) {
                return Optional.empty();
            }
            octets += packet.get().outer();
        }
        return fragments.isEmpty() ? Optional.empty() : Optional.of(octets);
    }
}
