// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mssclamp.packet.Family;
import org.mssclamp.study.Findings.TooBigReport;

/**
 * What routers said of packets that were too big: fragmentation needed (RFC 792, RFC 1191 4) and packet too big
 * (RFC 4443 3.2).
 *
 * <pre>
 *   IPv4  |  3   |  4   | checksum |  unused  | next-hop MTU |  IP header and 8 octets or more
 *   IPv6  |  2   |  0   | checksum |           MTU           |  as much as fits
 * </pre>
 *
 * Not thread-safe.
 */
final class TooBigTally {
    private static final int UNREACHABLE = 3;
    private static final int FRAGMENTATION_NEEDED = 4;
    private static final int PACKET_TOO_BIG = 2;
    private static final int HEADER_OCTETS = 8;

    /** RFC 791 3.2: what every link of IPv4 carries; less is no MTU, and 0 stands for none (RFC 1191 4). */
    private static final int LEAST_MTU = 68;

    private final int most;
    private final Datagram complainedOf = new Datagram();
    private final Map<Key, Counts> reports = new LinkedHashMap<>();
    private long others;

    private record Key(Host router, int mtu) {}

    private static final class Counts {
        private long count;
        private Host from;
        private Host to;

        Counts(Host from, Host to) {
            this.from = from;
            this.to = to;
        }
    }

    TooBigTally(int most) {
        this.most = most;
    }

    /** Takes a packet of ICMP or ICMPv6, and tells the paths if it says that one was too big. */
    void add(Datagram icmp, ObservedPaths paths) {
        if (icmp.transportCaptured() < HEADER_OCTETS || !isTooBig(icmp)) {
            return;
        }
        int mtu = mtu(icmp);
        Host router = icmp.source();
        int index = icmp.transportIndex() + HEADER_OCTETS;
        int captured = icmp.transportCaptured() - HEADER_OCTETS;
        if (!complainedOf.wrapHeader(icmp.buffer(), index, captured)) {
            return;
        }
        Host from = complainedOf.source();
        Host to = complainedOf.destination();
        count(new Key(router, mtu), from, to);
        if (mtu >= LEAST_MTU) {
            paths.note(new ObservedPath.Key(from, to), path -> path.tooBig(mtu));
        }
    }

    private void count(Key key, Host from, Host to) {
        Counts known = reports.get(key);
        if (known == null && reports.size() == most) {
            others++;
            return;
        }
        Counts counts = known == null ? new Counts(from, to) : known;
        counts.count++;
        counts.from = from;
        counts.to = to;
        reports.put(key, counts);
    }

    private static boolean isTooBig(Datagram icmp) {
        int type = icmp.buffer().getUnsignedByte(icmp.transportIndex());
        int code = icmp.buffer().getUnsignedByte(icmp.transportIndex() + 1);
        return icmp.family() == Family.IPV4
                ? icmp.protocol() == Datagram.ICMP && type == UNREACHABLE && code == FRAGMENTATION_NEEDED
                : icmp.protocol() == Datagram.ICMPV6 && type == PACKET_TOO_BIG;
    }

    /** 0 if the router does not tell. */
    private static int mtu(Datagram icmp) {
        ByteBuf buffer = icmp.buffer();
        if (icmp.family() == Family.IPV4) {
            return buffer.getUnsignedShort(icmp.transportIndex() + 6);
        }
        return (int) Math.min(buffer.getUnsignedInt(icmp.transportIndex() + 4), Integer.MAX_VALUE);
    }

    /** Those who said so most often first. */
    List<TooBigReport> rows() {
        List<TooBigReport> rows = new ArrayList<>();
        reports.forEach(
                (key, counts) -> rows.add(new TooBigReport(key.router, key.mtu, counts.count, counts.from, counts.to)));
        rows.sort(Comparator.comparing(TooBigReport::count).reversed());
        return rows;
    }

    /** Messages for which there was no room. */
    long others() {
        return others;
    }
}
