// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import io.netty.buffer.ByteBuf;
import org.mssclamp.channel.ErrnoException;
import org.mssclamp.channel.MessageBatch;
import org.mssclamp.channel.NetlinkChannel;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.clamp.PacketCounters;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.config.OnFailure;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.counter.Counters;
import org.mssclamp.netlink.Errno;
import org.mssclamp.netlink.NetlinkMessage;
import org.mssclamp.route.LinkNames;
import org.mssclamp.rule.PacketContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one queue: every packet the kernel hands over gets exactly one verdict.
 *
 * <p>{@link #bind} on any one thread, then {@link #run} on a thread of its own; {@link #publish} and {@link #stop} are
 * for any thread. Nothing is allocated per packet.
 */
public final class QueueWorker implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueWorker.class);

    /** Packets in one receive and one send; beyond 32 the kernel's own work is all that is left. */
    private static final int SLOTS = 64;
    /** A jumbo frame and what the kernel says of it. */
    private static final int MESSAGE_OCTETS = 10 << 10;

    private static final int ATTRIBUTE_OCTETS = 256;
    private static final int COPY_RANGE = MESSAGE_OCTETS - ATTRIBUTE_OCTETS;

    private static final int IDLE_MILLIS = 1000;
    private static final int ANSWER_WAIT_MILLIS = 100;
    private static final int ANSWER_WAITS = 30;
    /** More than a receive buffer holds before the answer. */
    private static final int ANSWER_BATCHES = 10_000;

    private static final int DRAIN_WAIT_MILLIS = 5;
    private static final int DRAIN_PASSES = 10_000;
    private static final int ATTEMPTS_PER_LOG_LINE = 10;
    private static final int FIRST_PACKET_ID = 1;

    /** Stands for a request that was not answered yet; no errno is negative. */
    private static final int UNANSWERED = -1;

    private final int queueNumber;
    private final QueueSettings settings;
    private final NetlinkChannel channel;
    private final LinkNames links;
    private final PacketCounters packets = new PacketCounters();
    private final Counters<QueueEvent> events = new Counters<>(QueueEvent.class);

    private final MessageBatch batch = new MessageBatch(SLOTS, MESSAGE_OCTETS);
    private final NetlinkMessage message = new NetlinkMessage();
    private final QueuedPacket packet = new QueuedPacket();
    private final PacketContext context = new PacketContext();
    private final VerdictEncoder verdicts;

    private int sequence;
    private int answer = UNANSWERED;
    private int expectedId = FIRST_PACKET_ID;
    private boolean lost;
    private boolean failureLogged;

    private volatile SynPipeline pipeline;
    private volatile boolean stopping;

    /** Takes over the channel; it will decide packets by rules once some are {@linkplain #publish published}. */
    public QueueWorker(int queueNumber, QueueSettings settings, NetlinkChannel channel, LinkNames links) {
        this.queueNumber = queueNumber;
        this.settings = settings;
        this.channel = channel;
        this.links = links;
        verdicts = new VerdictEncoder(queueNumber, settings.mark().orElse(null));
        pipeline = SynPipeline.withoutRules(packets);
    }

    public int queueNumber() {
        return queueNumber;
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
        pipeline = next;
    }

    /** Takes possession of the queue. Packets that come at once get their verdict. */
    public void bind() throws BindException {
        // What lies there still is of the queue as it was before; ids begin anew.
        while (doWork() > 0) {}
        expectedId = FIRST_PACKET_ID;
        sequence++;
        boolean failOpen = settings.onFailure() != OnFailure.DROP;
        long received = events.count(QueueEvent.RECEIVED);
        int errno = request(QueueRequest.bind(queueNumber, sequence, COPY_RANGE, settings.maxLength(), failOpen));
        switch (errno) {
            case 0 -> {}
            case UNANSWERED -> {
                // An answer is lost if the buffer is full; but then it is full of our packets.
                if (events.count(QueueEvent.RECEIVED) == received) {
                    throw new BindException(queueNumber, BindException.Reason.FAILED, "the kernel does not answer");
                }
            }
            case Errno.EPERM -> throw refusal();
            case Errno.EINVAL, Errno.EOPNOTSUPP ->
                throw new BindException(
                        queueNumber,
                        BindException.Reason.NOT_SUPPORTED,
                        "this kernel has no nfnetlink_queue (" + Errno.name(errno)
                                + "); load it with: modprobe nfnetlink_queue");
            default -> throw new BindException(queueNumber, BindException.Reason.FAILED, Errno.name(errno));
        }
    }

    /** EPERM has two causes; a request that only asks for the privilege tells which it is. */
    private BindException refusal() {
        sequence++;
        if (request(QueueRequest.checkPrivilege(sequence)) == 0) {
            return new BindException(
                    queueNumber,
                    BindException.Reason.TAKEN,
                    "another process has it (EPERM, though CAP_NET_ADMIN is there); its netlink port ID, most often its"
                            + " process ID, is in the second column of /proc/net/netfilter/nfnetlink_queue");
        }
        return new BindException(
                queueNumber,
                BindException.Reason.NOT_PERMITTED,
                "CAP_NET_ADMIN is missing (EPERM); run as root, or give the capability to the service");
    }

    /** Sends a request and serves the queue until it is answered; its errno, or {@link #UNANSWERED}. */
    private int request(ByteBuf request) {
        answer = UNANSWERED;
        int sent = channel.send(request);
        request.release();
        if (sent < 0) {
            return -sent;
        }
        int waits = 0;
        for (int batches = 0; answer == UNANSWERED && waits < ANSWER_WAITS && batches < ANSWER_BATCHES; batches++) {
            if (doWork() == 0 && answer == UNANSWERED && !channel.await(ANSWER_WAIT_MILLIS)) {
                waits++;
            }
        }
        return answer;
    }

    /** Serves the queue until it is stopped; then lets nothing new in, answers what is there, and gives it up. */
    @Override
    public void run() {
        try {
            while (!stopping) {
                if (doWork() == 0 && !channel.await(IDLE_MILLIS)) {
                    affirm();
                }
                if (lost) {
                    rebind();
                }
            }
            drain();
        } finally {
            close();
        }
    }

    /** Gives up the queue at once, with what it holds; {@link #run} ends with it. */
    @Override
    public void close() {
        channel.close();
        batch.close();
    }

    /** Ends {@link #run}. For any thread. */
    public void stop() {
        stopping = true;
        channel.wake();
    }

    /**
     * One duty cycle: receives a batch, decides each packet, and sends all verdicts.
     *
     * @return messages received
     */
    int doWork() {
        int count = channel.receive(batch);
        if (count < 0) {
            countFailedReceive(-count);
            return 0;
        }
        SynPipeline current = pipeline;
        batch.clearReplies();
        for (int slot = 0; slot < count; slot++) {
            read(slot, current);
        }
        if (batch.replies() > 0) {
            send(0, batch.replies());
        }
        return count;
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
            case QueueProtocol.PACKET -> decide(index, current);
            case NetlinkMessage.ERROR -> readError();
            default -> events.increment(QueueEvent.UNREADABLE);
        }
    }

    private void decide(int index, SynPipeline current) {
        ByteBuf buffer = batch.buffer();
        if (!packet.wrap(buffer, index, message.end())) {
            events.increment(QueueEvent.UNREADABLE);
            return;
        }
        countReceived();
        Outcome outcome = process(buffer, current);
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
        int missed = packet.packetId() - expectedId;
        if (missed > 0) {
            events.add(QueueEvent.MISSED, missed);
        }
        expectedId = packet.packetId() + 1;
    }

    private Outcome process(ByteBuf buffer, SynPipeline current) {
        try {
            context.fill(
                    links.name(packet.inInterface()),
                    links.name(packet.outInterface()),
                    packet.mark(),
                    packet.isChecksumPending());
            return current.process(buffer, packet.payloadIndex(), packet.payloadLength(), packet.wireLength(), context);
        } catch (RuntimeException defect) {
            packets.outcomes().increment(Outcome.FAILED);
            if (!failureLogged) {
                failureLogged = true;
                LOG.error("queue {}: a defect met a packet; it and others like it pass unchanged", queueNumber, defect);
            }
            return Outcome.FAILED;
        }
    }

    /** Sends some of the batch's verdicts, in smaller parts if the kernel does not take them at once. */
    private void send(int from, int to) {
        if (channel.sendReplies(batch, from, to) == 0) {
            return;
        }
        if (to - from > 1) {
            int middle = (from + to) >>> 1;
            send(from, middle);
            send(middle, to);
            return;
        }
        if (batch.replyLength(from) > verdicts.length()) {
            events.increment(QueueEvent.STRIPPED);
            verdicts.stripPacket(batch.buffer(), batch.replyIndex(from));
            batch.shortenReply(from, verdicts.length());
        }
        if (channel.sendReplies(batch, from, to) != 0) {
            events.increment(QueueEvent.UNSENT);
        }
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
        // ENOENT is normal: a link went down, or a firewall reload made the kernel drop what it held.
        events.increment(errno == Errno.ENOENT ? QueueEvent.GONE : QueueEvent.REFUSED);
    }

    /** Asks whether the queue is still ours: without traffic no verdict would tell. */
    private void affirm() {
        sequence++;
        ByteBuf request = QueueRequest.affirm(queueNumber, sequence, COPY_RANGE);
        channel.send(request);
        request.release();
    }

    private void rebind() {
        lost = false;
        LOG.warn("queue {} was lost; binding it again", queueNumber);
        for (int attempt = 0; !stopping; attempt++) {
            try {
                bind();
                lost = false;
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
        sequence++;
        request(QueueRequest.close(queueNumber, sequence));
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
}
