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
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mssclamp.channel.BatchOctets;
import org.mssclamp.channel.FakeSocket;
import org.mssclamp.channel.KernelOctets;
import org.mssclamp.channel.MessageBatch;
import org.mssclamp.netlink.Errno;
import org.mssclamp.rule.Interface;

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
    private static final int DUMP_INTR = 16;
    private static final int AF_UNSPEC = 0;
    private static final int AF_INET = 2;
    private static final int AF_BRIDGE = 7;
    private static final int AF_INET6 = 10;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_AF_SPEC = 26;
    private static final int IFLA_INET6_FLAGS = 1;
    private static final int IFLA_INET6_CONF = 2;
    private static final int LINKS_IN_A_DATAGRAM = 2;

    /** The MTU for IPv6 of a link on which that is off. */
    static final int NO_IPV6 = Integer.MAX_VALUE;

    private final Map<Integer, Link> links = new TreeMap<>();
    private final Deque<byte[]> socket = new ArrayDeque<>();
    private int capacity = Integer.MAX_VALUE;
    private boolean congested;
    private boolean overrunIsUntold;
    private boolean closed;
    private boolean mute;
    private int lists;
    private int emptyReceives;
    private int rejections;
    private int misnumberedLists;
    private int partFlags = MULTI;
    private int endFlags = MULTI;
    private int sendErrno;
    private Runnable afterList = () -> {};

    FakeLinks() {
        Stream.of(of(1, "lo"), of(2, "eth0"), of(3, "wg0"))
                .forEach(link -> links.put(link.identity().index(), link));
    }

    /** One of MTU 1500, for IPv6 too. */
    static Link of(int index, String name) {
        return new Link(new Interface(index, name), 1500, 1500);
    }

    synchronized void put(int index, String name) {
        put(of(index, name));
    }

    synchronized void put(Link link) {
        putSilently(link);
        tell(link(RTM_NEWLINK, 0, 0, AF_UNSPEC, link));
    }

    synchronized void removeSilently(int index) {
        links.remove(index);
    }

    /** As when its MTU of IPv6 is set by sysctl: nobody is told. */
    synchronized void putSilently(Link link) {
        links.put(link.identity().index(), link);
    }

    /** Tells of another MTU before IPv6 takes it. */
    synchronized void changeMtu(int index, int octets) {
        Link before = known(index);
        tell(link(RTM_NEWLINK, 0, 0, AF_UNSPEC, new Link(before.identity(), octets, before.ipv6Mtu())));
        putSilently(new Link(before.identity(), octets, octets));
    }

    synchronized void remove(int index) {
        tell(link(RTM_DELLINK, 0, 0, AF_UNSPEC, Objects.requireNonNull(links.remove(index))));
    }

    /** A link stays when it leaves its bridge; the message is about the port. */
    synchronized void leaveBridge(int index) {
        tell(link(RTM_DELLINK, 0, 0, AF_BRIDGE, known(index)));
    }

    /** Says that IPv6 on a link has changed, as when a router advertised something. */
    synchronized void tellOfIpv6(int index) {
        tell(link(RTM_NEWLINK, 0, 0, AF_INET6, known(index)));
    }

    private Link known(int index) {
        return Objects.requireNonNull(links.get(index));
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

    /** Says that it cannot list the links now, so many times. */
    synchronized void rejectLists(int times) {
        rejections = times;
    }

    /** Answers so many requests for a list by one that an earlier request asked for. */
    synchronized void misnumberLists(int times) {
        misnumberedLists = times;
    }

    /** Says of the next list that links changed while it was made, in its parts or only at its end. */
    synchronized void interruptNextList(boolean onlyAtItsEnd) {
        partFlags |= onlyAtItsEnd ? 0 : DUMP_INTR;
        endFlags |= onlyAtItsEnd ? DUMP_INTR : 0;
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

    /** Waits, for a long time, until all that is there now was read, and what is to follow from it done. */
    synchronized boolean becomesQuiet() throws InterruptedException {
        int before = emptyReceives;
        return becomes(() -> emptyReceives > before);
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
        int count = BatchOctets.receive(batch, socket);
        congested &= !socket.isEmpty();
        emptyReceives += count == 0 ? 1 : 0;
        return count;
    }

    @Override
    public synchronized int send(ByteBuf message) {
        ByteBuffer request = message.nioBuffer().order(ByteOrder.nativeOrder());
        // With IFLA_EXT_MASK: no statistics.
        if (request.getShort(4) != RTM_GETLINK || request.getInt(0) != 40 || request.getInt(36) != 8) {
            throw new AssertionError("not a request for links");
        }
        if (sendErrno != 0) {
            return -sendErrno;
        }
        if (request.getShort(6) != DUMP_REQUEST) {
            answer(request.getInt(8), links.get(request.getInt(20)));
            return 0;
        }
        lists++;
        if (rejections > 0) {
            rejections--;
            byte[] answered = KernelOctets.message(RTM_GETLINK, DUMP_REQUEST, request.getInt(8), new byte[16]);
            socket.add(KernelOctets.error(0, answered, Errno.EBUSY));
        } else if (!mute) {
            list(request.getInt(8) - (misnumberedLists > 0 ? 1 : 0));
            misnumberedLists -= misnumberedLists > 0 ? 1 : 0;
            afterList.run();
            notifyAll();
        }
        return 0;
    }

    private void answer(int sequence, @Nullable Link link) {
        byte[] question = KernelOctets.message(RTM_GETLINK, 1, sequence, new byte[24]);
        socket.add(
                link == null
                        ? KernelOctets.error(0, question, Errno.ENODEV)
                        : link(RTM_NEWLINK, 0, sequence, AF_UNSPEC, link));
        notifyAll();
    }

    private void list(int sequence) {
        List<byte[]> messages = new ArrayList<>();
        links.forEach((index, link) -> {
            messages.add(link(RTM_NEWLINK, partFlags, sequence, AF_UNSPEC, link));
            if (messages.size() == LINKS_IN_A_DATAGRAM) {
                socket.add(KernelOctets.joined(messages.toArray(new byte[0][])));
                messages.clear();
            }
        });
        messages.add(KernelOctets.message(DONE, endFlags, sequence, new byte[4]));
        socket.add(KernelOctets.joined(messages.toArray(new byte[0][])));
        partFlags = MULTI;
        endFlags = MULTI;
    }

    /** As Linux writes it, with the attributes of which ours are some. */
    static byte[] link(int type, int flags, int sequence, int family, Link link) {
        byte[] name = (link.identity().name() + '\0').getBytes(StandardCharsets.UTF_8);
        return KernelOctets.message(
                type,
                flags,
                sequence,
                KernelOctets.integers(family | 1 << 16, link.identity().index(), 0, 0),
                KernelOctets.attribute(IFLA_IFNAME, name),
                KernelOctets.attribute(IFLA_MTU, link.mtu()),
                KernelOctets.attribute(IFLA_AF_SPEC, ipv4(), link.ipv6Mtu() == NO_IPV6 ? new byte[0] : ipv6(link)));
    }

    private static byte[] ipv4() {
        return KernelOctets.attribute(AF_INET, KernelOctets.attribute(1, new byte[136]));
    }

    private static byte[] ipv6(Link link) {
        int[] configuration = new int[58];
        configuration[2] = link.ipv6Mtu();
        return KernelOctets.attribute(
                AF_INET6,
                KernelOctets.attribute(IFLA_INET6_FLAGS, 0),
                KernelOctets.attribute(IFLA_INET6_CONF, KernelOctets.integers(configuration)));
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
