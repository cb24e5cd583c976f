// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.mssclamp.channel.ErrnoException;
import org.mssclamp.channel.MessageBatch;
import org.mssclamp.channel.NetlinkChannel;
import org.mssclamp.netlink.Errno;
import org.mssclamp.netlink.HostOrder;
import org.mssclamp.netlink.MessageWriter;
import org.mssclamp.netlink.NetlinkMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@link Links} current: lists all links, then follows the events of rtnetlink.
 *
 * <p>Call {@link #list} first, then run on a thread of its own until {@link #stop}.
 */
final class LinkMonitor implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LinkMonitor.class);

    private static final int RTM_NEWLINK = 16;
    private static final int RTM_DELLINK = 17;
    private static final int RTM_GETLINK = 18;

    /** A dump comes in datagrams of up to 32 KiB. */
    private static final int DATAGRAM_OCTETS = 32 << 10;

    private static final int WAIT_MILLIS = 1000;
    private static final int LIST_WAITS = 10;
    /** The kernel does not announce a change of {@code net.ipv6.conf.NAME.mtu}. */
    private static final long LIST_PERIOD_NS = 10_000_000_000L;
    /** From one list to the next, as each holds a lock that whoever changes a link waits for. */
    private static final long SHORTEST_PERIOD_NS = 1_000_000_000L;

    private static final int IFLA_EXT_MASK = 29;
    private static final int RTEXT_FILTER_SKIP_STATS = 8;

    /** The multicast groups of links: RTNLGRP_LINK, and RTNLGRP_IPV6_IFINFO for what IPv6 makes of them. */
    static final int[] GROUPS = {1, 12};

    private final NetlinkChannel channel;
    private final Links published;
    private final RouteChanges changes;
    private final LongSupplier clock;
    private final MessageBatch batch = new MessageBatch(4, DATAGRAM_OCTETS);
    private final NetlinkMessage message = new NetlinkMessage();
    private final LinkMessage linkMessage = new LinkMessage();

    private Map<Integer, Link> links = new HashMap<>();
    /** The list that is on its way, if one was asked for. */
    private @Nullable Map<Integer, Link> list;

    private long listedNs;
    private boolean listIsOld;
    private int listSequence;
    private boolean listInterrupted;
    private int refusal;
    private boolean linksChanged;
    private boolean eventful;
    private boolean unsettled;
    private boolean overrun;
    private volatile boolean stopped;

    /** Takes over the channel, which hears {@link #GROUPS}; the clock counts nanoseconds. */
    LinkMonitor(NetlinkChannel channel, Links published, RouteChanges changes, LongSupplier clock) {
        this.channel = channel;
        this.published = published;
        this.changes = changes;
        this.clock = clock;
    }

    /** Asks for every link, and waits until they are known. */
    void list() {
        requestList();
        int waits = 0;
        while (list != null) {
            if (receive() == 0 && !channel.await(WAIT_MILLIS)) {
                askAgain(waits);
                waits++;
            }
        }
        unsettled = false;
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
        list = new HashMap<>();
        listInterrupted = false;
        listedNs = clock.getAsLong();
        listIsOld = false;
        listSequence++;
        refusal = request(NetlinkMessage.DUMP, listSequence, 0);
    }

    /** Asks for what a link is now; the answer is read as an event. */
    private void requestLink(int index) {
        if (request(0, 0, index) != 0) {
            listIsOld = true;
        }
    }

    /** Sends a request for one link, or for all with index 0; returns its errno. */
    private int request(int flags, int sequence, int index) {
        ByteBuf body = Unpooled.buffer(LinkMessage.IFINFOMSG_OCTETS).writeZero(LinkMessage.IFINFOMSG_OCTETS);
        HostOrder.writeInteger(body, LinkMessage.IFINFOMSG_INDEX, index);
        ByteBuf mask = Unpooled.buffer(Integer.BYTES).writeZero(Integer.BYTES);
        HostOrder.writeInteger(mask, 0, RTEXT_FILTER_SKIP_STATS);
        ByteBuf request = new MessageWriter(RTM_GETLINK, flags, sequence)
                .append(body.array())
                .attribute(IFLA_EXT_MASK, mask.array())
                .finish();
        int errno = -channel.send(request);
        request.release();
        return errno;
    }

    /** Follows events until it is stopped; then closes the channel. */
    @Override
    public void run() {
        try {
            while (!stopped) {
                boolean quiet = receive() == 0 && !channel.await(unsettled ? RouteChanges.SETTLE_MILLIS : WAIT_MILLIS);
                if (quiet && unsettled) {
                    unsettled = false;
                    changes.record();
                } else if (list == null ? isListDue() : quiet) {
                    requestList();
                }
            }
        } finally {
            channel.close();
            batch.close();
        }
    }

    private boolean isListDue() {
        return clock.getAsLong() - listedNs > (listIsOld ? SHORTEST_PERIOD_NS : LIST_PERIOD_NS);
    }

    /** Ends {@link #run}. For any thread. */
    void stop() {
        stopped = true;
        channel.wake();
    }

    private int receive() {
        int count = channel.receive(batch);
        if (count == -Errno.ENOBUFS || count == -Errno.ENOMEM) {
            LOG.debug("events of links were lost; listing the links anew");
            overrun = true;
            unsettled = true;
            changes.record();
            return 1;
        }
        if (count < 0) {
            throw new ErrnoException("receive events of links", -count, "");
        }
        for (int slot = 0; slot < count; slot++) {
            readDatagram(batch.index(slot), batch.index(slot) + batch.length(slot));
        }
        publish();
        if (count == 0 && overrun) {
            // Only now: after an overrun the kernel loses all events until the socket is read empty.
            overrun = false;
            changes.record();
            listIsOld = true;
        }
        return count;
    }

    /** The links first: what is looked up once the change is recorded must find them. */
    private void publish() {
        if (linksChanged) {
            published.replace(links.values());
        }
        if (linksChanged || eventful) {
            changes.record();
            unsettled = true;
        }
        linksChanged = false;
        eventful = false;
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
            case RTM_NEWLINK, RTM_DELLINK -> readLink(index);
            case NetlinkMessage.DONE -> readEndOfList();
            case NetlinkMessage.ERROR -> readRefusal();
            default -> {}
        }
    }

    private void readEndOfList() {
        if (list == null || message.sequence() != listSequence) {
            return;
        }
        if (listInterrupted || message.isOfInterruptedList()) {
            // It may lack links that are there: what it has is right, the rest stays as it was.
            links.forEach(list::putIfAbsent);
            listIsOld = true;
        }
        linksChanged |= !list.equals(links);
        links = list;
        list = null;
    }

    /** The list that was asked for does not come; it is asked for again once it is quiet. */
    private void readRefusal() {
        if (message.isWholeError() && message.errno() != 0 && message.answeredSequence() == listSequence) {
            refusal = message.errno();
            LOG.warn("the kernel refused to list the links: {}", Errno.name(refusal));
        }
    }

    private void readLink(int index) {
        if (linkMessage.wrap(batch.buffer(), index, message.end())) {
            if (message.isPartOfList()) {
                readPartOfList();
            } else {
                readEvent(message.type() == RTM_NEWLINK);
            }
        } else if (linkMessage.isAboutIpv6()) {
            // Its MTU for IPv6 may have changed with a router advertisement.
            requestLink(linkMessage.index());
        }
    }

    private void readPartOfList() {
        if (list != null && message.sequence() == listSequence) {
            listInterrupted |= message.isOfInterruptedList();
            put(list, true);
        }
    }

    private void readEvent(boolean present) {
        if (present && hasNewMtu()) {
            requestLink(linkMessage.index());
        }
        if (list != null) {
            put(list, present);
        }
        linksChanged |= put(links, present);
        // Going up and down, too, takes routes along.
        eventful = true;
    }

    /** Then the event still says what IPv6 made of the old MTU: rtnetlink tells of the new one before IPv6 takes it. */
    private boolean hasNewMtu() {
        Link known = links.get(linkMessage.index());
        return known != null
                && linkMessage.link().filter(link -> link.mtu() != known.mtu()).isPresent();
    }

    private boolean put(Map<Integer, Link> map, boolean present) {
        int number = linkMessage.index();
        return present
                ? linkMessage
                        .link()
                        .filter(link -> !link.equals(map.put(number, link)))
                        .isPresent()
                : map.remove(number) != null;
    }
}
