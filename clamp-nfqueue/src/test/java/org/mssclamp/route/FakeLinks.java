// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.mssclamp.channel.FakeSocket;
import org.mssclamp.channel.MessageBatch;
import org.mssclamp.netlink.Errno;

/**
 * A scripted rtnetlink with one socket that hears of links.
 *
 * <p>As with Linux, an event that finds the socket full makes one receive fail with ENOBUFS, and it and all later ones
 * are lost without a word until the socket was read empty. Time runs a hundred times faster here. For any thread.
 */
final class FakeLinks extends FakeSocket {
    private static final int RTM_NEWLINK = 16;
    private static final int RTM_DELLINK = 17;
    private static final int RTM_GETLINK = 18;
    private static final int DONE = 3;
    private static final int DUMP_REQUEST = 0x301;
    private static final int MULTI = 2;
    private static final int AF_UNSPEC = 0;
    private static final int AF_BRIDGE = 7;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_IFNAME = 3;
    private static final int LINKS_IN_A_DATAGRAM = 2;

    private final Map<Integer, String> links = new TreeMap<>();
    private final Deque<byte[]> socket = new ArrayDeque<>();
    private int capacity = Integer.MAX_VALUE;
    private boolean congested;
    private boolean overrunIsUntold;
    private boolean closed;
    private boolean mute;
    private int lists;
    private int sendErrno;
    private Runnable afterList = () -> {};

    FakeLinks() {
        links.put(1, "lo");
        links.put(2, "eth0");
        links.put(3, "wg0");
    }

    synchronized void put(int index, String name) {
        links.put(index, name);
        tell(link(RTM_NEWLINK, 0, 0, AF_UNSPEC, index, name));
    }

    synchronized void remove(int index) {
        tell(link(RTM_DELLINK, 0, 0, AF_UNSPEC, index, String.valueOf(links.remove(index))));
    }

    /** A link stays when it leaves its bridge; the message is about the port. */
    synchronized void leaveBridge(int index) {
        tell(link(RTM_DELLINK, 0, 0, AF_BRIDGE, index, String.valueOf(links.get(index))));
    }

    synchronized void deliver(byte[] datagram) {
        socket.add(datagram);
        notifyAll();
    }

    /** The socket holds no more datagrams of events than that. */
    synchronized void capacity(int datagrams) {
        capacity = datagrams;
    }

    /** Happens each time when the links were listed and nothing of it is read yet. */
    synchronized void afterList(Runnable happening) {
        afterList = happening;
    }

    /** Answers no request. */
    synchronized void mute() {
        mute = true;
    }

    synchronized void refuseRequests(int errno) {
        sendErrno = errno;
    }

    /** How many times the links were asked for. */
    synchronized int lists() {
        return lists;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Waits, for a long time, until something holds. */
    synchronized boolean becomes(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            wait(1);
        }
        return true;
    }

    private void tell(byte[] event) {
        if (congested || socket.size() >= capacity) {
            overrunIsUntold |= !congested;
            congested = true;
        } else {
            socket.add(event);
        }
        notifyAll();
    }

    @Override
    public synchronized int receive(MessageBatch batch) {
        if (overrunIsUntold) {
            overrunIsUntold = false;
            return -Errno.ENOBUFS;
        }
        int count = 0;
        while (count < batch.slots() && !socket.isEmpty()) {
            byte[] datagram = socket.remove();
            int length = Math.min(datagram.length, batch.messageOctets());
            batch.buffer().setBytes(batch.index(count), datagram, 0, length);
            batch.fill(count, length);
            count++;
        }
        congested &= !socket.isEmpty();
        return count;
    }

    @Override
    public synchronized int send(ByteBuf message) {
        ByteBuffer request = message.nioBuffer().order(ByteOrder.nativeOrder());
        if (request.getShort(4) != RTM_GETLINK || request.getShort(6) != DUMP_REQUEST || request.getInt(0) != 32) {
            throw new AssertionError("not a request for all links");
        }
        if (sendErrno != 0) {
            return -sendErrno;
        }
        lists++;
        if (!mute) {
            list(request.getInt(8));
            afterList.run();
            notifyAll();
        }
        return 0;
    }

    private void list(int sequence) {
        List<byte[]> messages = new ArrayList<>();
        links.forEach((index, name) -> {
            messages.add(link(RTM_NEWLINK, MULTI, sequence, AF_UNSPEC, index, name));
            if (messages.size() == LINKS_IN_A_DATAGRAM) {
                socket.add(joined(messages));
                messages.clear();
            }
        });
        messages.add(message(DONE, MULTI, sequence, new byte[4]));
        socket.add(joined(messages));
    }

    private static byte[] joined(List<byte[]> messages) {
        ByteBuffer datagram = ByteBuffer.allocate(
                messages.stream().mapToInt(octets -> octets.length).sum());
        messages.forEach(datagram::put);
        return datagram.array();
    }

    static byte[] link(int type, int flags, int sequence, int family, int index, String name) {
        byte[] text = (name + '\0').getBytes(StandardCharsets.UTF_8);
        ByteBuffer body =
                ByteBuffer.allocate(16 + 8 + 4 + ((text.length + 3) & ~3)).order(ByteOrder.nativeOrder());
        body.put((byte) family).put((byte) 0).putShort((short) 1).putInt(index).putLong(0);
        body.putShort((short) 8).putShort((short) IFLA_MTU).putInt(1500);
        body.putShort((short) (4 + text.length)).putShort((short) IFLA_IFNAME).put(text);
        return message(type, flags, sequence, body.array());
    }

    private static byte[] message(int type, int flags, int sequence, byte[] body) {
        return ByteBuffer.allocate(16 + body.length)
                .order(ByteOrder.nativeOrder())
                .putInt(16 + body.length)
                .putShort((short) type)
                .putShort((short) flags)
                .putInt(sequence)
                .putInt(0)
                .put(body)
                .array();
    }

    @Override
    protected boolean isReadable() {
        return !socket.isEmpty() || overrunIsUntold;
    }

    @Override
    public int sendReplies(MessageBatch batch, int from, int to) {
        throw new AssertionError("nothing to reply to");
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
