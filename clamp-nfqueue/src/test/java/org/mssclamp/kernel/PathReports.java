// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.mssclamp.packet.Family;

/** Reports of routers to the gateway of a {@link Lab} that its own packets were too big; it keeps each for ten minutes. */
final class PathReports {
    private final Lab lab;

    PathReports(Lab lab) {
        this.lab = lab;
    }

    /** Sends a report for each address, with this MTU, and waits until the gateway has all. */
    void send(Map<InetAddress, Integer> mtuByAddress) {
        long awaited = received() + mtuByAddress.size();
        try (PacketSocket router = PacketSocket.open(lab.receiver())) {
            PacketSocket.Way way = router.way(Link.OUT0.hostInterface(), Link.OUT0.gatewayMac());
            mtuByAddress.forEach((address, mtu) -> router.send(report(address.getAddress(), mtu), way));
        }
        Patience patience = new Patience("reports to the gateway");
        while (received() < awaited) {
            patience.spend();
        }
    }

    private static byte[] report(byte[] destination, int mtu) {
        Family family = destination.length == 4 ? Family.IPV4 : Family.IPV6;
        return new PacketTooBig(octets(Link.OUT0.host(family)), octets(Link.OUT0.gateway(family)), destination, mtu)
                .packet();
    }

    private static byte[] octets(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private long received() {
        return KernelCounters.sum(lab.gateway(), "IcmpInDestUnreachs", "Icmp6InPktTooBigs");
    }
}
