// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import inet.ipaddr.IPAddressString;
import org.mssclamp.channel.KernelOctets;
import org.mssclamp.packet.Family;

/**
 * What a {@link FakeRoutes} says of a route.
 *
 * @param errno why there is none, or 0
 * @param out index of the interface by which it leads
 * @param mtu its metric; 0 if it has none
 * @param locked whether the metric is locked
 * @param expires how long it holds, in hundredths of a second; 0 if for ever
 * @param learned whether it was cloned from another for what ICMP said of a destination
 * @param encapsulation RTA_ENCAP and RTA_ENCAP_TYPE, if it has them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FakeRoute(
        int errno, int out, int mtu, boolean locked, int expires, boolean learned, byte[] encapsulation) {
    private static final int ENETUNREACH = 101;

    private static final int RTM_NEWROUTE = 24;
    private static final int RTM_F_CLONED = 0x200;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int MAIN_TABLE = 254;
    private static final int UNICAST = 1;

    private static final int RTA_DST = 1;
    private static final int RTA_SRC = 2;
    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;
    private static final int RTA_METRICS = 8;
    private static final int RTA_CACHEINFO = 12;
    private static final int RTA_TABLE = 15;
    private static final int RTAX_LOCK = 1;
    private static final int RTAX_MTU = 2;
    private static final int RTA_ENCAP_TYPE = 21;
    private static final int RTA_ENCAP = 22;

    static final FakeRoute UNREACHABLE = refused(ENETUNREACH);

    public static FakeRoute refused(int errno) {
        return new FakeRoute(errno, 0, 0, false, 0, false, new byte[0]);
    }

    /** One whose MTU is that of its link. */
    public static FakeRoute by(int out) {
        return new FakeRoute(0, out, 0, false, 0, false, new byte[0]);
    }

    public FakeRoute mtu(int octets) {
        return new FakeRoute(errno, out, octets, locked, expires, learned, encapsulation);
    }

    FakeRoute locked(int octets) {
        return new FakeRoute(errno, out, octets, true, expires, learned, encapsulation);
    }

    /** Has learned an MTU from ICMP, which it will forget. */
    FakeRoute learned(int octets) {
        return new FakeRoute(errno, out, octets, locked, 59970, true, encapsulation);
    }

    /** Is not for ever, as one that a router advertised. */
    FakeRoute expiring() {
        return new FakeRoute(errno, out, mtu, locked, 180_000, learned, encapsulation);
    }

    /** Wraps its packets. */
    FakeRoute encapsulated(int type, byte[] attributes) {
        byte[] both = KernelOctets.joined(
                KernelOctets.attribute(RTA_ENCAP, attributes),
                KernelOctets.attribute(RTA_ENCAP_TYPE, new byte[] {(byte) type, 0}));
        return new FakeRoute(errno, out, mtu, locked, expires, learned, both);
    }

    /** RTM_NEWROUTE, as rt_fill_info and rt6_fill_node write it. */
    byte[] answer(RouteQuestion question, int sequence) {
        boolean isIpv4 = question.family() == Family.IPV4;
        byte[] to = octets(question.to());
        byte[] from = octets(question.from());
        byte[] rtmsg = new byte[12];
        KernelOctets.host(rtmsg)
                .put((byte) (isIpv4 ? AF_INET : AF_INET6))
                .put((byte) (to.length * Byte.SIZE))
                .put((byte) (from.length * Byte.SIZE))
                .put(4, (byte) MAIN_TABLE)
                .put(7, (byte) UNICAST)
                .putInt(8, isIpv4 || learned ? RTM_F_CLONED : 0);
        return KernelOctets.message(
                RTM_NEWROUTE,
                0,
                sequence,
                rtmsg,
                KernelOctets.attribute(RTA_TABLE, MAIN_TABLE),
                KernelOctets.attribute(RTA_DST, to),
                from.length == 0 ? from : KernelOctets.attribute(RTA_SRC, from),
                KernelOctets.attribute(RTA_OIF, out),
                encapsulation,
                KernelOctets.attribute(RTA_GATEWAY, to),
                metrics(),
                KernelOctets.attribute(RTA_CACHEINFO, KernelOctets.integers(2, 0, expires, 0, 0, 0, 0, 0)));
    }

    private static byte[] octets(String address) {
        return address.isEmpty()
                ? new byte[0]
                : new IPAddressString(address).getAddress().getBytes();
    }

    private byte[] metrics() {
        if (mtu == 0) {
            return new byte[0];
        }
        return KernelOctets.attribute(
                RTA_METRICS,
                locked ? KernelOctets.attribute(RTAX_LOCK, 1 << RTAX_MTU) : new byte[0],
                KernelOctets.attribute(RTAX_MTU, mtu));
    }
}
