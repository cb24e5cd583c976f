// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import org.mssclamp.clamp.Paths;
import org.mssclamp.packet.SynPacket;
import org.mssclamp.rule.Direction;
import org.mssclamp.rule.PacketContext;

/** Paths made of one or two routes: that to the destination and that back to the source. Not thread-safe. */
abstract class RoutedPaths implements Paths {
    private final RouteQuery query = new RouteQuery();

    /** What one route carries: its MTU, {@link Lookup#NO_ROUTE} or {@link #UNKNOWN}. */
    abstract int find(RouteQuery asked, Direction direction);

    @Override
    public final int mtu(SynPacket syn, PacketContext context, Direction direction) {
        if (!hasRoute(context)) {
            return UNKNOWN;
        }
        int mtu = Lookup.NO_ROUTE;
        if (direction.includesForward()) {
            query.forward(syn, context);
            mtu = find(query, Direction.FORWARD);
        }
        if (mtu != UNKNOWN && direction.includesReverse()) {
            query.reverse(syn, context);
            mtu = Math.min(mtu, find(query, Direction.REVERSE));
        }
        return mtu == Lookup.NO_ROUTE ? UNKNOWN : mtu;
    }

    /** Not in PREROUTING, where a packet has no route yet, nor in INPUT, where it ends. */
    static boolean hasRoute(PacketContext context) {
        return context.out().index() != 0;
    }
}
