// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.mssclamp.channel.ErrnoException;
import org.mssclamp.channel.MessageBatch;
import org.mssclamp.channel.NetlinkChannel;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.clamp.PacketCounters;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.counter.Counters;
import org.mssclamp.netlink.Errno;
import org.mssclamp.netlink.NetlinkMessage;
import org.mssclamp.route.Links;
import org.mssclamp.route.RoutePaths;
import org.mssclamp.rule.PacketContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The conversation with the kernel over one queue's socket: packets and their verdicts, requests and their answers.
 *
 * <p>Packets come between a request and its answer, and get their verdicts there too. One thread at a time; only {@link
 * #publish} and {@link #trace} are for any. Nothing is allocated per packet.
 */
final class QueueSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueSession.class);

    /** Stands for a request that was not answered; no errno is negative. */
    static final int UNANSWERED = -1;

    /** Packets in one receive and one send; beyond 32 the kernel's own work is all that is left. */
    private static final int SLOTS = 64;
    /** A jumbo frame and what the kernel says of it. */
    private static final int MESSAGE_OCTETS = 10 << 10;

    private static final int ATTRIBUTE_OCTETS = 256;
    /** Octets of a packet that the kernel is to copy. */
    static final int COPY_RANGE = MESSAGE_OCTETS - ATTRIBUTE_OCTETS;

    /** Of a request, each with a buffer that was emptied before. */
    private static final int ATTEMPTS = 10;

    private static final int FAILED_WAIT_MILLIS = 1;
    /** With more messages than a queue has packets that wait, as each is of one. */
    private static final int ANSWER_BATCHES = 2 * 65536 / SLOTS;

    private final int queueNumber;
    private final NetlinkChannel channel;
    private final Links links;
    private final RoutePaths paths;
    private final LongSupplier clock;
    private final PacketCounters packets;
    private final Counters<QueueEvent> events;

    private final Pulse pulse = new Pulse();
    private final SynRings rings = new SynRings();

    private final MessageBatch batch = new MessageBatch(SLOTS, MESSAGE_OCTETS);
    private final NetlinkMessage message = new NetlinkMessage();
    private final QueuedPacket packet = new QueuedPacket();
    private final PacketContext context = new PacketContext();
    private final PacketIds ids = new PacketIds();
    /** By slot: the first rule that its packet matches, where the paths were looked up. */
    private final int[] firstRules = new int[SLOTS];

    private final VerdictEncoder verdicts;
    private final VerdictSender sender;

    /** Begins anywhere: answers to a predecessor on the same socket may still lie in it. */
    private int sequence = new Random().nextInt();

    private int answer = UNANSWERED;
    private boolean lost;
    private boolean failureLogged;

    private volatile SynPipeline pipeline;

    QueueSession(
            int queueNumber,
            QueueSettings settings,
            NetlinkChannel channel,
            Links links,
            RoutePaths paths,
            PacketCounters packets,
            Counters<QueueEvent> events) {
        this.queueNumber = queueNumber;
        this.channel = channel;
        this.links = links;
        this.paths = paths;
        clock = paths.clock();
        this.packets = packets;
        this.events = events;
        verdicts = new VerdictEncoder(queueNumber, settings.mark().orElse(null));
        sender = new VerdictSender(channel, batch, verdicts, events, pulse);
        pipeline = SynPipeline.withoutRules(packets);
    }

    /** Beats once in each duty cycle. */
    Pulse pulse() {
        return pulse;
    }

    /** Decides by other rules from the next batch on. */
    void publish(SynPipeline next) {
        next.enterForce();
        pipeline = next;
    }

    /** Feeds a trace, from the next batch on, until that is closed. For any thread. */
    void trace(SynRing ring) {
        rings.add(ring);
    }

    /** How many traces it feeds. For any thread. */
    int traces() {
        return rings.open();
    }

    /** Whether the kernel said that nobody has the queue, or that another one has it. */
    boolean isLost() {
        return lost;
    }

    /** Reads what is left of the queue as it was; a queue bound anew counts its packets from 1. */
    void beginAnew() {
        while (doWork() > 0) {}
        ids.beginAnew();
        lost = false;
    }

    PacketIds ids() {
        return ids;
    }

    /** Goes on where another session on the same channel has ended. */
    void goOnBehind(QueueSession predecessor) {
        ids.goOnBehind(predecessor.ids);
        lost = predecessor.lost;
        pipeline = predecessor.pipeline;
        rings.goOnBehind(predecessor.rings);
    }

    /**
     * Sends a request, again if its answer is lost, and serves the queue until it is answered. For requests that may be repeated.
     *
     * @param request builds it, given a sequence number
     * @return its errno, or {@link #UNANSWERED}
     */
    int request(IntFunction<ByteBuf> request) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int sent = send(request);
            if (sent < 0) {
                return -sent;
            }
            if (readsAnswer()) {
                return answer;
            }
        }
        return UNANSWERED;
    }

    /** The kernel answers before it returns from the send: what is not in the buffer now found no room there. */
    private boolean readsAnswer() {
        int batches = 0;
        while (answer == UNANSWERED && batches < ANSWER_BATCHES && doWork() > 0) {
            batches++;
        }
        return answer != UNANSWERED;
    }

    /** Sends a request whose answer matters only if it says that the queue is lost; 0 or a negative errno. */
    int send(IntFunction<ByteBuf> request) {
        answer = UNANSWERED;
        sequence++;
        ByteBuf octets = request.apply(sequence);
        int sent = channel.send(octets);
        octets.release();
        return sent;
    }

    /**
     * One duty cycle: receives a batch, decides each packet, and sends all verdicts.
     *
     * @return messages received
     */
    int doWork() {
        return answer(receive());
    }

    /** Receives a batch, and leaves it unanswered. */
    int receive() {
        return channel.receive(batch);
    }

    /** As {@link #doWork()}, but waits for the first message; 0 also if the time was over. */
    int doWork(int timeoutMillis) {
        return answer(channel.receive(batch, timeoutMillis));
    }

    private int answer(int count) {
        pulse.beat();
        if (count < 0) {
            countFailedReceive(-count);
            // What failed at once may go on to do so.
            channel.await(FAILED_WAIT_MILLIS);
            return 0;
        }
        if (count == 0) {
            return 0;
        }
        SynPipeline current = pipeline;
        long receivedNs = clock.getAsLong();
        current.begin(receivedNs);
        rings.beginBatch(receivedNs);
        batch.clearReplies();
        try {
            if (current.asksPaths()) {
                fetchPaths(count, current);
            }
            for (int slot = 0; slot < count; slot++) {
                read(slot, current);
            }
        } finally {
            sender.sendAll();
            packets.serviceNs().record(clock.getAsLong() - receivedNs, batch.replies());
        }
        return count;
    }

    /** Looks up the paths of the whole batch at once, before any packet is decided. */
    private void fetchPaths(int count, SynPipeline current) {
        Arrays.fill(firstRules, SynPipeline.NOT_MATCHED);
        try {
            paths.begin();
            for (int slot = 0; slot < count; slot++) {
                expect(slot, current);
            }
            paths.fetch();
        } catch (RuntimeException defect) {
            // Without their paths the packets are decided all the same.
            logOnce(defect);
        }
    }

    private void expect(int slot, SynPipeline current) {
        ByteBuf buffer = batch.buffer();
        int index = batch.index(slot);
        boolean isPacket = message.wrap(buffer, index, batch.length(slot))
                && message.type() == QueueProtocol.PACKET
                && packet.wrap(buffer, index, message.end());
        if (isPacket) {
            fillContext();
            firstRules[slot] =
                    current.expect(buffer, packet.payloadIndex(), packet.payloadLength(), packet.wireLength(), context);
        }
    }

    private void countFailedReceive(int errno) {
        events.increment(QueueEvent.RECEIVE_FAILED);
        if (errno != Errno.ENOBUFS && errno != Errno.ENOMEM) {
            // It would fail for ever, as fast as it can.
            throw new ErrnoException("receive from queue " + queueNumber, errno, "");
        }
    }

    private void read(int slot, SynPipeline current) {
        int index = batch.index(slot);
        if (!message.wrap(batch.buffer(), index, batch.length(slot))) {
            events.increment(QueueEvent.UNREADABLE);
            return;
        }
        switch (message.type()) {
            case QueueProtocol.PACKET -> decide(slot, index, current);
            case NetlinkMessage.ERROR -> readError();
            default -> events.increment(QueueEvent.UNREADABLE);
        }
    }

    private void decide(int slot, int index, SynPipeline current) {
        ByteBuf buffer = batch.buffer();
        if (!packet.wrap(buffer, index, message.end())) {
            events.increment(QueueEvent.UNREADABLE);
            return;
        }
        countReceived();
        int first = current.asksPaths() ? firstRules[slot] : SynPipeline.NOT_MATCHED;
        Outcome outcome = process(buffer, current, first);
        int verdict = outcome.dropsPacket() ? QueueProtocol.NF_DROP : QueueProtocol.NF_ACCEPT;
        int payload = packet.payloadIndex();
        if (outcome.changesPacket()) {
            int length = current.length();
            int start = verdicts.encodeWithPacket(buffer, payload, length, verdict, packet.packetId(), packet.mark());
            batch.reply(start, verdicts.length(length));
        } else {
            int start = verdicts.encode(buffer, payload, verdict, packet.packetId(), packet.mark());
            batch.reply(start, verdicts.length());
        }
    }

    private void countReceived() {
        events.increment(QueueEvent.RECEIVED);
        int missed = ids.missedBefore(packet.packetId());
        if (missed > 0) {
            events.add(QueueEvent.MISSED, missed);
        }
    }

    private Outcome process(ByteBuf buffer, SynPipeline current, int first) {
        try {
            fillContext();
            return rings.areFed() ? processTraced(buffer, current, first) : decided(buffer, current, first);
        } catch (RuntimeException defect) {
            packets.outcomes().increment(Outcome.FAILED);
            logOnce(defect);
            return Outcome.FAILED;
        }
    }

    private Outcome decided(ByteBuf buffer, SynPipeline current, int first) {
        return current.process(
                buffer, packet.payloadIndex(), packet.payloadLength(), packet.wireLength(), context, first);
    }

    private Outcome processTraced(ByteBuf buffer, SynPipeline current, int first) {
        rings.begin(buffer, packet, context, current, paths);
        Outcome outcome = decided(buffer, current, first);
        int length = outcome.changesPacket() ? current.length() : packet.payloadLength();
        rings.end(buffer, packet.payloadIndex(), length, outcome, paths);
        return outcome;
    }

    private void logOnce(RuntimeException defect) {
        if (!failureLogged) {
            failureLogged = true;
            LOG.error("queue {}: a defect met a packet; it and others like it pass unchanged", queueNumber, defect);
        }
    }

    private void fillContext() {
        context.fill(
                links.interfaceOf(packet.inInterface()),
                links.interfaceOf(packet.outInterface()),
                packet.mark(),
                packet.isChecksumPending());
    }

    private void readError() {
        if (!message.isWholeError()) {
            events.increment(QueueEvent.UNREADABLE);
            return;
        }
        int errno = message.errno();
        // Nobody has the queue, or another one has it.
        lost |= errno == Errno.ENODEV || errno == Errno.EPERM;
        if (message.answeredType() == QueueProtocol.CONFIG) {
            if (message.answeredSequence() == sequence) {
                answer = errno;
            }
            return;
        }
        if (errno == 0) {
            // It was only to wake us.
            return;
        }
        if (message.answeredType() == QueueProtocol.VERDICT_BATCH && errno == Errno.ENOENT) {
            // There were no orphans.
            return;
        }
        // ENOENT is normal: a link went down, or a firewall reload made the kernel drop what it held.
        events.increment(QueueEvent.ofRefusal(errno));
    }

    /** Ends, and leaves channel and paths to a successor. */
    void leave() {
        batch.close();
    }

    @Override
    public void close() {
        channel.close();
        paths.close();
        batch.close();
    }
}
