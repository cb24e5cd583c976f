// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import java.util.OptionalInt;
import org.mssclamp.channel.NetlinkChannel;
import org.mssclamp.clamp.PacketCounters;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.config.OnFailure;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.counter.Counters;
import org.mssclamp.route.Links;
import org.mssclamp.route.RoutePaths;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns one queue, from bind or take-over to drain or hand-over: every packet the kernel hands over gets exactly one verdict.
 *
 * <p>{@link #bind}, {@link #takeOver} or {@link #configure} on any one thread, then {@link #run} on a thread of its own;
 * {@link #publish}, {@link #trace}, {@link #stop} and {@link #handOver} are for any thread.
 */
public final class QueueWorker implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueWorker.class);

    /** The longest time between two beats of a worker that is well. */
    private static final int IDLE_MILLIS = 500;

    private static final int DRAIN_WAIT_MILLIS = 5;
    private static final int DRAIN_PASSES = 10_000;
    /** Batches of 64 in the longest queue there can be. */
    private static final int HAND_OVER_PASSES = 1024;

    private static final int ATTEMPTS_PER_LOG_LINE = 10;

    private final int queueNumber;
    private final QueueSettings settings;
    private final NetlinkChannel channel;
    private final Links links;
    private final RoutePaths paths;
    private final PacketCounters packets;
    private final Counters<QueueEvent> events;
    private final QueueSession session;
    private final QueuePossession possession;
    private volatile State state = State.SERVING;
    private volatile boolean kept;
    private volatile boolean bound;

    private enum State {
        SERVING,
        STOPPING,
        HANDING_OVER
    }

    /** Takes over channel and paths; it will decide packets by rules once some are {@linkplain #publish published}. */
    public QueueWorker(int queueNumber, QueueSettings settings, NetlinkChannel channel, Links links, RoutePaths paths) {
        this(queueNumber, settings, channel, links, paths, new PacketCounters(), new Counters<>(QueueEvent.class));
    }

    private QueueWorker(
            int queueNumber,
            QueueSettings settings,
            NetlinkChannel channel,
            Links links,
            RoutePaths paths,
            PacketCounters packets,
            Counters<QueueEvent> events) {
        this.queueNumber = queueNumber;
        this.settings = settings;
        this.channel = channel;
        this.links = links;
        this.paths = paths;
        this.packets = packets;
        this.events = events;
        session = new QueueSession(queueNumber, settings, channel, links, paths, packets, events);
        possession = new QueuePossession(queueNumber, settings, session, events);
    }

    /** One with the same queue, channel, paths and counters, but other settings, that can {@link #goOnBehind} this one. */
    public QueueWorker successor(QueueSettings next) {
        return new QueueWorker(queueNumber, next, channel, links, paths, packets, events);
    }

    /** Goes on where another one was that has {@linkplain #handOver handed over} and whose {@link #run} is over. */
    public void goOnBehind(QueueWorker predecessor) {
        session.goOnBehind(predecessor.session);
    }

    public int queueNumber() {
        return queueNumber;
    }

    /** Of this queue alone. */
    public QueueSettings settings() {
        return settings;
    }

    /** Of its socket, in the kernel's tables. */
    public int portId() {
        return channel.portId();
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

    /** Signs of life of the thread in {@link #run}. */
    public Pulse pulse() {
        return session.pulse();
    }

    /** Decides by other rules from the next batch on; the pipeline counts into {@link #packets}. */
    public void publish(SynPipeline next) {
        session.publish(next);
    }

    /** Feeds a trace, from the next batch on, until that is closed. For any thread. */
    public void trace(SynRing ring) {
        session.trace(ring);
    }

    /** How many traces it feeds. For any thread. */
    public int traces() {
        return session.traces();
    }

    /** Takes possession of the queue. Packets that come at once get their verdict. */
    public void bind() throws BindException {
        possession.bind();
        bound = true;
    }

    /**
     * Takes possession of a queue that a predecessor in another process bound by the same socket; binds it if it did not.
     *
     * <p>What that had received and not answered comes again.
     */
    public void takeOver() throws BindException {
        possession.takeOver();
        bound = true;
    }

    /** Gives the queue, bound by the same socket, the settings of this worker; binds it if it was lost. */
    public void configure() throws BindException {
        possession.configure();
        bound = true;
    }

    /**
     * Serves the queue until it is stopped: then lets nothing new in, answers what is there, and gives it up; or until it is
     * to be handed over: then answers what is there, and leaves it as it is.
     */
    @Override
    public void run() {
        session.pulse().begin();
        try {
            while (state == State.SERVING) {
                if (session.doWork(IDLE_MILLIS) == 0) {
                    // Is the queue still ours? Without traffic no verdict would tell.
                    session.send(sequence -> QueueRequest.affirm(queueNumber, sequence, QueueSession.COPY_RANGE));
                }
                if (session.isLost()) {
                    rebind();
                }
            }
            if (state == State.STOPPING) {
                drain();
            } else {
                answerWaiting();
            }
        } finally {
            session.pulse().end();
            bound = false;
            end();
        }
    }

    private void end() {
        if (state == State.HANDING_OVER) {
            session.leave();
        } else {
            close();
        }
    }

    /** One duty cycle of the session; messages received. */
    int doWork() {
        return session.doWork();
    }

    /** Ends {@link #run}, and gives the queue up. For any thread. */
    public void stop() {
        endBy(State.STOPPING);
    }

    /** Ends {@link #run}, and leaves the queue bound, channel and paths open: for a successor. For any thread. */
    public void handOver() {
        endBy(State.HANDING_OVER);
    }

    private void endBy(State how) {
        state = how;
        channel.wake();
    }

    /**
     * Lets all that the kernel holds pass unchanged, and whatever comes: for another thread, if the worker's own is stuck and the
     * process ends. Where packets are to be dropped without a worker, or are kept for the next, it leaves them to that.
     */
    public void letAllPass() {
        if (settings.onFailure() != OnFailure.DROP && !kept) {
            HeldPackets.release(queueNumber, channel);
        }
    }

    /** Says whether the queue outlives this process; it does not unless it is said. For any thread. */
    public void keep(boolean outlivesProcess) {
        kept = outlivesProcess;
    }

    /** Whether the supervisor, too, has the socket. For any thread. */
    public boolean isKept() {
        return kept;
    }

    /** Whether the queue is ours, as far as the kernel has said. For any thread. */
    public boolean isBound() {
        return bound;
    }

    private void rebind() {
        bound = false;
        LOG.warn("queue {} was lost; binding it again", queueNumber);
        for (int attempt = 0; state == State.SERVING; attempt++) {
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

    /** Answers as many as the queue could hold; more may come all the while. */
    private void answerWaiting() {
        for (int pass = 0; pass < HAND_OVER_PASSES && doWork() > 0; pass++) {}
    }

    /** Gives up the queue at once, with what it holds; only for a worker that was never run, for {@link #run} does it. */
    @Override
    public void close() {
        session.close();
    }
}
