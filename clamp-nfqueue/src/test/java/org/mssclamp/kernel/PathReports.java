// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mssclamp.packet.Family;

/** Reports of routers to the gateway of a {@link Lab} that its own packets were too big; it keeps each for ten minutes. */
final class PathReports {
    private static final Pattern UNREACHABLES = Pattern.compile("Icmp: \\d+ \\d+ \\d+ (\\d+)");
    private static final Pattern TOO_BIGS = Pattern.compile("Icmp6InPktTooBigs\\s+(\\d+)");

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
        while (received() < awaited) {
            Thread.onSpinWait();
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
        return lab.gateway().call(() -> number(UNREACHABLES, "snmp") + number(TOO_BIGS, "snmp6"));
    }

    private static long number(Pattern counter, String file) throws IOException {
        Matcher matcher = counter.matcher(Files.readString(Path.of("/proc/thread-self/net", file)));
        if (!matcher.find()) {
            throw new IllegalStateException(counter + " is not in " + file);
        }
        return Long.parseLong(matcher.group(1));
    }
}
