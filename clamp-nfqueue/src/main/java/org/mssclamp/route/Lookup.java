// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import org.mssclamp.clamp.Paths;
import org.mssclamp.netlink.Errno;
import org.mssclamp.packet.Family;

/**
 * One path being looked up.
 *
 * <pre>
 *   as routed ──┬─ leads where the packet goes ─────────────────────────▶ its MTU
 *               └─ elsewhere, or an error ─▶ as own ──┬─ route ─────────▶ its MTU
 *                                                     └─ error ─▶ MTU of the link, or no route
 * </pre>
 *
 * <p>The kernel refuses the first question where it would not have routed the packet so: the mark was set later, or the
 * reverse path is filtered. One for the life of its owner, used again and again. Not thread-safe.
 */
final class Lookup {
    /** Stands for an MTU where there is no route, and so no limit. */
    static final int NO_ROUTE = Integer.MAX_VALUE;

    private final RouteQuery query = new RouteQuery();
    private boolean open;
    private boolean asOwn;
    private int mtu;
    private int out;
    private int headroom;
    private MtuOrigin origin = MtuOrigin.UNKNOWN;

    void begin(RouteQuery asked) {
        query.copy(asked);
        open = true;
        asOwn = false;
        mtu = Paths.UNKNOWN;
        out = 0;
        headroom = 0;
        origin = MtuOrigin.UNKNOWN;
    }

    RouteQuery query() {
        return query;
    }

    /** Whether the kernel is still to be asked, or to answer. */
    boolean isOpen() {
        return open;
    }

    /** Whether the question is how a packet of this host would go, as it was refused as routed. */
    boolean isAsOwn() {
        return asOwn;
    }

    void takeRoute(RouteReply reply, Links links) {
        boolean leadsElsewhere = query.out() != 0 && query.out() != reply.out();
        if (leadsElsewhere && !asOwn) {
            asOwn = true;
            return;
        }
        out = reply.out();
        int carried = reply.mtu() > 0 ? routeMtu(reply) : linkMtu(links);
        headroom = reply.headroom() < carried ? reply.headroom() : 0;
        answer(carried == Links.UNKNOWN_MTU ? Paths.UNKNOWN : carried - headroom);
    }

    private int routeMtu(RouteReply reply) {
        origin = reply.isLearned() ? MtuOrigin.EXCEPTION : MtuOrigin.ROUTE;
        return query.family() == Family.IPV4 ? Math.min(reply.mtu(), Link.MAX_IPV4_MTU) : reply.mtu();
    }

    private int linkMtu(Links links) {
        origin = MtuOrigin.LINK;
        return links.mtu(out, query.family());
    }

    void takeError(int errno, Links links) {
        if (errno == Errno.ENOMEM || errno == Errno.ENOBUFS || errno == Errno.EAGAIN) {
            answer(Paths.UNKNOWN);
        } else if (!asOwn) {
            asOwn = true;
        } else if (query.out() != 0) {
            // Some route led the packet there.
            out = query.out();
            int carried = linkMtu(links);
            answer(carried == Links.UNKNOWN_MTU ? Paths.UNKNOWN : carried);
        } else {
            origin = MtuOrigin.NO_ROUTE;
            answer(NO_ROUTE);
        }
    }

    private void answer(int octets) {
        mtu = octets;
        open = false;
    }

    /** In octets; {@link #NO_ROUTE}, or {@link Paths#UNKNOWN} while there is no answer. */
    int mtu() {
        return mtu;
    }

    MtuOrigin origin() {
        return origin;
    }

    /** Index of the interface by which the path leads; 0 if there is no route. */
    int out() {
        return out;
    }

    /** Octets that the route puts before each packet, and that its MTU is less by. */
    int headroom() {
        return headroom;
    }
}
