// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.mssclamp.config.Addresses;
import org.mssclamp.packet.Family;

/** Addresses of hosts and routers as the rest of the command writes them; Java's own form has all the zeros of IPv6. */
public final class AddressText {
    private AddressText() {}

    /** As RFC 5952 has it. */
    public static String of(InetAddress address) {
        ByteBuffer octets = ByteBuffer.wrap(address.getAddress());
        return octets.remaining() == Integer.BYTES
                ? Addresses.text(Family.IPV4, 0, Integer.toUnsignedLong(octets.getInt()))
                : Addresses.text(Family.IPV6, octets.getLong(), octets.getLong());
    }
}
