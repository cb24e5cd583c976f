// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import org.mssclamp.packet.Family;
import org.mssclamp.rule.Interface;

/**
 * A link of the kernel.
 *
 * @param identity what packets call it
 * @param mtu in octets
 * @param ipv6Mtu in octets: what a router advertisement or {@code net.ipv6.conf.NAME.mtu} made of it for IPv6
 */
record Link(Interface identity, int mtu, int ipv6Mtu) {
    /** What the kernel takes the MTU of an IPv4 path to be at most: IP_MAX_MTU. */
    static final int MAX_IPV4_MTU = 0xFFFF;

    /** The largest packet of this family that it carries, in octets. */
    int mtu(Family family) {
        return family == Family.IPV4 ? Math.min(mtu, MAX_IPV4_MTU) : Math.min(mtu, ipv6Mtu);
    }
}
