// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.mssclamp.netlink.AttributeCursor;
import org.mssclamp.netlink.HostOrder;
import org.mssclamp.netlink.NetlinkMessage;
import org.mssclamp.packet.Family;

/**
 * Writes RTM_GETROUTE.
 *
 * <pre>
 *   0          16                                                   28
 *   │ nlmsghdr │ rtmsg: family, dst_len, src_len, tos, zeros │ RTA_DST │ RTA_SRC │ RTA_IIF or RTA_OIF │ …
 * </pre>
 *
 * <p>With RTA_IIF the kernel routes as it does a packet that is forwarded, without as it does one of its own; an
 * own IPv4 packet must have an own source.
 */
final class RouteRequest {
    static final int RTM_GETROUTE = 26;

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int TCP = 6;

    // struct rtmsg { family 0, dst_len 1, src_len 2, tos 3, table, protocol, scope, type 4-7, flags 8 }
    private static final int RTMSG_OCTETS = 12;

    private static final int RTA_DST = 1;
    private static final int RTA_SRC = 2;
    private static final int RTA_IIF = 3;
    private static final int RTA_OIF = 4;
    private static final int RTA_MARK = 16;
    private static final int RTA_IP_PROTO = 27;

    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
    private int index;
    private int end;

    /** Asks for the route as the packet is routed; returns the octets written. */
    int write(ByteBuf target, int at, int sequence, RouteQuery query) {
        begin(target, at, query, query.family() == Family.IPV4 ? Integer.SIZE : 2 * Long.SIZE);
        address(RTA_SRC, query.family(), query.fromHigh(), query.fromLow());
        if (query.in() != 0) {
            number(RTA_IIF, query.in());
        }
        return finish(sequence, query);
    }

    /** Asks for the route that a packet of this host would take by the interface, if it is known; returns the octets. */
    int writeAsOwn(ByteBuf target, int at, int sequence, RouteQuery query) {
        begin(target, at, query, 0);
        if (query.out() != 0) {
            number(RTA_OIF, query.out());
        }
        return finish(sequence, query);
    }

    private void begin(ByteBuf target, int at, RouteQuery query, int sourceBits) {
        boolean isIpv4 = query.family() == Family.IPV4;
        buffer = target;
        index = at;
        end = at + NetlinkMessage.HEADER_OCTETS;
        buffer.setZero(end, RTMSG_OCTETS);
        buffer.setByte(end, isIpv4 ? AF_INET : AF_INET6);
        buffer.setByte(end + 1, isIpv4 ? Integer.SIZE : 2 * Long.SIZE);
        buffer.setByte(end + 2, sourceBits);
        buffer.setByte(end + 3, query.dscp());
        end += RTMSG_OCTETS;
        address(RTA_DST, query.family(), query.toHigh(), query.toLow());
    }

    private int finish(int sequence, RouteQuery query) {
        number(RTA_MARK, query.mark());
        attribute(RTA_IP_PROTO, 1);
        buffer.setInt(end, 0);
        buffer.setByte(end, TCP);
        end += Integer.BYTES;
        NetlinkMessage.writeHeader(buffer, index, end - index, RTM_GETROUTE, NetlinkMessage.REQUEST, sequence);
        return end - index;
    }

    private void address(int type, Family family, long high, long low) {
        if (family == Family.IPV4) {
            attribute(type, Integer.BYTES);
            buffer.setInt(end, (int) low);
            end += Integer.BYTES;
            return;
        }
        attribute(type, 2 * Long.BYTES);
        buffer.setLong(end, high);
        buffer.setLong(end + Long.BYTES, low);
        end += 2 * Long.BYTES;
    }

    private void number(int type, int value) {
        attribute(type, Integer.BYTES);
        HostOrder.writeInteger(buffer, end, value);
        end += Integer.BYTES;
    }

    private void attribute(int type, int valueOctets) {
        HostOrder.writeShort(buffer, end, AttributeCursor.HEADER_OCTETS + valueOctets);
        HostOrder.writeShort(buffer, end + 2, type);
        end += AttributeCursor.HEADER_OCTETS;
    }
}
