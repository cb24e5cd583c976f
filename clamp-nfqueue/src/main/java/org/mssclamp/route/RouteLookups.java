// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import java.util.function.LongSupplier;
import org.mssclamp.channel.MessageBatch;
import org.mssclamp.channel.NetlinkChannel;
import org.mssclamp.netlink.Errno;
import org.mssclamp.netlink.NetlinkMessage;

/**
 * Asks the kernel for a batch of paths: all questions in one send, all answers in one receive.
 *
 * <p>A second round goes for those whose first question was refused. Allocates nothing once it is there. Not thread-safe.
 */
final class RouteLookups implements AutoCloseable {
    /** Both paths of each packet in a batch. */
    static final int CAPACITY = 128;

    /** A route with all it may say of itself. */
    private static final int MESSAGE_OCTETS = 4096;

    /** It waits by whole milliseconds, so that it does not wait if less is left. */
    static final long SHORTEST_WAIT_NS = 1_000_000;

    private final NetlinkChannel channel;
    private final Links links;
    private final LongSupplier clock;

    private final MessageBatch batch = new MessageBatch(CAPACITY, MESSAGE_OCTETS);
    private final NetlinkMessage message = new NetlinkMessage();
    private final RouteRequest request = new RouteRequest();
    private final RouteReply reply = new RouteReply();
    private final Lookup[] lookups = new Lookup[CAPACITY];
    private int count;

    /** Those of the round under way, in the order of their sequence numbers. */
    private final Lookup[] sent = new Lookup[CAPACITY];

    private final boolean[] answered = new boolean[CAPACITY];
    private int sentCount;
    private int awaited;
    private int sequence;

    /** Takes over the channel, which hears no groups. */
    RouteLookups(NetlinkChannel channel, Links links, LongSupplier clock) {
        this.channel = channel;
        this.links = links;
        this.clock = clock;
        for (int i = 0; i < CAPACITY; i++) {
            lookups[i] = new Lookup();
            sent[i] = lookups[i];
        }
    }

    /** Forgets all questions and answers. */
    void clear() {
        count = 0;
    }

    /** Adds a question, if it is not there already and there is room. */
    void add(RouteQuery query) {
        for (int i = 0; i < count; i++) {
            if (lookups[i].query().isSame(query)) {
                return;
            }
        }
        if (count < CAPACITY) {
            lookups[count].begin(query);
            count++;
        }
    }

    int count() {
        return count;
    }

    Lookup lookup(int number) {
        return lookups[number];
    }

    /** Asks and waits, on the clock it was given, until all is answered or the time is over; true if all is answered. */
    boolean fetch(long deadlineNs) {
        while (hasOpen()) {
            if (!send() || !receiveUntil(deadlineNs)) {
                return false;
            }
        }
        return true;
    }

    private boolean hasOpen() {
        for (int i = 0; i < count; i++) {
            if (lookups[i].isOpen()) {
                return true;
            }
        }
        return false;
    }

    private boolean send() {
        // What comes late of the round before has a smaller number, and is passed over.
        sequence += sentCount;
        sentCount = 0;
        batch.clearReplies();
        for (int i = 0; i < count; i++) {
            if (lookups[i].isOpen()) {
                write(lookups[i]);
            }
        }
        awaited = sentCount;
        return channel.sendReplies(batch, 0, sentCount) == 0;
    }

    private void write(Lookup lookup) {
        int index = batch.index(sentCount);
        int number = sequence + sentCount;
        int length = lookup.isAsOwn()
                ? request.writeAsOwn(batch.buffer(), index, number, lookup.query())
                : request.write(batch.buffer(), index, number, lookup.query());
        batch.reply(index, length);
        answered[sentCount] = false;
        sent[sentCount] = lookup;
        sentCount++;
    }

    private boolean receiveUntil(long deadlineNs) {
        while (awaited > 0) {
            int received = channel.receive(batch);
            if (received < 0) {
                return false;
            }
            for (int slot = 0; slot < received; slot++) {
                read(slot);
            }
            // Even if there were some: others may send us messages without end.
            if (awaited > 0 && !await(deadlineNs)) {
                return false;
            }
        }
        return true;
    }

    private boolean await(long deadlineNs) {
        long leftNs = deadlineNs - clock.getAsLong();
        if (leftNs < SHORTEST_WAIT_NS) {
            return false;
        }
        channel.await((int) (leftNs / SHORTEST_WAIT_NS));
        return true;
    }

    private void read(int slot) {
        int index = batch.index(slot);
        if (!message.wrap(batch.buffer(), index, batch.length(slot))) {
            return;
        }
        if (message.type() == NetlinkMessage.ERROR && message.isWholeError()) {
            take(message.answeredSequence(), index, message.errno());
        } else if (message.type() == RouteReply.RTM_NEWROUTE) {
            take(message.sequence(), index, 0);
        }
    }

    private void take(int answeredSequence, int index, int errno) {
        int number = answeredSequence - sequence;
        if (number < 0 || number >= sentCount || answered[number]) {
            return;
        }
        answered[number] = true;
        awaited--;
        if (!message.isWhole()) {
            sent[number].takeError(Errno.ENOBUFS, links);
            return;
        }
        if (message.type() == RouteReply.RTM_NEWROUTE && reply.wrap(batch.buffer(), index, message.end())) {
            sent[number].takeRoute(reply, links);
        } else {
            sent[number].takeError(errno, links);
        }
    }

    @Override
    public void close() {
        channel.close();
        batch.close();
    }
}
