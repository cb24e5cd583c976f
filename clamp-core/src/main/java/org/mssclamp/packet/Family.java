// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.packet;

/** An IP version, with what TCP's MSS depends on in it. */
public enum Family {
    /** IPv4: RFC 9293 3.7.1 gives 536 as the MSS of a peer that announces none. */
    IPV4("ipv4", 40, 536),
    /** IPv6: RFC 9293 3.7.1 gives 1220. */
    IPV6("ipv6", 60, 1220);

    private final String label;
    private final int fixedHeaderOctets;
    private final int defaultMss;

    Family(String label, int fixedHeaderOctets, int defaultMss) {
        this.label = label;
        this.fixedHeaderOctets = fixedHeaderOctets;
        this.defaultMss = defaultMss;
    }

    /** The name in configuration and output. */
    public String label() {
        return label;
    }

    /** IP and TCP header without options. */
    public int fixedHeaderOctets() {
        return fixedHeaderOctets;
    }

    /** The MSS for an MTU: that less the fixed headers, whatever options there are (RFC 9293 3.7.1); 0 if nothing is left. */
    public int mss(int mtu) {
        return Math.max(mtu - fixedHeaderOctets, 0);
    }

    /** The send MSS a receiver assumes where the option is absent. */
    public int defaultMss() {
        return defaultMss;
    }
}
