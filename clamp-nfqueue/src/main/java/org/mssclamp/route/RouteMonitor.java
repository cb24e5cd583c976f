// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import org.mssclamp.channel.ErrnoException;
import org.mssclamp.channel.MessageBatch;
import org.mssclamp.channel.NetlinkChannel;
import org.mssclamp.netlink.Errno;

/**
 * Records a change whenever the kernel announces one of addresses, routes, rules or nexthops, whatever it is.
 *
 * <p>Reads no event, so that it keeps up while a routing daemon rewrites its whole table. For a thread of its own.
 */
final class RouteMonitor implements Runnable {
    /**
     * The multicast groups: RTNLGRP_IPV4_IFADDR, IPV4_ROUTE, IPV4_RULE, the same of IPv6, and RTNLGRP_NEXTHOP.
     */
    static final int[] GROUPS = {5, 7, 8, 9, 11, 19, 32};

    private static final int SLOTS = 64;
    /** Nothing but that a message is there matters. */
    private static final int MESSAGE_OCTETS = 16;

    private static final int WAIT_MILLIS = 1000;

    private final NetlinkChannel channel;
    private final RouteChanges changes;
    private final MessageBatch batch = new MessageBatch(SLOTS, MESSAGE_OCTETS);
    private boolean congested;
    private volatile boolean stopped;

    /** Takes over the channel, which hears {@link #GROUPS}. */
    RouteMonitor(NetlinkChannel channel, RouteChanges changes) {
        this.channel = channel;
        this.changes = changes;
    }

    /** Follows events until it is stopped; then closes the channel. */
    @Override
    public void run() {
        try {
            boolean unsettled = false;
            while (!stopped) {
                if (receive()) {
                    unsettled = true;
                } else if (!channel.await(unsettled ? RouteChanges.SETTLE_MILLIS : WAIT_MILLIS) && unsettled) {
                    unsettled = false;
                    changes.record();
                }
            }
        } finally {
            channel.close();
            batch.close();
        }
    }

    private boolean receive() {
        int count = channel.receive(batch);
        boolean overrun = count == -Errno.ENOBUFS || count == -Errno.ENOMEM;
        if (count < 0 && !overrun) {
            throw new ErrnoException("receive events of routes", -count, "");
        }
        if (count != 0 || congested) {
            changes.record();
        }
        // After an overrun the kernel loses all events until the socket is read empty; that it was so counts as one.
        congested = overrun || (congested && count != 0);
        return count != 0;
    }

    /** Ends {@link #run}. For any thread. */
    void stop() {
        stopped = true;
        channel.wake();
    }
}
