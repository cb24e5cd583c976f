// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import java.util.OptionalInt;
import org.mssclamp.channel.NetlinkChannel;
import org.mssclamp.clamp.PacketCounters;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.config.OnFailure;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.counter.Counters;
import org.mssclamp.netlink.Errno;
import org.mssclamp.nfqueue.BindException.Reason;
import org.mssclamp.route.Links;
import org.mssclamp.route.RoutePaths;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns one queue from bind to drain: every packet the kernel hands over gets exactly one verdict.
 *
 * <p>{@link #bind} on any one thread, then {@link #run} on a thread of its own; {@link #publish} and {@link #stop} are
 * for any thread.
 */
public final class QueueWorker implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueWorker.class);

    private static final int IDLE_MILLIS = 1000;
    private static final int DRAIN_WAIT_MILLIS = 5;
    private static final int DRAIN_PASSES = 10_000;
    private static final int ATTEMPTS_PER_LOG_LINE = 10;

    private final int queueNumber;
    private final QueueSettings settings;
    private final NetlinkChannel channel;
    private final RoutePaths paths;
    private final PacketCounters packets = new PacketCounters();
    private final Counters<QueueEvent> events = new Counters<>(QueueEvent.class);
    private final QueueSession session;
    private volatile boolean stopping;

    /** Takes over channel and paths; it will decide packets by rules once some are {@linkplain #publish published}. */
    public QueueWorker(int queueNumber, QueueSettings settings, NetlinkChannel channel, Links links, RoutePaths paths) {
        this.queueNumber = queueNumber;
        this.settings = settings;
        this.channel = channel;
        this.paths = paths;
        session = new QueueSession(queueNumber, settings, channel, links, paths, packets, events);
    }

    public int queueNumber() {
        return queueNumber;
    }

    /** The processor it is to run on; empty for any. */
    public OptionalInt cpu() {
        return settings.cpu(queueNumber);
    }

    /** What the paths of its packets carry: for the pipelines that are published. */
    public RoutePaths paths() {
        return paths;
    }

    /** What became of the packets. */
    public PacketCounters packets() {
        return packets;
    }

    /** What happened to the queue. */
    public Counters<QueueEvent> events() {
        return events;
    }

    /** Decides by other rules from the next batch on; the pipeline counts into {@link #packets}. */
    public void publish(SynPipeline next) {
        session.publish(next);
    }

    /** Takes possession of the queue. Packets that come at once get their verdict. */
    public void bind() throws BindException {
        session.beginAnew();
        boolean failOpen = settings.onFailure() != OnFailure.DROP;
        long received = events.count(QueueEvent.RECEIVED);
        int errno = session.request(sequence ->
                QueueRequest.bind(queueNumber, sequence, QueueSession.COPY_RANGE, settings.maxLength(), failOpen));
        switch (errno) {
            // EBUSY: it is ours already; the answer that said so was lost.
            case 0, Errno.EBUSY -> {}
            case QueueSession.UNANSWERED -> {
                // An answer is lost if the buffer is full; but then it is full of our packets.
                if (events.count(QueueEvent.RECEIVED) == received) {
                    throw new BindException(queueNumber, Reason.FAILED, "the kernel does not answer");
                }
            }
            case Errno.EPERM -> throw refusal();
            case Errno.EINVAL, Errno.EOPNOTSUPP ->
                throw new BindException(
                        queueNumber,
                        Reason.NOT_SUPPORTED,
                        "this kernel has no nfnetlink_queue (" + Errno.name(errno)
                                + "); load it with: modprobe nfnetlink_queue");
            default -> throw new BindException(queueNumber, Reason.FAILED, Errno.name(errno));
        }
    }

    /** EPERM has two causes; a request that only asks for the privilege tells which it is. */
    private BindException refusal() {
        if (session.request(QueueRequest::checkPrivilege) != Errno.EPERM) {
            return new BindException(
                    queueNumber,
                    Reason.TAKEN,
                    "another process has it (EPERM, though CAP_NET_ADMIN is there); its netlink port ID, most often its"
                            + " process ID, is in the second column of /proc/net/netfilter/nfnetlink_queue");
        }
        return new BindException(
                queueNumber,
                Reason.NOT_PERMITTED,
                "CAP_NET_ADMIN is missing (EPERM); run as root, or give the capability to the service");
    }

    /** Serves the queue until it is stopped; then lets nothing new in, answers what is there, and gives it up. */
    @Override
    public void run() {
        try {
            while (!stopping) {
                if (session.doWork(IDLE_MILLIS) == 0) {
                    // Is the queue still ours? Without traffic no verdict would tell.
                    session.send(sequence -> QueueRequest.affirm(queueNumber, sequence, QueueSession.COPY_RANGE));
                }
                if (session.isLost()) {
                    rebind();
                }
            }
            drain();
        } finally {
            close();
        }
    }

    /** One duty cycle of the session; messages received. */
    int doWork() {
        return session.doWork();
    }

    /** Ends {@link #run}. For any thread. */
    public void stop() {
        stopping = true;
        channel.wake();
    }

    private void rebind() {
        LOG.warn("queue {} was lost; binding it again", queueNumber);
        for (int attempt = 0; !stopping; attempt++) {
            try {
                bind();
                events.increment(QueueEvent.REBOUND);
                LOG.info("queue {} is bound again", queueNumber);
                return;
            } catch (BindException refused) {
                if (attempt % ATTEMPTS_PER_LOG_LINE == 0) {
                    LOG.warn("{}; trying again", refused.getMessage());
                }
                channel.await(IDLE_MILLIS);
            }
        }
    }

    private void drain() {
        session.request(sequence -> QueueRequest.close(queueNumber, sequence));
        // Twice: another processor may be putting in a packet that it let in before.
        int empty = 0;
        for (int pass = 0; empty < 2 && pass < DRAIN_PASSES; pass++) {
            if (doWork() > 0) {
                empty = 0;
            } else if (!channel.await(DRAIN_WAIT_MILLIS)) {
                empty++;
            }
        }
    }

    /** Gives up the queue at once, with what it holds; only for a worker that was never run, for {@link #run} does it. */
    @Override
    public void close() {
        session.close();
    }
}
