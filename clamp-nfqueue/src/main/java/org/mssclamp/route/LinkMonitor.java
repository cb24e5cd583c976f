// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.mssclamp.channel.ErrnoException;
import org.mssclamp.channel.MessageBatch;
import org.mssclamp.channel.NetlinkChannel;
import org.mssclamp.netlink.AttributeCursor;
import org.mssclamp.netlink.Errno;
import org.mssclamp.netlink.HostOrder;
import org.mssclamp.netlink.MessageWriter;
import org.mssclamp.netlink.NetlinkMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@link LinkNames} current: lists all links, then follows the events of rtnetlink.
 *
 * <p>Call {@link #list} first, then run on a thread of its own until {@link #stop}.
 */
public final class LinkMonitor implements Runnable {
    /** The multicast group of link events: RTNLGRP_LINK. */
    public static final int GROUP = 1;

    private static final Logger LOG = LoggerFactory.getLogger(LinkMonitor.class);

    private static final int RTM_NEWLINK = 16;
    private static final int RTM_DELLINK = 17;
    private static final int RTM_GETLINK = 18;
    private static final int IFLA_IFNAME = 3;

    /** Of messages about links; those about ports of bridges, in the same group, have AF_BRIDGE. */
    private static final int AF_UNSPEC = 0;

    // struct ifinfomsg { family 0, type 2, index 4, flags 8, change 12 }
    private static final int IFINFOMSG_OCTETS = 16;
    private static final int IFINFOMSG_INDEX = 4;

    /** A dump comes in datagrams of up to 32 KiB. */
    private static final int DATAGRAM_OCTETS = 32 << 10;

    private static final int WAIT_MILLIS = 1000;
    private static final int LIST_WAITS = 10;

    private final NetlinkChannel channel;
    private final LinkNames names;
    private final Map<Integer, String> links = new HashMap<>();
    private final MessageBatch batch = new MessageBatch(4, DATAGRAM_OCTETS);
    private final NetlinkMessage message = new NetlinkMessage();
    private final AttributeCursor attributes = new AttributeCursor();
    private boolean listed;
    private boolean changed;
    private boolean overrun;
    private int refusal;
    private volatile boolean stopped;

    /** Takes over the channel, which hears {@link #GROUP}. */
    public LinkMonitor(NetlinkChannel channel, LinkNames names) {
        this.channel = channel;
        this.names = names;
    }

    /** Asks for every link, and waits until they are known. */
    public void list() {
        requestList();
        int waits = 0;
        while (!listed) {
            if (receive() == 0 && !channel.await(WAIT_MILLIS)) {
                askAgain(waits);
                waits++;
            }
        }
    }

    private void askAgain(int waits) {
        if (waits == LIST_WAITS) {
            throw refusal == 0
                    ? new ErrnoException("list the links", Errno.EAGAIN, "the kernel did not answer")
                    : new ErrnoException("list the links", refusal, "");
        }
        if (refusal != 0) {
            requestList();
        }
    }

    private void requestList() {
        listed = false;
        changed = true;
        links.clear();
        ByteBuf request = new MessageWriter(RTM_GETLINK, NetlinkMessage.DUMP, 1)
                .append(new byte[IFINFOMSG_OCTETS])
                .finish();
        refusal = -channel.send(request);
        request.release();
    }

    /** Follows link events until it is stopped; then closes the channel. */
    @Override
    public void run() {
        try {
            while (!stopped) {
                if (receive() == 0 && !channel.await(WAIT_MILLIS) && !listed) {
                    requestList();
                }
            }
        } finally {
            channel.close();
            batch.close();
        }
    }

    /** Ends {@link #run}. For any thread. */
    public void stop() {
        stopped = true;
        channel.wake();
    }

    private int receive() {
        int count = channel.receive(batch);
        if (count == -Errno.ENOBUFS || count == -Errno.ENOMEM) {
            LOG.debug("link events were lost; listing the links anew");
            overrun = true;
            return 1;
        }
        if (count < 0) {
            throw new ErrnoException("receive link events", -count, "");
        }
        for (int slot = 0; slot < count; slot++) {
            readDatagram(batch.index(slot), batch.index(slot) + batch.length(slot));
        }
        if (changed && listed) {
            changed = false;
            names.replace(links);
        }
        if (count == 0 && overrun) {
            // Only now: after an overrun the kernel loses all events until the socket is read empty.
            overrun = false;
            requestList();
        }
        return count;
    }

    private void readDatagram(int index, int end) {
        int next = index;
        while (next < end && message.wrap(batch.buffer(), next, end - next)) {
            readMessage(next);
            next = NetlinkMessage.align(message.end() - index) + index;
        }
    }

    private void readMessage(int index) {
        switch (message.type()) {
            case RTM_NEWLINK -> readLink(index, true);
            case RTM_DELLINK -> readLink(index, false);
            case NetlinkMessage.DONE -> listed = true;
            case NetlinkMessage.ERROR -> readRefusal();
            default -> {}
        }
    }

    /** The list that was asked for does not come; it is asked for again once it is quiet. */
    private void readRefusal() {
        if (message.isWholeError() && message.errno() != 0) {
            refusal = message.errno();
            LOG.warn("the kernel refused to list the links: {}", Errno.name(refusal));
        }
    }

    private void readLink(int index, boolean present) {
        int body = index + NetlinkMessage.HEADER_OCTETS;
        if (message.end() - body < IFINFOMSG_OCTETS || batch.buffer().getByte(body) != AF_UNSPEC) {
            return;
        }
        int link = HostOrder.integer(batch.buffer(), body + IFINFOMSG_INDEX);
        if (!present) {
            changed |= links.remove(link) != null;
            return;
        }
        attributes.wrap(batch.buffer(), body + IFINFOMSG_OCTETS, message.end());
        while (attributes.advance()) {
            if (attributes.type() == IFLA_IFNAME && attributes.length() > 1) {
                // The closing zero is part of the value.
                String name = batch.buffer()
                        .toString(attributes.valueIndex(), attributes.length() - 1, StandardCharsets.UTF_8);
                changed |= !name.equals(links.put(link, name));
            }
        }
    }
}
