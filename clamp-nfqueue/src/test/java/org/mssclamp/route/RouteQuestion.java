// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.IPAddressString;
import java.nio.ByteBuffer;
import org.mssclamp.channel.Attributes;
import org.mssclamp.channel.KernelOctets;
import org.mssclamp.packet.Family;

/**
 * What RTM_GETROUTE asks for.
 *
 * @param to in canonical form
 * @param from likewise; empty if it is not said
 * @param in index of an interface, 0 if it is not said
 * @param out index of an interface, 0 if it is not said
 */
public record RouteQuestion(String to, String from, int in, int out, int mark, int tos) {
    private static final int RTM_GETROUTE = 26;
    private static final int REQUEST = 1;
    private static final int NLMSGHDR_OCTETS = 16;
    private static final int RTMSG_OCTETS = 12;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int RTA_DST = 1;
    private static final int RTA_SRC = 2;
    private static final int RTA_IIF = 3;
    private static final int RTA_OIF = 4;
    private static final int RTA_MARK = 16;
    private static final int RTA_IP_PROTO = 27;
    private static final int TCP = 6;

    /** Fails if it asks for anything but one route of TCP, or in a way that Linux would refuse. */
    static RouteQuestion parse(byte[] request) {
        ByteBuffer header = KernelOctets.host(request);
        require(
                header.getShort(4) == RTM_GETROUTE && header.getShort(6) == REQUEST && header.getInt(12) == 0,
                "header");
        int rtmsg = NLMSGHDR_OCTETS;
        int family = header.get(rtmsg);
        require(family == AF_INET || family == AF_INET6, "family");
        require(header.getInt(rtmsg + 4) == 0 && header.getInt(rtmsg + 8) == 0, "zeros of rtmsg");
        Attributes attributes = Attributes.parse(request, rtmsg + RTMSG_OCTETS, request.length);
        require(attributes.has(RTA_DST), "destination");
        require(attributes.octets(RTA_IP_PROTO)[0] == TCP, "protocol");
        int octets = family == AF_INET ? 4 : 16;
        return new RouteQuestion(
                address(attributes, RTA_DST, octets, header.get(rtmsg + 1)),
                address(attributes, RTA_SRC, octets, header.get(rtmsg + 2)),
                attributes.hostInteger(RTA_IIF),
                attributes.hostInteger(RTA_OIF),
                attributes.hostInteger(RTA_MARK),
                Byte.toUnsignedInt(header.get(rtmsg + 3)));
    }

    private static String address(Attributes attributes, int type, int octets, byte bits) {
        int length = Byte.toUnsignedInt(bits);
        if (!attributes.has(type)) {
            require(length == 0, "prefix length of no address");
            return "";
        }
        byte[] address = attributes.octets(type);
        require(address.length == octets && length == octets * Byte.SIZE, "octets of an address");
        return new IPAddressGenerator().from(address).toCanonicalString();
    }

    private static void require(boolean valid, String what) {
        if (!valid) {
            throw new AssertionError("bad request: " + what);
        }
    }

    static String canonical(String address) {
        return new IPAddressString(address).getAddress().toCanonicalString();
    }

    Family family() {
        return new IPAddressString(to).isIPv4() ? Family.IPV4 : Family.IPV6;
    }
}
