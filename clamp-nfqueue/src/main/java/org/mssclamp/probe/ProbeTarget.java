// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;
import org.mssclamp.packet.Family;

/**
 * Whom to probe, and by which way.
 *
 * @param port for TCP; empty if none is to be tried
 * @param via the interface that all leaves by: of the routes only those by it count; empty if any will do
 * @param mark of each packet, 0 for none
 */
public record ProbeTarget(InetAddress address, OptionalInt port, Optional<String> via, int mark) {
    /** Where traceroute begins; what listens there is rare. */
    public static final int CLOSED_UDP_PORT = 33434;

    /** The family of the address. */
    public Family family() {
        return address instanceof Inet4Address ? Family.IPV4 : Family.IPV6;
    }
}
