// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.mssclamp.netlink.AttributeCursor;
import org.mssclamp.netlink.HostOrder;

/**
 * What a route wraps its packets in: a lightweight tunnel, as RTA_ENCAP describes it.
 *
 * <p>Owns nothing; valid until it is wrapped again. Not thread-safe.
 */
final class Encapsulation {
    // enum lwtunnel_encap_types. Of the others only LWTUNNEL_ENCAP_BPF changes the MTU of its route, and the kernel
    // does
    // not tell its headroom (lwtunnel_headroom in include/net/lwtunnel.h, bpf_fill_encap_info in net/core/lwt_bpf.c).
    private static final int MPLS = 1;
    private static final int SEG6 = 5;

    private static final int MPLS_IPTUNNEL_DST = 1;
    private static final int SEG6_IPTUNNEL_SRH = 1;

    // enum seg6 modes: what goes before the packet (seg6_lwt_headroom in net/ipv6/seg6_iptunnel.c)
    private static final int SEG6_INLINE = 0;
    private static final int SEG6_ENCAP = 1;
    private static final int SEG6_ENCAP_RED = 3;
    private static final int SEG6_MODE_OCTETS = 4;
    private static final int SRH_LENGTH = 1;
    private static final int IPV6_OCTETS = 40;

    private final AttributeCursor attributes = new AttributeCursor();
    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
    private int index;
    private int length;

    void wrap(ByteBuf buffer, int index, int length) {
        this.buffer = buffer;
        this.index = index;
        this.length = length;
    }

    /** Octets before each packet, given the value of RTA_ENCAP_TYPE. */
    int headroom(int type) {
        return switch (type) {
            case MPLS -> find(MPLS_IPTUNNEL_DST) ? attributes.length() : 0;
            case SEG6 -> find(SEG6_IPTUNNEL_SRH) ? segmentRouting() : 0;
            default -> 0;
        };
    }

    private int segmentRouting() {
        if (attributes.length() < SEG6_MODE_OCTETS + SRH_LENGTH + 1) {
            return 0;
        }
        int mode = HostOrder.integer(buffer, attributes.valueIndex());
        int units = buffer.getUnsignedByte(attributes.valueIndex() + SEG6_MODE_OCTETS + SRH_LENGTH);
        int header = (units + 1) * 8;
        return switch (mode) {
            case SEG6_INLINE -> header;
            case SEG6_ENCAP, SEG6_ENCAP_RED -> IPV6_OCTETS + header;
            default -> 0;
        };
    }

    private boolean find(int type) {
        attributes.wrap(buffer, index, index + length);
        while (attributes.advance()) {
            if (attributes.type() == type) {
                return true;
            }
        }
        return false;
    }
}
