// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.ArrayList;
import java.util.List;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Prefix;

/** The addresses of a prefix, from the first to the last. */
record PrefixRange(Prefix prefix) {
    private static final int IPV4_BITS = 32;
    private static final int GROUP_BITS = 16;

    /** {@code 10.1.0.0-10.1.255.255} */
    @Override
    public String toString() {
        int length = prefix.length();
        if (prefix.family() == Family.IPV4) {
            long hosts = (1L << (IPV4_BITS - length)) - 1;
            return ipv4(prefix.low()) + "-" + ipv4(prefix.low() | hosts);
        }
        long highHosts = length >= Long.SIZE ? 0 : -1L >>> length;
        long lowHosts = length <= Long.SIZE ? -1L : length == 2 * Long.SIZE ? 0 : -1L >>> (length - Long.SIZE);
        return ipv6(prefix.high(), prefix.low()) + "-" + ipv6(prefix.high() | highHosts, prefix.low() | lowHosts);
    }

    private static String ipv4(long address) {
        return "%d.%d.%d.%d".formatted(address >> 24 & 0xFF, address >> 16 & 0xFF, address >> 8 & 0xFF, address & 0xFF);
    }

    private static String ipv6(long high, long low) {
        List<String> groups = new ArrayList<>();
        for (long half : new long[] {high, low}) {
            for (int shift = Long.SIZE - GROUP_BITS; shift >= 0; shift -= GROUP_BITS) {
                groups.add(Long.toHexString(half >>> shift & 0xFFFF));
            }
        }
        return String.join(":", groups);
    }
}
