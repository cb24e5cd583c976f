// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.libc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mssclamp.channel.ErrnoException;
import org.mssclamp.channel.MessageBatch;
import org.mssclamp.channel.QueueSocket;
import org.mssclamp.netlink.Errno;
import org.mssclamp.netlink.HostOrder;
import org.mssclamp.netlink.MessageWriter;
import org.mssclamp.netlink.NetlinkMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A netlink socket of the kernel.
 *
 * <p>One thread receives and replies; {@link #send}, {@link #wake} and {@link #close} are for any thread.
 */
public final class NetlinkSocket implements QueueSocket {
    private static final Logger LOG = LoggerFactory.getLogger(NetlinkSocket.class);

    private static final int NETLINK_ROUTE = 0;
    private static final int NETLINK_XFRM = 6;
    private static final int NETLINK_NETFILTER = 12;
    /** Room for the verdicts of a batch of full-sized packets; the default holds about 2000 of SYNs. */
    private static final int SEND_BUFFER_OCTETS = 4 << 20;

    /** Room for the answers to a batch of look-ups, and for the events of a routing table that is being rewritten. */
    private static final int ROUTE_BUFFER_OCTETS = 2 << 20;

    private static final int SCRATCH_OCTETS = 16;
    private static final int SOCKADDR_NL_OCTETS = 12;
    private static final int POLLFD_OCTETS = 8;
    private static final int NO_TIMEOUT = -1;

    private final int socket;
    private final SocketOptions options;
    private final ByteBuf scratch = Unpooled.directBuffer(SCRATCH_OCTETS, SCRATCH_OCTETS);
    private final ByteBuf pollDescriptor = Unpooled.directBuffer(POLLFD_OCTETS, POLLFD_OCTETS);
    /** What the kernel answers, though there is nothing in it. */
    private final ByteBuf wakeUpCall =
            new MessageWriter(NetlinkMessage.NOTHING, NetlinkMessage.ACKNOWLEDGE, 0).finish();

    private int portId;
    private long busyPollNs;
    private int receiveTimeoutMillis = NO_TIMEOUT;
    private @Nullable MessageVectors vectors;
    private boolean closed;

    private NetlinkSocket(int socket) {
        this.socket = socket;
        options = new SocketOptions(socket);
        HostOrder.writeInteger(pollDescriptor, 0, socket);
        HostOrder.writeInteger(pollDescriptor, 4, Libc.POLLIN);
    }

    private static NetlinkSocket open(int protocol, String purpose) {
        int socket = check(
                Libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, protocol),
                "open a netlink socket for " + purpose,
                "does this kernel have it?");
        return new NetlinkSocket(socket).with(NetlinkSocket::bindToAnyPort);
    }

    /** Itself, set up so; closed if that fails. */
    private NetlinkSocket with(Consumer<NetlinkSocket> setUp) {
        try {
            setUp.accept(this);
            return this;
        } catch (RuntimeException refused) {
            close();
            throw refused;
        }
    }

    /** A socket for nfnetlink_queue, yet to be {@linkplain #configure configured}. */
    public static NetlinkSocket forQueue() {
        return open(NETLINK_NETFILTER, "netfilter").with(NetlinkSocket::prepareForQueue);
    }

    /** The socket that another process opened {@link #forQueue}; empty if it is none, and then it is closed. */
    public static Optional<QueueSocket> adopt(int descriptor) {
        SocketOptions options = new SocketOptions(descriptor);
        boolean forQueues = options.value(Libc.SO_DOMAIN) == Libc.AF_NETLINK
                && options.value(Libc.SO_PROTOCOL) == NETLINK_NETFILTER;
        if (!forQueues) {
            Libc.close(descriptor);
            return Optional.empty();
        }
        Libc.fcntl(descriptor, Libc.F_SETFD, Libc.FD_CLOEXEC);
        return Optional.of(new NetlinkSocket(descriptor).with(NetlinkSocket::prepareForQueue));
    }

    private void prepareForQueue() {
        portId = readPortId();
        // Without it an overrun blocks the socket until it is read empty; losses show as gaps in the packet ids.
        options.set(Libc.SOL_NETLINK, Libc.NETLINK_NO_ENOBUFS, 1);
        options.set(Libc.SOL_NETLINK, Libc.NETLINK_CAP_ACK, 1);
        options.setBuffer(Libc.SO_SNDBUFFORCE, Libc.SO_SNDBUF, SEND_BUFFER_OCTETS);
    }

    @Override
    public void configure(int receiveBufferOctets, Duration busyPoll) {
        busyPollNs = busyPoll.toNanos();
        options.setBuffer(Libc.SO_RCVBUFFORCE, Libc.SO_RCVBUF, receiveBufferOctets);
        int granted = options.value(Libc.SO_RCVBUF);
        if (granted < receiveBufferOctets - 1) {
            LOG.warn(
                    "the receive buffer has {} octets of {} asked for: bursts may overrun it; raise sysctl"
                            + " net.core.rmem_max",
                    granted,
                    receiveBufferOctets);
        }
    }

    @Override
    public int descriptor() {
        return socket;
    }

    /** A socket for rtnetlink that hears the events of some multicast groups, or of none. */
    public static NetlinkSocket forRoutes(int... groups) {
        return open(NETLINK_ROUTE, "routes and links").with(socket -> {
            socket.options.setBuffer(Libc.SO_RCVBUFFORCE, Libc.SO_RCVBUF, ROUTE_BUFFER_OCTETS);
            for (int group : groups) {
                socket.join(group);
            }
        });
    }

    /** Kernels before 5.3 have no group of next hops, nor next hops of which it would tell. */
    private void join(int group) {
        try {
            options.set(Libc.SOL_NETLINK, Libc.NETLINK_ADD_MEMBERSHIP, group);
        } catch (ErrnoException refused) {
            if (refused.errno() != Errno.EINVAL) {
                throw refused;
            }
            LOG.debug("this kernel has no rtnetlink group {}", group);
        }
    }

    /** A socket for the policies of IPsec. */
    public static NetlinkSocket forIpsec() {
        return open(NETLINK_XFRM, "IPsec policies");
    }

    private void bindToAnyPort() {
        scratch.setZero(0, SCRATCH_OCTETS);
        HostOrder.writeShort(scratch, 0, Libc.AF_NETLINK);
        check(Libc.bind(socket, scratch.memoryAddress(), SOCKADDR_NL_OCTETS), "bind a netlink socket", "");
    }

    /** From {@code struct sockaddr_nl { family, pad, pid, groups }}. */
    private int readPortId() {
        HostOrder.writeInteger(scratch, SOCKADDR_NL_OCTETS, SOCKADDR_NL_OCTETS);
        long address = scratch.memoryAddress();
        check(
                Libc.getsockname(socket, address, address + SOCKADDR_NL_OCTETS),
                "read the address of a netlink socket",
                "");
        return HostOrder.integer(scratch, 4);
    }

    private static int check(int result, String attempt, String advice) {
        if (result < 0) {
            throw new ErrnoException(attempt, Libc.errno(), advice);
        }
        return result;
    }

    @Override
    public int portId() {
        return portId;
    }

    @Override
    public int receive(MessageBatch batch) {
        return receiveWith(Libc.MSG_DONTWAIT, batch);
    }

    /** In one system call, where waiting by poll would take three; before, for a while, by as many as there is time for. */
    @Override
    public int receive(MessageBatch batch, int timeoutMillis) {
        int count = busyPollNs > 0 ? receiveBusily(batch) : 0;
        return count == 0 ? receiveAsleep(batch, timeoutMillis) : count;
    }

    /** The kernel's SO_BUSY_POLL has no effect on netlink. */
    private int receiveBusily(MessageBatch batch) {
        long startNs = System.nanoTime();
        int count;
        do {
            count = receive(batch);
        } while (count == 0 && System.nanoTime() - startNs < busyPollNs);
        return count;
    }

    private int receiveAsleep(MessageBatch batch, int timeoutMillis) {
        if (timeoutMillis != receiveTimeoutMillis) {
            receiveTimeout(timeoutMillis);
        }
        return receiveWith(Libc.MSG_WAITFORONE, batch);
    }

    private int receiveWith(int flags, MessageBatch batch) {
        MessageVectors batchVectors = vectorsOf(batch);
        int count = Libc.recvmmsg(socket, batchVectors.receiveAddress(), batch.slots(), flags, 0);
        if (count < 0) {
            int errno = Libc.errno();
            return errno == Errno.EAGAIN || errno == Errno.EINTR ? 0 : -errno;
        }
        batchVectors.fillBatch(count);
        return count;
    }

    @Override
    public int sendReplies(MessageBatch batch, int from, int to) {
        long message = vectorsOf(batch).gatherReplies(from, to);
        while (Libc.sendmsg(socket, message, 0) < 0) {
            int errno = Libc.errno();
            if (errno != Errno.EINTR) {
                return -errno;
            }
        }
        return 0;
    }

    private MessageVectors vectorsOf(MessageBatch batch) {
        MessageVectors current = vectors;
        if (current == null || !current.isOf(batch)) {
            if (current != null) {
                current.close();
            }
            current = new MessageVectors(batch);
            vectors = current;
        }
        return current;
    }

    @Override
    public int send(ByteBuf message) {
        long address = message.memoryAddress() + message.readerIndex();
        while (Libc.send(socket, address, message.readableBytes(), 0) < 0) {
            int errno = Libc.errno();
            if (errno != Errno.EINTR) {
                return -errno;
            }
        }
        return 0;
    }

    private void receiveTimeout(int millis) {
        // struct timeval { time_t tv_sec; suseconds_t tv_usec; };
        HostOrder.writeLong(scratch, 0, millis / 1000);
        HostOrder.writeLong(scratch, 8, millis % 1000 * 1000L);
        check(
                Libc.setsockopt(socket, Libc.SOL_SOCKET, Libc.SO_RCVTIMEO, scratch.memoryAddress(), SCRATCH_OCTETS),
                "set the time to wait for netlink messages",
                "");
        receiveTimeoutMillis = millis;
    }

    @Override
    public boolean await(int timeoutMillis) {
        return Libc.poll(pollDescriptor.memoryAddress(), 1, timeoutMillis) != 0;
    }

    /** By a message that the kernel answers at once: it ends a poll as well as a receive. */
    @Override
    public synchronized void wake() {
        if (!closed) {
            send(wakeUpCall);
        }
    }

    /** Gives up the queues bound by this socket; the kernel drops what they still hold. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        Libc.close(socket);
        scratch.release();
        pollDescriptor.release();
        wakeUpCall.release();
        if (vectors != null) {
            vectors.close();
        }
    }
}
