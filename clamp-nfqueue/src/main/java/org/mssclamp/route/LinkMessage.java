// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.mssclamp.netlink.AttributeCursor;
import org.mssclamp.netlink.HostOrder;
import org.mssclamp.netlink.NetlinkMessage;
import org.mssclamp.rule.Interface;

/**
 * Reads what rtnetlink says of one link.
 *
 * <pre>
 *   │ nlmsghdr 16 │ ifinfomsg 16: family 0, index 4 │ IFLA_IFNAME │ IFLA_MTU │ IFLA_AF_SPEC │ …
 *                                                                                  └ AF_INET6 ─ IFLA_INET6_CONF ─ mtu6
 * </pre>
 */
final class LinkMessage {
    /** Octets of {@code struct ifinfomsg}. */
    static final int IFINFOMSG_OCTETS = 16;

    static final int IFINFOMSG_INDEX = 4;
    /** Of messages about links; those about ports of bridges, in the same group, have AF_BRIDGE. */
    private static final int AF_UNSPEC = 0;

    private static final int AF_INET6 = 10;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_AF_SPEC = 26;
    private static final int IFLA_INET6_CONF = 2;
    /** DEVCONF_MTU6: which of the 32-bit numbers of IFLA_INET6_CONF it is. */
    private static final int MTU6_OFFSET = 2 * Integer.BYTES;

    private final AttributeCursor attributes = new AttributeCursor();
    private final AttributeCursor families = new AttributeCursor();
    private final AttributeCursor ipv6 = new AttributeCursor();
    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
    private int body;
    private int end;

    /** Whether the message at {@code index} is about a link. */
    boolean wrap(ByteBuf buffer, int index, int end) {
        this.buffer = buffer;
        this.end = end;
        body = index + NetlinkMessage.HEADER_OCTETS;
        return end - body >= IFINFOMSG_OCTETS && buffer.getByte(body) == AF_UNSPEC;
    }

    /** Whether the message is about IPv6 on a link, and says nothing of the link itself. */
    boolean isAboutIpv6() {
        return end - body >= IFINFOMSG_OCTETS && buffer.getByte(body) == AF_INET6;
    }

    int index() {
        return HostOrder.integer(buffer, body + IFINFOMSG_INDEX);
    }

    /** The link; empty if the message lacks its name or its MTU. */
    Optional<Link> link() {
        String name = "";
        int mtu = 0;
        int ipv6Mtu = Integer.MAX_VALUE;
        attributes.wrap(buffer, body + IFINFOMSG_OCTETS, end);
        while (attributes.advance()) {
            switch (attributes.type()) {
                case IFLA_IFNAME -> name = text();
                case IFLA_MTU -> mtu = integer(attributes, 0, 0);
                case IFLA_AF_SPEC -> ipv6Mtu = ipv6Mtu();
                default -> {}
            }
        }
        return name.isEmpty() || mtu <= 0
                ? Optional.empty()
                : Optional.of(new Link(new Interface(index(), name), mtu, ipv6Mtu));
    }

    /** The closing zero is part of the value. */
    private String text() {
        int length = Math.max(attributes.length() - 1, 0);
        return buffer.toString(attributes.valueIndex(), length, StandardCharsets.UTF_8);
    }

    private int ipv6Mtu() {
        if (find(families, attributes, AF_INET6) && find(ipv6, families, IFLA_INET6_CONF)) {
            return integer(ipv6, MTU6_OFFSET, Integer.MAX_VALUE);
        }
        return Integer.MAX_VALUE;
    }

    private boolean find(AttributeCursor inner, AttributeCursor outer, int type) {
        inner.wrap(buffer, outer.valueIndex(), outer.valueIndex() + outer.length());
        while (inner.advance()) {
            if (inner.type() == type) {
                return true;
            }
        }
        return false;
    }

    private int integer(AttributeCursor attribute, int offset, int otherwise) {
        return attribute.length() >= offset + Integer.BYTES
                ? HostOrder.integer(buffer, attribute.valueIndex() + offset)
                : otherwise;
    }
}
