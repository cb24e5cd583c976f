// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.libc;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.mssclamp.channel.ErrnoException;
import org.mssclamp.packet.Family;
import org.mssclamp.probe.ProbeAnswer;
import org.mssclamp.probe.ProbeAnswer.Kind;
import org.mssclamp.probe.ProbeSocket;
import org.mssclamp.probe.ProbeTarget;

/** Probes by echo requests, or by datagrams of UDP: each socket has an identifier or a port of its own, so hears of its own. */
final class DatagramProbe implements ProbeSocket {
    private static final int IPPROTO_ICMP = 1;
    private static final int IPPROTO_UDP = 17;
    private static final int IPPROTO_ICMPV6 = 58;
    private static final int UDP_HEADER_OCTETS = 8;
    private static final int IPV4_HEADER_OCTETS = 20;
    private static final int IPV6_HEADER_OCTETS = 40;
    private static final int POLLFD_OCTETS = 8;
    private static final long NS_PER_MS = 1_000_000;

    /** An error that came for an earlier packet is told by the next send, once, in place of sending. */
    private static final int ATTEMPTS = 3;

    /** How a socket is to be had, and what it hears. */
    private enum Way {
        PING,
        RAW,
        UDP
    }

    private final int socket;
    private final Way way;
    private final ProbeTarget target;
    private final InetAddress peer;
    private final EchoRequest echo;
    private final Memory packet;
    private final Memory pollDescriptor = new Memory(POLLFD_OCTETS);
    private final ErrorQueue received;
    private int sequence;

    private DatagramProbe(int socket, Way way, ProbeTarget target, int octets) {
        this.socket = socket;
        this.way = way;
        this.target = target;
        this.peer = target.address();
        boolean ipv4 = target.family() == Family.IPV4;
        int payload = octets - (ipv4 ? IPV4_HEADER_OCTETS : IPV6_HEADER_OCTETS);
        echo = EchoRequest.of(ipv4, payload);
        packet = new Memory(way == Way.UDP ? payload - UDP_HEADER_OCTETS : payload);
        packet.clear();
        received = new ErrorQueue(socket, peer, octets + IPV6_HEADER_OCTETS);
        pollDescriptor.setInt(0, socket);
        pollDescriptor.setInt(Integer.BYTES, Libc.POLLIN);
    }

    /** Echo requests, by a ping socket where net.ipv4.ping_group_range allows it, else by a raw one. */
    static DatagramProbe icmp(ProbeTarget target, int octets, int hops) {
        int family = HostAddress.family(target.address());
        int protocol = family == Libc.AF_INET ? IPPROTO_ICMP : IPPROTO_ICMPV6;
        int socket = Libc.socket(family, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, protocol);
        if (socket >= 0) {
            return open(socket, Way.PING, target, octets, hops);
        }
        socket = Libc.socket(family, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, protocol);
        if (socket < 0) {
            throw new ErrnoException(
                    "send ICMP echo requests",
                    Libc.errno(),
                    "be root, or let your group by sysctl net.ipv4.ping_group_range");
        }
        return open(socket, Way.RAW, target, octets, hops);
    }

    /** Datagrams to a port that should be closed. */
    static DatagramProbe udp(ProbeTarget target, int octets, int hops) {
        int socket =
                Libc.socket(HostAddress.family(target.address()), Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, IPPROTO_UDP);
        if (socket < 0) {
            throw new ErrnoException("open a UDP socket", Libc.errno(), "");
        }
        return open(socket, Way.UDP, target, octets, hops);
    }

    private static DatagramProbe open(int socket, Way way, ProbeTarget target, int octets, int hops) {
        DatagramProbe probe = new DatagramProbe(socket, way, target, octets);
        try {
            IpOptions options = new IpOptions(socket, target.family());
            options.goBy(target);
            options.probe(hops);
            probe.connect();
            return probe;
        } catch (RuntimeException refused) {
            probe.close();
            throw refused;
        }
    }

    private void connect() {
        try (Memory address = new Memory(HostAddress.MAX_OCTETS)) {
            int length = HostAddress.write(address, peer, way == Way.UDP ? ProbeTarget.CLOSED_UDP_PORT : 0);
            if (Libc.connect(socket, Pointer.nativeValue(address), length) < 0) {
                throw NoWayException.of(target, Libc.errno());
            }
        }
    }

    @Override
    public void send() {
        if (way != Way.UDP) {
            byte[] message = echo.message(++sequence);
            packet.write(0, message, 0, message.length);
        }
        int errno = 0;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (Libc.send(socket, Pointer.nativeValue(packet), packet.size(), Libc.MSG_NOSIGNAL) >= 0) {
                return;
            }
            errno = Libc.errno();
        }
        if (IpOptions.isFinal(errno)) {
            throw NoWayException.of(target, errno);
        }
    }

    @Override
    public Optional<ProbeAnswer> await(Duration patience) {
        long deadlineNs = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<ProbeAnswer> answer = next();
            if (answer.isPresent()) {
                return answer;
            }
            long leftNs = deadlineNs - System.nanoTime();
            if (leftNs <= 0) {
                return Optional.empty();
            }
            Libc.poll(Pointer.nativeValue(pollDescriptor), 1, (int) ((leftNs + NS_PER_MS - 1) / NS_PER_MS));
        }
    }

    /** What has come already, past what is meant for others. */
    private Optional<ProbeAnswer> next() {
        Optional<ByteBuffer> quoted = received.quoted();
        while (quoted.isPresent()) {
            Optional<ProbeAnswer> error = isOurs(quoted.get()) ? received.error() : Optional.empty();
            if (error.isPresent()) {
                return error;
            }
            quoted = received.quoted();
        }
        Optional<ByteBuffer> message = received.message();
        while (message.isPresent()) {
            if (way == Way.UDP || echo.isAnsweredBy(fromIcmpOn(message.get()))) {
                return Optional.of(new ProbeAnswer(Kind.ARRIVED, peer, 0));
            }
            message = received.message();
        }
        return Optional.empty();
    }

    /** A raw socket hears of the errors of all who send echo requests to the same host. */
    private boolean isOurs(ByteBuffer quoted) {
        return way != Way.RAW || received.isLocal() || echo.isQuotedBy(quoted);
    }

    /** A raw socket of IPv4 alone hands over the IP header. */
    private ByteBuffer fromIcmpOn(ByteBuffer message) {
        boolean hasHeader = way == Way.RAW && echo.ipv4() && message.hasRemaining();
        int header = hasHeader ? (message.get(0) & 0xF) * Integer.BYTES : 0;
        return message.position(Math.min(header, message.limit()));
    }

    @Override
    public void close() {
        Libc.close(socket);
        packet.close();
        pollDescriptor.close();
        received.close();
    }
}
