// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.channel;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.mssclamp.netlink.Errno;

/**
 * A scripted nfnetlink_queue with one socket: the worker's.
 *
 * <p>It parses what it is sent as Linux does, which stops without a word at a message of impossible length, and it
 * overwrites every slot with 0xA5 once its octets were sent, and all before the next receive. Time runs a hundred times
 * faster here. For any thread.
 */
public final class FakeKernel implements NetlinkChannel {
    /** Fills octets on which nobody may rely. */
    public static final int POISON = 0xA5;

    private static final int VERDICT = 0x0301;
    private static final int CONFIG = 0x0302;
    private static final int FIRST_TYPE = 16;
    private static final int REQUEST = 1;
    private static final int ACK = 4;
    private static final int CFG_CMD = 1;
    private static final int CMD_BIND = 1;
    private static final int CMD_PF_BIND = 3;
    private static final int HEADER_OCTETS = 16;
    private static final int ANSWER_OCTETS = 36;
    private static final int CAPPED = 0x100;

    private final int queueNumber;
    private final Random chance;
    private final Deque<byte[]> socket = new ArrayDeque<>();
    private final Deque<FakeEntry> delivered = new ArrayDeque<>();
    private final List<Integer> sends = new ArrayList<>();

    private @Nullable FakeQueue queue;
    private int lastId;
    private boolean hasQueues = true;
    private boolean privileged = true;
    private boolean takenByAnother;
    private boolean closed;
    private boolean woken;

    private int binds;
    private int receives;
    private int refusedReceives;
    private int receiveErrno;
    private int bufferMessages = Integer.MAX_VALUE;
    private int refusedSends;
    private int sendErrno;
    private int maxVectors = Integer.MAX_VALUE;
    private int maxOctets = Integer.MAX_VALUE;
    private Runnable beforeBindIsAnswered = () -> {};

    /** A kernel on which the queue of this number is free. */
    public FakeKernel(int queueNumber, long seed) {
        this.queueNumber = queueNumber;
        chance = new Random(seed);
    }

    // ---- the script

    /** Sends a packet into the queue. */
    public synchronized FakeEntry arrive(FakePacket packet) {
        FakeQueue bound = queue;
        if (bound == null) {
            return new FakeEntry(packet, 0, FakeEntry.Fate.BYPASSED);
        }
        FakeEntry entry = bound.take(packet, socket.size() >= bufferMessages);
        if (entry.fate() == FakeEntry.Fate.HELD) {
            socket.add(packet.message(queueNumber, entry.id(), bound.copyRange(), chance));
            delivered.add(entry);
            notifyAll();
        }
        return entry;
    }

    /** Puts a datagram of any octets among the messages. */
    public synchronized void deliver(byte[] datagram) {
        socket.add(datagram);
        notifyAll();
    }

    /** Drops a packet that is held, as when its interface goes down. */
    public synchronized void drop(FakeEntry entry) {
        bound().drop(entry);
    }

    /** Destroys the queue, as when the module is unloaded: nobody is told. */
    public synchronized void loseQueue() {
        bound().dropHeld();
        queue = null;
    }

    /** Whether another socket has the queue. */
    public synchronized void takenByAnother(boolean taken) {
        takenByAnother = taken;
    }

    /** Whether the worker has CAP_NET_ADMIN. */
    public synchronized void privileged(boolean yes) {
        privileged = yes;
    }

    /** A kernel without nfnetlink_queue. */
    public synchronized void withoutQueues() {
        hasQueues = false;
    }

    /** The queue gives its next packet the id behind this one; if none is bound, the next one does. */
    public synchronized void lastId(int id) {
        if (queue == null) {
            lastId = id;
        } else {
            queue.lastId(id);
        }
    }

    /** Lets no more messages lie in the socket; answers are lost too. */
    public synchronized void bufferMessages(int count) {
        bufferMessages = count;
    }

    public synchronized void refuseReceives(int count, int errno) {
        refusedReceives = count;
        receiveErrno = errno;
        notifyAll();
    }

    public synchronized void refuseSends(int count, int errno) {
        refusedSends = count;
        sendErrno = errno;
    }

    /** Refuses to gather more replies than this in one send, with ENOBUFS. */
    public synchronized void refuseSendsAbove(int vectors) {
        maxVectors = vectors;
    }

    /** Refuses to send more octets at once, with EMSGSIZE. */
    public synchronized void refuseOctetsAbove(int octets) {
        maxOctets = octets;
    }

    /** Happens when the queue is bound and the answer is not there yet. */
    public synchronized void beforeBindIsAnswered(Runnable happening) {
        beforeBindIsAnswered = happening;
    }

    // ---- what came of it

    public synchronized boolean isBound() {
        return queue != null;
    }

    /** How many times the listener asked for the queue. */
    public synchronized int binds() {
        return binds;
    }

    public synchronized boolean isClosed() {
        return closed;
    }

    /** The length that the listener asked for, of the queue that is bound. */
    public synchronized int maxLength() {
        return bound().maxLength();
    }

    /** Whether the queue that is bound lets packets pass when it is full. */
    public synchronized boolean failsOpen() {
        return bound().failsOpen();
    }

    /** How many verdicts each send carried that was not refused. */
    public synchronized List<Integer> sends() {
        return List.copyOf(sends);
    }

    /** Waits, for a long time, until something holds. */
    public synchronized boolean becomes(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            wait(1);
        }
        return true;
    }

    private FakeQueue bound() {
        if (queue == null) {
            throw new AssertionError("queue " + queueNumber + " is not bound");
        }
        return queue;
    }

    // ---- the socket

    @Override
    public synchronized int receive(MessageBatch batch) {
        poison(batch, 0, batch.buffer().capacity());
        if (refusedReceives > 0) {
            refusedReceives--;
            return -receiveErrno;
        }
        receives++;
        int count = 0;
        while (count < batch.slots() && !socket.isEmpty()) {
            byte[] datagram = socket.remove();
            int length = Math.min(datagram.length, batch.messageOctets());
            batch.buffer().setBytes(batch.index(count), datagram, 0, length);
            batch.fill(count, length, length < datagram.length);
            count++;
        }
        for (FakeEntry entry = delivered.poll(); entry != null; entry = delivered.poll()) {
            entry.deliveredBy(receives);
        }
        return count;
    }

    @Override
    public synchronized int sendReplies(MessageBatch batch, int from, int to) {
        ByteBuffer gathered = ByteBuffer.allocate(batch.buffer().capacity());
        for (int reply = from; reply < to; reply++) {
            int length = align(batch.replyLength(reply));
            batch.buffer().getBytes(batch.replyIndex(reply), gathered.array(), gathered.position(), length);
            gathered.position(gathered.position() + length);
        }
        if (refusedSends > 0) {
            refusedSends--;
            return -sendErrno;
        }
        if (to - from > maxVectors) {
            return -Errno.ENOBUFS;
        }
        if (gathered.position() > maxOctets) {
            return -Errno.EMSGSIZE;
        }
        sends.add(to - from);
        handleAll(Arrays.copyOf(gathered.array(), gathered.position()));
        for (int reply = from; reply < to; reply++) {
            poison(batch, batch.replyIndex(reply), batch.replyLength(reply));
        }
        return 0;
    }

    @Override
    public synchronized int send(ByteBuf message) {
        byte[] octets = new byte[message.readableBytes()];
        message.getBytes(message.readerIndex(), octets);
        handleAll(octets);
        return 0;
    }

    @Override
    public synchronized boolean await(int timeoutMillis) {
        long deadline = System.nanoTime() + timeoutMillis * 10_000L;
        while (!woken && socket.isEmpty() && refusedReceives == 0) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
        woken = false;
        return true;
    }

    @Override
    public synchronized void wake() {
        woken = true;
        notifyAll();
    }

    @Override
    public int portId() {
        return 4711;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (queue != null) {
            loseQueue();
        }
        notifyAll();
    }

    private static void poison(MessageBatch batch, int index, int length) {
        byte[] octets = new byte[length];
        Arrays.fill(octets, (byte) POISON);
        batch.buffer().setBytes(index, octets);
    }

    // ---- the protocol: netlink_rcv_skb, nfnetlink_rcv_msg

    private void handleAll(byte[] octets) {
        ByteBuffer buffer = ByteBuffer.wrap(octets).order(ByteOrder.nativeOrder());
        int next = 0;
        while (octets.length - next >= HEADER_OCTETS) {
            int length = buffer.getInt(next);
            if (length < HEADER_OCTETS || length > octets.length - next) {
                return;
            }
            int flags = Short.toUnsignedInt(buffer.getShort(next + 6));
            int type = Short.toUnsignedInt(buffer.getShort(next + 4));
            int errno = (flags & REQUEST) == 0 || type < FIRST_TYPE ? 0 : handle(type, octets, next, length);
            if (errno != 0 || (flags & ACK) != 0) {
                answer(Arrays.copyOfRange(octets, next, next + HEADER_OCTETS), errno);
            }
            next += align(length);
        }
    }

    private int handle(int type, byte[] octets, int index, int length) {
        if (!privileged) {
            return Errno.EPERM;
        }
        if (!hasQueues || length < HEADER_OCTETS + 4) {
            return Errno.EINVAL;
        }
        int number = Short.toUnsignedInt(ByteBuffer.wrap(octets).getShort(index + 18));
        Attributes attributes = Attributes.parse(octets, index + HEADER_OCTETS + 4, index + length);
        return switch (type) {
            case CONFIG -> configure(number, attributes);
            case VERDICT -> judge(number, attributes);
            default -> throw new AssertionError("message of type " + type);
        };
    }

    private int configure(int number, Attributes attributes) {
        int command = attributes.has(CFG_CMD, 4) ? attributes.octets(CFG_CMD)[0] : 0;
        if (command == CMD_PF_BIND) {
            return 0;
        }
        binds += command == CMD_BIND ? 1 : 0;
        if (takenByAnother) {
            return Errno.EPERM;
        }
        if (command == CMD_BIND && number == queueNumber) {
            if (queue != null) {
                return Errno.EBUSY;
            }
            queue = new FakeQueue();
            queue.lastId(lastId);
            lastId = 0;
        }
        if (queue == null || number != queueNumber) {
            return Errno.ENODEV;
        }
        int errno = queue.configure(attributes);
        if (command == CMD_BIND) {
            beforeBindIsAnswered.run();
        }
        return errno;
    }

    private int judge(int number, Attributes attributes) {
        if (takenByAnother) {
            return Errno.EPERM;
        }
        return queue == null || number != queueNumber ? Errno.ENODEV : queue.judge(attributes);
    }

    private void answer(byte[] header, int errno) {
        if (socket.size() >= bufferMessages) {
            return;
        }
        socket.add(ByteBuffer.allocate(ANSWER_OCTETS)
                .order(ByteOrder.nativeOrder())
                .putInt(ANSWER_OCTETS)
                .putShort((short) 2)
                .putShort((short) CAPPED)
                .putLong(0)
                .putInt(-errno)
                .put(header)
                .array());
        notifyAll();
    }

    private static int align(int length) {
        return (length + 3) & ~3;
    }
}
