// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.libc;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.time.Duration;
import java.util.OptionalInt;
import org.mssclamp.channel.ErrnoException;
import org.mssclamp.netlink.Errno;
import org.mssclamp.probe.ProbeTarget;

/** A TCP connection that tells the size of its segments, and whether they were acknowledged; it ends by a reset. Not thread-safe. */
final class TcpConnection implements AutoCloseable {
    /** What came of the handshake. */
    enum State {
        OPEN,
        REFUSED,
        SILENT
    }

    private static final int IPPROTO_TCP = 6;
    private static final int TCP_MAXSEG = 2;
    private static final int TCP_REPAIR = 19;
    /** Goes on without a probe of the window, unlike 0. */
    private static final int TCP_REPAIR_OFF_NO_WP = -1;

    private static final int POLLFD_OCTETS = 8;
    private static final int LINGER_OCTETS = 8;

    /** An empty line, again and again: a server of text takes none of them for a command. */
    private static final byte[] EMPTY_LINE = {'\r', '\n'};

    private final int socket;
    private final ProbeTarget target;
    private final TcpInfo info;
    private long goalOctets;

    private TcpConnection(int socket, ProbeTarget target) {
        this.socket = socket;
        this.target = target;
        info = new TcpInfo(socket);
    }

    /** One that is not begun yet. */
    static TcpConnection to(ProbeTarget target) {
        int type = Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC | Libc.SOCK_NONBLOCK;
        int socket = Libc.socket(HostAddress.family(target.address()), type, IPPROTO_TCP);
        if (socket < 0) {
            throw new ErrnoException("open a TCP socket", Libc.errno(), "");
        }
        TcpConnection connection = new TcpConnection(socket, target);
        try {
            IpOptions options = new IpOptions(socket, target.family());
            options.goBy(target);
            options.forbidFragments();
            return connection;
        } catch (RuntimeException refused) {
            connection.close();
            throw refused;
        }
    }

    /** Makes segments for packets of this size; the host is told to send no larger ones either. */
    void limit(int packetOctets) {
        new SocketOptions(socket)
                .set(IPPROTO_TCP, TCP_MAXSEG, packetOctets - target.family().fixedHeaderOctets());
    }

    /** Waits for the handshake. */
    State open(Duration patience) {
        try (Memory address = new Memory(HostAddress.MAX_OCTETS)) {
            int length =
                    HostAddress.write(address, target.address(), target.port().orElseThrow());
            int errno = Libc.connect(socket, Pointer.nativeValue(address), length) < 0 ? Libc.errno() : 0;
            if (errno == Errno.EINPROGRESS) {
                errno = awaitHandshake(patience);
            } else if (errno != 0 && IpOptions.isFinal(errno)) {
                // Nothing was sent.
                throw NoWayException.of(target, errno);
            }
            if (errno == Errno.ECONNREFUSED) {
                return State.REFUSED;
            }
            return errno == 0 ? State.OPEN : State.SILENT;
        }
    }

    private int awaitHandshake(Duration patience) {
        try (Memory descriptor = new Memory(POLLFD_OCTETS)) {
            descriptor.setInt(0, socket);
            descriptor.setInt(Integer.BYTES, Libc.POLLOUT);
            int ready = Libc.poll(Pointer.nativeValue(descriptor), 1, (int) patience.toMillis());
            return ready > 0 ? new SocketOptions(socket).value(Libc.SO_ERROR) : Errno.EAGAIN;
        }
    }

    /**
     * The MSS that the host announced; empty if the kernel does not tell, as it is no less than what our side allows.
     *
     * <p>Under repair, which wants CAP_NET_ADMIN, TCP_MAXSEG is {@code mss_clamp} (do_tcp_getsockopt).
     */
    OptionalInt receivedMss() {
        SocketOptions options = new SocketOptions(socket);
        if (options.allows(IPPROTO_TCP, TCP_REPAIR, 1)) {
            int announced = options.value(IPPROTO_TCP, TCP_MAXSEG);
            options.set(IPPROTO_TCP, TCP_REPAIR, TCP_REPAIR_OFF_NO_WP);
            return OptionalInt.of(announced);
        }
        TcpInfo now = info();
        int bound = now.segmentOctets() + now.optionOctets();
        return bound < target.family().mss(now.pathMtu()) ? OptionalInt.of(bound) : OptionalInt.empty();
    }

    /** Fills one segment. */
    void sendSegment(int octets) {
        goalOctets = info().acknowledgedOctets() + octets;
        try (Memory data = new Memory(octets)) {
            for (int i = 0; i < octets; i++) {
                data.setByte(i, EMPTY_LINE[i % EMPTY_LINE.length]);
            }
            Libc.send(socket, Pointer.nativeValue(data), octets, Libc.MSG_NOSIGNAL | Libc.MSG_DONTWAIT);
        }
    }

    /** What the kernel knows of it now. */
    TcpInfo info() {
        return info.read();
    }

    /** Waits until the segment is acknowledged; whether it was, in time. A reset, and a closed window, acknowledge nothing. */
    boolean awaitAcknowledged(Duration patience) {
        long deadlineNs = System.nanoTime() + patience.toNanos();
        while (info().acknowledgedOctets() < goalOctets) {
            if (info.isClosed() || System.nanoTime() - deadlineNs > 0) {
                return false;
            }
            // No event tells of it.
            Libc.poll(0, 0, 1);
        }
        return true;
    }

    /** The MTU of the packet that a segment of data makes. */
    int packetOctets(TcpInfo now) {
        return now.segmentOctets() + now.optionOctets() + target.family().fixedHeaderOctets();
    }

    @Override
    public void close() {
        // struct linger { int l_onoff; int l_linger; }: nothing more is sent of what is not acknowledged.
        try (Memory linger = new Memory(LINGER_OCTETS)) {
            linger.setInt(0, 1);
            linger.setInt(Integer.BYTES, 0);
            Libc.setsockopt(socket, Libc.SOL_SOCKET, Libc.SO_LINGER, Pointer.nativeValue(linger), LINGER_OCTETS);
        }
        Libc.close(socket);
        info.close();
    }
}
