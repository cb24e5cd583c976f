// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.tunnel;

import java.util.Set;

/** What a tunnel carries, and what it is itself to the tunnel outside it. */
public enum Payload {
    IPV4("IPv4"),
    IPV6("IPv6"),
    ETHERNET("Ethernet"),
    MPLS("MPLS");

    static final Set<Payload> IP = Set.of(IPV4, IPV6);

    /** What has a number both as an EtherType and in PPP, and needs no Ethernet header inside. */
    static final Set<Payload> PACKETS = Set.of(IPV4, IPV6, MPLS);

    /** What Ethernet frames carry, and the frames. */
    static final Set<Payload> FRAMES = Set.of(values());

    private final String label;

    Payload(String label) {
        this.label = label;
    }

    /** The name in prose. */
    public String label() {
        return label;
    }
}
