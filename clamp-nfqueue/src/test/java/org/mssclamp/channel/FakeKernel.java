// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.channel;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.mssclamp.netlink.Errno;

/**
 * A scripted nfnetlink_queue with one socket: the worker's.
 *
 * <p>It overwrites what was sent with 0xA5, and all slots before each receive. Time runs a hundred times faster here.
 * Methods before {@link #isBound} write the script, those from there tell what came of it. For any thread.
 */
public final class FakeKernel extends FakeSocket {
    private final int queueNumber;
    private final FakeNetfilter netfilter;
    private final Random chance;
    private final Deque<byte[]> socket = new ArrayDeque<>();
    private final Deque<FakeEntry> delivered = new ArrayDeque<>();
    private final List<Integer> sends = new ArrayList<>();

    private boolean closed;

    private int receives;
    private int refusedReceives;
    private int receiveErrno;
    private int bufferMessages = Integer.MAX_VALUE;
    private int refusedSends;
    private int sendErrno;
    private int maxVectors = Integer.MAX_VALUE;
    private int maxOctets = Integer.MAX_VALUE;

    /** A kernel on which the queue of this number is free. */
    public FakeKernel(int queueNumber, long seed) {
        this.queueNumber = queueNumber;
        netfilter = new FakeNetfilter(queueNumber, this::tell);
        chance = new Random(seed);
    }

    /** Sends a packet into the queue. */
    public synchronized FakeEntry arrive(FakePacket packet) {
        FakeQueue bound = netfilter.queue();
        if (bound == null) {
            return new FakeEntry(packet, 0, FakeEntry.Fate.BYPASSED);
        }
        FakeEntry entry = bound.take(packet, socket.size() >= bufferMessages);
        if (entry.fate() == FakeEntry.Fate.HELD) {
            tell(entry);
        }
        return entry;
    }

    private synchronized void tell(FakeEntry entry) {
        int copyRange = netfilter.boundQueue().copyRange();
        socket.add(entry.packet().message(queueNumber, entry.id(), copyRange, chance));
        delivered.add(entry);
        notifyAll();
    }

    /** Takes messages out of the socket, as a predecessor did that died before it answered them. */
    public synchronized void forgetMessages(int count) {
        for (int i = 0; i < count; i++) {
            socket.remove();
            delivered.remove();
        }
    }

    /** Puts a datagram of any octets among the messages. */
    public synchronized void deliver(byte[] datagram) {
        socket.add(datagram);
        notifyAll();
    }

    /** Drops a packet that is held, as when its interface goes down. */
    public synchronized void drop(FakeEntry entry) {
        netfilter.boundQueue().drop(entry);
    }

    /** Destroys the queue, as when the module is unloaded: nobody is told. */
    public synchronized void loseQueue() {
        netfilter.destroyQueue();
    }

    /** Whether another socket has the queue. */
    public synchronized void takenByAnother(boolean taken) {
        netfilter.takenByAnother(taken);
    }

    /** Whether the worker has CAP_NET_ADMIN. */
    public synchronized void privileged(boolean yes) {
        netfilter.privileged(yes);
    }

    /** A kernel without nfnetlink_queue. */
    public synchronized void withoutQueues() {
        netfilter.remove();
    }

    /** The queue gives its next packet the id behind this one; if none is bound, the next one does. */
    public synchronized void lastId(int id) {
        netfilter.lastId(id);
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
        netfilter.beforeBindIsAnswered(happening);
    }

    /** Happens when the listener has set the queue's length to 0. */
    public synchronized void onceNothingMayWait(Runnable happening) {
        netfilter.onceNothingMayWait(happening);
    }

    public synchronized boolean isBound() {
        return netfilter.queue() != null;
    }

    /** How many times the listener asked for the queue. */
    public synchronized int binds() {
        return netfilter.binds();
    }

    public synchronized boolean isClosed() {
        return closed;
    }

    /** The length that the listener asked for, of the queue that is bound. */
    public synchronized int maxLength() {
        return netfilter.boundQueue().maxLength();
    }

    /** Whether the queue that is bound lets packets pass when it is full. */
    public synchronized boolean failsOpen() {
        return netfilter.boundQueue().failsOpen();
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

    @Override
    public synchronized int receive(MessageBatch batch) {
        BatchOctets.poison(batch);
        if (refusedReceives > 0) {
            refusedReceives--;
            return -receiveErrno;
        }
        receives++;
        int count = BatchOctets.receive(batch, socket);
        for (FakeEntry entry = delivered.poll(); entry != null; entry = delivered.poll()) {
            entry.deliveredBy(receives);
        }
        return count;
    }

    @Override
    public synchronized int sendReplies(MessageBatch batch, int from, int to) {
        byte[] gathered = BatchOctets.gather(batch, from, to);
        if (refusedSends > 0) {
            refusedSends--;
            return -sendErrno;
        }
        if (to - from > maxVectors) {
            return -Errno.ENOBUFS;
        }
        if (gathered.length > maxOctets) {
            return -Errno.EMSGSIZE;
        }
        sends.add(to - from);
        netfilter.handle(gathered, this::answer);
        BatchOctets.poisonReplies(batch, from, to);
        return 0;
    }

    @Override
    public synchronized int send(ByteBuf message) {
        byte[] octets = new byte[message.readableBytes()];
        message.getBytes(message.readerIndex(), octets);
        netfilter.handle(octets, this::answer);
        return 0;
    }

    @Override
    protected boolean isReadable() {
        return !socket.isEmpty() || refusedReceives > 0;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (netfilter.queue() != null) {
            netfilter.destroyQueue();
        }
        notifyAll();
    }

    private void answer(byte[] error) {
        if (socket.size() < bufferMessages) {
            socket.add(error);
            notifyAll();
        }
    }
}
