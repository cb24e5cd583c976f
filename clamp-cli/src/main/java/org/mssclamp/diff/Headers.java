// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.diff;

import io.netty.buffer.ByteBuf;
import org.mssclamp.packet.Ipv4Header;
import org.mssclamp.packet.Ipv6Header;
import org.mssclamp.packet.TcpHeader;

/**
 * Where the headers of a packet lie.
 *
 * @param version 4 or 6; 0 if there is no whole IP header
 * @param ip index of the IP header
 * @param transport index of what follows it, with its extensions
 * @param end index behind the last octet that was captured of the packet
 * @param protocol of what follows
 * @param tcpOctets of the TCP header with its options; 0 if there is none, or it was not captured whole
 */
record Headers(int version, int ip, int transport, int end, int protocol, int tcpOctets) {
    private static final int TCP = 6;

    /** Of the packet of so many octets at an index. */
    static Headers of(ByteBuf octets, int index, int length) {
        int version = length == 0 ? 0 : octets.getUnsignedByte(index) >>> 4;
        Ipv4Header ipv4 = new Ipv4Header();
        if (version == 4 && ipv4.wrap(octets, index, length) && ipv4.holdsOptions(length)) {
            return of(octets, 4, index, ipv4.headerLength(), length, ipv4.protocol(), ipv4.isLaterFragment());
        }
        Ipv6Header ipv6 = new Ipv6Header();
        if (version == 6 && ipv6.wrap(octets, index, length) && ipv6.walkExtensions(length)) {
            return of(octets, 6, index, ipv6.headerLength(), length, ipv6.protocol(), ipv6.isLaterFragment());
        }
        return new Headers(0, index, index, index + length, 0, 0);
    }

    private static Headers of(
            ByteBuf octets, int version, int index, int ipOctets, int length, int protocol, boolean laterFragment) {
        TcpHeader tcp = new TcpHeader();
        int rest = length - ipOctets;
        boolean whole =
                protocol == TCP && !laterFragment && tcp.wrap(octets, index + ipOctets, rest) && tcp.holdsOptions(rest);
        return new Headers(version, index, index + ipOctets, index + length, protocol, whole ? tcp.headerLength() : 0);
    }

    boolean isTcp() {
        return tcpOctets > 0;
    }
}
