// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.mssclamp.oracle.Site;

/** MTUs as they were configured, by the prefix that they were configured for. Not thread-safe. */
final class NaiveRoutes {
    /** Stands for an MTU where there is no route. */
    static final int NO_ROUTE = Integer.MAX_VALUE;

    private record Route(BigInteger network, int bits, int length, int mtu) {
        boolean holds(BigInteger address, int addressBits) {
            return addressBits == bits
                    && address.xor(network).shiftRight(bits - length).signum() == 0;
        }
    }

    private final List<Route> routes = new ArrayList<>();

    /** Takes the place of what was configured for the prefix before. */
    void put(String prefix, int mtu) {
        String[] parts = prefix.split("/", 2);
        byte[] network = octets(parts[0]);
        int bits = network.length * Byte.SIZE;
        int length = parts.length == 2 ? Integer.parseInt(parts[1]) : bits;
        routes.add(0, new Route(new BigInteger(1, network), bits, length, mtu));
    }

    /** As {@link #put(String, int)}, in both families. */
    void put(Site site, int mtu) {
        put(site.ipv4(), mtu);
        put(site.ipv6(), mtu);
    }

    /** What the longest prefix around an address says, or {@link #NO_ROUTE}. */
    int mtu(byte[] address) {
        BigInteger number = new BigInteger(1, address);
        return routes.stream()
                .filter(route -> route.holds(number, address.length * Byte.SIZE))
                .sorted(Comparator.comparingInt(Route::length).reversed())
                .findFirst()
                .map(Route::mtu)
                .orElse(NO_ROUTE);
    }

    private static byte[] octets(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
