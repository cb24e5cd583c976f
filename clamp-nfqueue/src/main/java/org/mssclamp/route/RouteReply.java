// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.mssclamp.netlink.AttributeCursor;
import org.mssclamp.netlink.HostOrder;
import org.mssclamp.netlink.NetlinkMessage;

/**
 * What RTM_NEWROUTE says of the one route that was asked for.
 *
 * <pre>
 *   │ nlmsghdr 16 │ rtmsg 12 │ RTA_OIF │ RTA_METRICS │ RTA_CACHEINFO │ RTA_ENCAP_TYPE │ RTA_ENCAP │ …
 *                                            └ RTAX_MTU
 * </pre>
 *
 * <p>Owns nothing; valid until it is wrapped again. Not thread-safe.
 */
final class RouteReply {
    static final int RTM_NEWROUTE = 24;

    private static final int RTMSG_OCTETS = 12;
    private static final int RTMSG_FLAGS = 8;
    private static final int RTM_F_CLONED = 0x200;
    private static final int RTA_OIF = 4;
    private static final int RTA_METRICS = 8;
    private static final int RTA_CACHEINFO = 12;
    private static final int RTA_ENCAP_TYPE = 21;
    private static final int RTA_ENCAP = 22;
    private static final int RTAX_MTU = 2;
    // struct rta_cacheinfo { clntref 0, lastuse 4, expires 8, … }
    private static final int CACHEINFO_EXPIRES = 8;

    private final AttributeCursor attributes = new AttributeCursor();
    private final AttributeCursor metrics = new AttributeCursor();
    private final Encapsulation encapsulation = new Encapsulation();
    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
    private int out;
    private int mtu;
    private boolean learned;
    private int headroom;

    /** Whether it names an interface; {@code end} is that of the message. */
    boolean wrap(ByteBuf buffer, int index, int end) {
        this.buffer = buffer;
        out = 0;
        mtu = 0;
        learned = false;
        headroom = 0;
        int body = index + NetlinkMessage.HEADER_OCTETS;
        if (end - body < RTMSG_OCTETS) {
            return false;
        }
        boolean cloned = (HostOrder.integer(buffer, body + RTMSG_FLAGS) & RTM_F_CLONED) != 0;
        int encapsulationType = 0;
        encapsulation.wrap(buffer, end, 0);
        attributes.wrap(buffer, body + RTMSG_OCTETS, end);
        while (attributes.advance()) {
            switch (attributes.type()) {
                case RTA_OIF -> out = integer(attributes, 0);
                case RTA_METRICS -> readMetrics();
                case RTA_CACHEINFO -> learned = cloned && integer(attributes, CACHEINFO_EXPIRES) > 0;
                case RTA_ENCAP_TYPE -> encapsulationType = shortInteger();
                case RTA_ENCAP -> encapsulation.wrap(buffer, attributes.valueIndex(), attributes.length());
                default -> {}
            }
        }
        headroom = encapsulation.headroom(encapsulationType);
        return out > 0;
    }

    private void readMetrics() {
        metrics.wrap(buffer, attributes.valueIndex(), attributes.valueIndex() + attributes.length());
        while (metrics.advance()) {
            if (metrics.type() == RTAX_MTU) {
                mtu = Math.max(integer(metrics, 0), 0);
            }
        }
    }

    private int integer(AttributeCursor attribute, int offset) {
        return attribute.length() >= offset + Integer.BYTES
                ? HostOrder.integer(buffer, attribute.valueIndex() + offset)
                : 0;
    }

    private int shortInteger() {
        return attributes.length() >= Short.BYTES ? HostOrder.unsignedShort(buffer, attributes.valueIndex()) : 0;
    }

    /** Index of the interface by which the route leads. */
    int out() {
        return out;
    }

    /** The MTU that the route itself has or has learned, in octets; 0 if it has that of its link. */
    int mtu() {
        return mtu;
    }

    /** Whether that MTU was learned from the path, and will be forgotten. */
    boolean isLearned() {
        return learned;
    }

    /** Octets that the route puts before each packet. */
    int headroom() {
        return headroom;
    }
}
