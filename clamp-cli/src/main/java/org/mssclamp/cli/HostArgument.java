// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.daemon.StartException;
import org.mssclamp.packet.Family;

/** A host on the command line, by name or address. */
record HostArgument(String name) {
    /** Its first address, of a family if that is given. */
    InetAddress address(Optional<Family> family) throws StartException {
        try {
            return Arrays.stream(InetAddress.getAllByName(name))
                    .filter(address -> family.isEmpty() || family.get() == familyOf(address))
                    .findFirst()
                    .orElseThrow(() -> new UnknownHostException(name));
        } catch (UnknownHostException unknown) {
            String kind =
                    family.map(only -> only == Family.IPV4 ? "IPv4 " : "IPv6 ").orElse("");
            throw new StartException(ExitCode.UNAVAILABLE, name + ": no " + kind + "address is known of this host");
        }
    }

    static Family familyOf(InetAddress address) {
        return address instanceof Inet4Address ? Family.IPV4 : Family.IPV6;
    }
}
