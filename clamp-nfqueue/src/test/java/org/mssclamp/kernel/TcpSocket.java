// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import com.sun.jna.LastErrorException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongSupplier;

/**
 * A TCP socket in a namespace, which tells the size of its segments and how often it sent again for nothing; Java's own
 * cannot tell them.
 */
final class TcpSocket implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 20;
    private static final int SOCKADDR_IN_OCTETS = 16;
    private static final int SOCKADDR_IN6_OCTETS = 28;

    // struct tcp_info begins with octets: state, ca_state, retransmits.
    private static final int TCP_INFO_OCTETS_READ = 4;
    private static final int TCPI_RETRANSMITS = 2;

    private final int fd;

    private TcpSocket(int fd) {
        this.fd = fd;
    }

    static TcpSocket listen(Namespace namespace, String address, int port) {
        byte[] socketAddress = socketAddress(address, port);
        TcpSocket socket = create(namespace, address);
        socket.option(Libc.SO_REUSEADDR, nativeBuffer(Integer.BYTES).putInt(1));
        Libc.bind(socket.fd, socketAddress, socketAddress.length);
        Libc.listen(socket.fd, 16);
        return socket;
    }

    static TcpSocket connect(Namespace namespace, String address, int port) {
        byte[] socketAddress = socketAddress(address, port);
        TcpSocket socket = create(namespace, address);
        Libc.connect(socket.fd, socketAddress, socketAddress.length);
        return socket;
    }

    private static TcpSocket create(Namespace namespace, String address) {
        int family = octets(address).length == 4 ? Libc.AF_INET : Libc.AF_INET6;
        TcpSocket socket =
                new TcpSocket(namespace.call(() -> Libc.socket(family, Libc.SOCK_STREAM_CLOEXEC, Libc.IPPROTO_TCP)));
        socket.option(
                Libc.SO_RCVTIMEO, nativeBuffer(16).putLong(TIMEOUT_SECONDS).putLong(0));
        socket.option(
                Libc.SO_SNDTIMEO, nativeBuffer(16).putLong(TIMEOUT_SECONDS).putLong(0));
        return socket;
    }

    private void option(int option, ByteBuffer value) {
        byte[] octets = new byte[value.flip().remaining()];
        value.get(octets);
        Libc.setsockopt(fd, Libc.SOL_SOCKET, option, octets, octets.length);
    }

    /** The next connection to a listening socket. */
    TcpSocket accept() {
        byte[] peer = new byte[SOCKADDR_IN6_OCTETS];
        return new TcpSocket(Libc.accept(fd, peer, new int[] {peer.length}));
    }

    /**
     * Octets of data in a full segment to the peer, {@code TCP_MAXSEG}.
     *
     * <p>It is the MSS that the peer announced, if the path has room for it, less the options that each segment bears (RFC
     * 9293 3.7.1): with timestamps, 12 octets.
     */
    int maxSegment() {
        return tcpOption(Libc.TCP_MAXSEG, Integer.BYTES).getInt();
    }

    /**
     * How often in a row the retransmission timer has run out with nothing acknowledged, {@code tcpi_retransmits}.
     *
     * <p>Each wait is twice as long as the last, the first at least 200 ms.
     */
    int timeoutsInARow() {
        return tcpOption(Libc.TCP_INFO, TCP_INFO_OCTETS_READ).get(TCPI_RETRANSMITS);
    }

    private ByteBuffer tcpOption(int option, int octets) {
        byte[] value = new byte[octets];
        Libc.getsockopt(fd, Libc.IPPROTO_TCP, option, value, new int[] {octets});
        return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder());
    }

    /** Sends as many of these as there is room for now. */
    int send(byte[] octets, int length) {
        return now(() -> Libc.send(fd, octets, length, Libc.MSG_DONTWAIT | Libc.MSG_NOSIGNAL));
    }

    /** Receives what is there now. */
    int receive(byte[] octets) {
        return now(() -> Libc.recv(fd, octets, octets.length, Libc.MSG_DONTWAIT));
    }

    private static int now(LongSupplier call) {
        try {
            return (int) call.getAsLong();
        } catch (LastErrorException e) {
            if (e.getErrorCode() == Libc.EAGAIN) {
                return 0;
            }
            throw e;
        }
    }

    /** Closes it with a reset, so that nothing more is sent of what is not acknowledged. */
    void abort() {
        option(Libc.SO_LINGER, nativeBuffer(8).putInt(1).putInt(0));
        close();
    }

    /** A {@code struct sockaddr_in} or {@code sockaddr_in6}. */
    private static byte[] socketAddress(String address, int port) {
        byte[] octets = octets(address);
        boolean ipv4 = octets.length == 4;
        byte[] socketAddress = new byte[ipv4 ? SOCKADDR_IN_OCTETS : SOCKADDR_IN6_OCTETS];
        ByteBuffer.wrap(socketAddress)
                .order(ByteOrder.nativeOrder())
                .putShort((short) (ipv4 ? Libc.AF_INET : Libc.AF_INET6))
                .put((byte) (port >> 8))
                .put((byte) port);
        // Before an IPv6 address are four octets of flow information.
        System.arraycopy(octets, 0, socketAddress, ipv4 ? 4 : 8, octets.length);
        return socketAddress;
    }

    private static byte[] octets(String address) {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static ByteBuffer nativeBuffer(int octets) {
        return ByteBuffer.allocate(octets).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        Libc.close(fd);
    }
}
