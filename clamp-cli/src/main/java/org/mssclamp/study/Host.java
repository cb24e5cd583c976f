// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import org.mssclamp.config.Addresses;
import org.mssclamp.packet.Family;

/**
 * An address.
 *
 * @param high octets 0 to 7 of an IPv6 address; 0 for IPv4
 * @param low octets 8 to 15 of an IPv6 address, or an IPv4 address as an unsigned number
 */
public record Host(Family family, long high, long low) {
    /** With a port, as a URL has it. */
    String with(int port) {
        return family == Family.IPV4 ? this + ":" + port : "[" + this + "]:" + port;
    }

    /** As RFC 5952 has it. */
    @Override
    public String toString() {
        return Addresses.text(family, high, low);
    }
}
