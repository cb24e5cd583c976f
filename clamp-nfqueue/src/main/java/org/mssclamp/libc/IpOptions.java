// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.libc;

import org.mssclamp.channel.ErrnoException;
import org.mssclamp.netlink.Errno;
import org.mssclamp.packet.Family;
import org.mssclamp.probe.ProbeTarget;

/** Options of a socket that probes; see ip(7), ipv6(7) and socket(7). */
record IpOptions(int socket, Family family) {
    static final int IPPROTO_IP = 0;
    static final int IPPROTO_IPV6 = 41;
    static final int IP_RECVERR = 11;
    static final int IPV6_RECVERR = 25;

    private static final int IP_TTL = 2;
    private static final int IP_MTU_DISCOVER = 10;
    private static final int IPV6_UNICAST_HOPS = 16;
    private static final int IPV6_MTU_DISCOVER = 23;
    private static final int IPV6_DONTFRAG = 62;

    /** Sets DF, and refuses what is larger than the path MTU that the kernel knows. */
    private static final int PMTUDISC_DO = 2;
    /** Sets DF, and asks for no path MTU that the kernel knows: only for that of the interface. */
    private static final int PMTUDISC_PROBE = 3;

    /** All leaves by the interface and with the mark of a target. */
    void goBy(ProbeTarget target) {
        SocketOptions options = new SocketOptions(socket);
        target.via()
                .ifPresent(via -> options.set(
                        Libc.SOL_SOCKET,
                        Libc.SO_BINDTODEVICE,
                        via,
                        "send by the interface " + via,
                        "is there one of this name?"));
        if (target.mark() != 0 && !options.allows(Libc.SOL_SOCKET, Libc.SO_MARK, target.mark())) {
            throw new ErrnoException("mark packets", Libc.errno(), "it needs CAP_NET_ADMIN: be root");
        }
    }

    /** Of datagrams: none is ever fragmented here or by a router, and ICMP is told by the queue of errors. */
    void probe(int hops) {
        SocketOptions options = new SocketOptions(socket);
        if (family == Family.IPV4) {
            options.set(IPPROTO_IP, IP_MTU_DISCOVER, PMTUDISC_PROBE);
            options.set(IPPROTO_IP, IP_RECVERR, 1);
            options.set(IPPROTO_IP, IP_TTL, hops);
        } else {
            options.set(IPPROTO_IPV6, IPV6_MTU_DISCOVER, PMTUDISC_PROBE);
            options.set(IPPROTO_IPV6, IPV6_DONTFRAG, 1);
            options.set(IPPROTO_IPV6, IPV6_RECVERR, 1);
            options.set(IPPROTO_IPV6, IPV6_UNICAST_HOPS, hops);
        }
    }

    /** Of TCP, which asks the kernel for the path MTU whatever is set. */
    void forbidFragments() {
        SocketOptions options = new SocketOptions(socket);
        if (family == Family.IPV4) {
            options.set(IPPROTO_IP, IP_MTU_DISCOVER, PMTUDISC_DO);
        } else {
            options.set(IPPROTO_IPV6, IPV6_MTU_DISCOVER, PMTUDISC_DO);
        }
    }

    /** Whether a failed call says that there is no way at all, other than that a packet was lost. */
    static boolean isFinal(int errno) {
        return switch (errno) {
            case Errno.EPERM,
                    Errno.ENOBUFS,
                    Errno.ENOMEM,
                    Errno.EAGAIN,
                    Errno.EINTR,
                    Errno.EMSGSIZE,
                    Errno.ECONNREFUSED -> false;
            default -> true;
        };
    }
}
