// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import java.util.Arrays;

/** The multicast groups of rtnetlink that announce what a path may depend on, with the kernel's numbers (RTNLGRP_…). */
enum RouteGroup {
    LINK(1),
    IPV4_IFADDR(5),
    IPV4_ROUTE(7),
    IPV4_RULE(8),
    IPV6_IFADDR(9),
    IPV6_ROUTE(11),
    IPV6_IFINFO(12),
    IPV6_RULE(19),
    NEXTHOP(32);

    private final int number;

    RouteGroup(int number) {
        this.number = number;
    }

    static int[] numbers() {
        return Arrays.stream(values()).mapToInt(group -> group.number).toArray();
    }
}
