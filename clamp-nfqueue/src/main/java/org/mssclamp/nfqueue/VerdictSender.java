// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import org.mssclamp.channel.MessageBatch;
import org.mssclamp.channel.NetlinkChannel;
import org.mssclamp.counter.Counters;
import org.mssclamp.netlink.Errno;

/** Sends the verdicts of a batch: all at once, and if the kernel does not take them so, in smaller parts. */
final class VerdictSender {
    private static final int ATTEMPTS = 20;
    private static final int WAIT_MILLIS = 1;

    private final NetlinkChannel channel;
    private final MessageBatch batch;
    private final VerdictEncoder verdicts;
    private final Counters<QueueEvent> events;
    private final Pulse pulse;

    VerdictSender(
            NetlinkChannel channel,
            MessageBatch batch,
            VerdictEncoder verdicts,
            Counters<QueueEvent> events,
            Pulse pulse) {
        this.channel = channel;
        this.batch = batch;
        this.verdicts = verdicts;
        this.events = events;
        this.pulse = pulse;
    }

    void sendAll() {
        if (batch.replies() > 0) {
            send(0, batch.replies());
        }
    }

    private void send(int from, int to) {
        if (to - from == 1) {
            sendOne(from);
        } else if (channel.sendReplies(batch, from, to) != 0) {
            int middle = (from + to) >>> 1;
            send(from, middle);
            send(middle, to);
        }
    }

    /** Tries again for a moment, in which the kernel may find memory; at last without the packet. */
    private void sendOne(int reply) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            int result = channel.sendReplies(batch, reply, reply + 1);
            if (result == 0) {
                return;
            }
            if (result == -Errno.EMSGSIZE || attempt == ATTEMPTS / 2) {
                strip(reply);
            }
            pulse.beat();
            channel.await(WAIT_MILLIS);
        }
        events.increment(QueueEvent.UNSENT);
    }

    private void strip(int reply) {
        if (batch.replyLength(reply) > verdicts.length()) {
            events.increment(QueueEvent.STRIPPED);
            verdicts.stripPacket(batch.buffer(), batch.replyIndex(reply));
            batch.shortenReply(reply, verdicts.length());
        }
    }
}
