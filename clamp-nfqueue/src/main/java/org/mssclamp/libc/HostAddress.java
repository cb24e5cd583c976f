// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.libc;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Internet addresses as the kernel has them; see ip(7) and ipv6(7).
 *
 * <pre>
 *   struct sockaddr_in  { family 0, port 2, address 4 }                             16 octets
 *   struct sockaddr_in6 { family 0, port 2, flowinfo 4, address 8, scope_id 24 }    28 octets
 * </pre>
 */
final class HostAddress {
    /** Room for either. */
    static final int MAX_OCTETS = 28;

    private static final int IPV4_OCTETS = 16;
    private static final int PORT = 2;
    private static final int IPV4_ADDRESS = 4;
    private static final int IPV6_ADDRESS = 8;
    private static final int SCOPE = 24;

    private HostAddress() {}

    static int family(InetAddress address) {
        return address instanceof Inet6Address ? Libc.AF_INET6 : Libc.AF_INET;
    }

    /** Writes it into {@link #MAX_OCTETS}; returns how many it takes. */
    static int write(Memory memory, InetAddress address, int port) {
        memory.clear();
        memory.setShort(0, (short) family(address));
        memory.setByte(PORT, (byte) (port >> Byte.SIZE));
        memory.setByte(PORT + 1, (byte) port);
        byte[] octets = address.getAddress();
        boolean ipv4 = octets.length == 4;
        memory.write(ipv4 ? IPV4_ADDRESS : IPV6_ADDRESS, octets, 0, octets.length);
        if (address instanceof Inet6Address scoped) {
            memory.setInt(SCOPE, scoped.getScopeId());
        }
        return ipv4 ? IPV4_OCTETS : MAX_OCTETS;
    }

    /** The address that is there, or another one if there is none. */
    static InetAddress read(Pointer memory, long offset, InetAddress otherwise) {
        int family = memory.getShort(offset);
        try {
            return switch (family) {
                case Libc.AF_INET -> InetAddress.getByAddress(memory.getByteArray(offset + IPV4_ADDRESS, 4));
                case Libc.AF_INET6 -> InetAddress.getByAddress(memory.getByteArray(offset + IPV6_ADDRESS, 16));
                default -> otherwise;
            };
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible); // 4 and 16 octets are what it wants
        }
    }
}
