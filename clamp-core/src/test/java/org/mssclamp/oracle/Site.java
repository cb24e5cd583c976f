// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.oracle;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Hosts that generated packets come from or go to, in a prefix of each family.
 *
 * <p>Addresses for documentation and benchmarks: RFC 5737, 2544, 3849.
 */
public enum Site {
    CLIENTS("192.0.2.0/24", 0xC0000200, 8, "2001:db8:a::/48", 0x20010DB8000AL),
    BRANCH("198.18.0.0/16", 0xC6120000, 16, "2001:db8:b::/48", 0x20010DB8000BL),
    SERVERS("198.51.100.0/24", 0xC6336400, 8, "2001:db8:c::/48", 0x20010DB8000CL),
    PEERS("203.0.113.0/24", 0xCB007100, 8, "2001:db8:d::/48", 0x20010DB8000DL);

    static final List<Site> SOURCES = List.of(CLIENTS, BRANCH);
    static final List<Site> DESTINATIONS = List.of(SERVERS, PEERS);

    private final String ipv4;
    private final int ipv4Bits;
    private final int ipv4HostBits;
    private final String ipv6;
    private final long ipv6Bits;

    Site(String ipv4, int ipv4Bits, int ipv4HostBits, String ipv6, long ipv6Bits) {
        this.ipv4 = ipv4;
        this.ipv4Bits = ipv4Bits;
        this.ipv4HostBits = ipv4HostBits;
        this.ipv6 = ipv6;
        this.ipv6Bits = ipv6Bits;
    }

    public String ipv4() {
        return ipv4;
    }

    public String ipv6() {
        return ipv6;
    }

    int ipv4Host(Dice dice) {
        return ipv4Bits | dice.below(1 << ipv4HostBits);
    }

    /** Octets 0 to 7 of an IPv6 address: the prefix, and one of four subnets. */
    long ipv6Subnet(Dice dice) {
        return ipv6Bits << 16 | dice.below(4);
    }

    /** The site that a generated packet comes from. */
    public static Site ofSource(byte[] packet) {
        return of(packet, 0);
    }

    /** The site that a generated packet goes to. */
    public static Site ofDestination(byte[] packet) {
        return of(packet, 1);
    }

    private static Site of(byte[] packet, int addressNumber) {
        ByteBuffer octets = ByteBuffer.wrap(packet);
        boolean ipv6 = packet[0] >> 4 == 6;
        for (Site site : values()) {
            boolean inside = ipv6
                    ? octets.getLong(8 + 16 * addressNumber) >>> 16 == site.ipv6Bits
                    : octets.getInt(12 + 4 * addressNumber) >>> site.ipv4HostBits
                            == site.ipv4Bits >>> site.ipv4HostBits;
            if (inside) {
                return site;
            }
        }
        throw new IllegalArgumentException("not a generated packet");
    }
}
