// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import com.sun.jna.LastErrorException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * Sends and receives IP packets octet for octet, below the IP layer of a namespace; see packet(7).
 *
 * <p>It hears what comes in by any interface, IPv4 and IPv6, but not what goes out and no multicast. Not thread-safe.
 */
public final class PacketSocket implements AutoCloseable {
    private static final int ETH_P_ALL = 0x0003;
    private static final int ETH_P_IP = 0x0800;
    private static final int ETH_P_IPV6 = 0x86DD;
    private static final int SOCKADDR_LL_OCTETS = 20;
    private static final int IPV6_DESTINATION = 24;
    private static final int MAX_PACKET_OCTETS = 0x10000;
    private static final int RECEIVE_BUFFER_OCTETS = 32 << 20;
    private static final int TIMEOUT_SECONDS = 20;

    private final Namespace namespace;
    private final int fd;
    private final byte[] received = new byte[MAX_PACKET_OCTETS];

    private PacketSocket(Namespace namespace, int fd) {
        this.namespace = namespace;
        this.fd = fd;
    }

    public static PacketSocket open(Namespace namespace) {
        int protocol = Short.toUnsignedInt(Short.reverseBytes((short) ETH_P_ALL));
        int fd = namespace.call(() -> Libc.socket(Libc.AF_PACKET, Libc.SOCK_DGRAM_CLOEXEC, protocol));
        PacketSocket socket = new PacketSocket(namespace, fd);
        socket.option(Libc.SOL_PACKET, Libc.PACKET_IGNORE_OUTGOING, 1);
        socket.option(Libc.SOL_SOCKET, Libc.SO_RCVBUFFORCE, RECEIVE_BUFFER_OCTETS);
        socket.timeout();
        return socket;
    }

    private void option(int level, int option, int value) {
        byte[] octets = nativeBuffer(Integer.BYTES).putInt(value).array();
        Libc.setsockopt(fd, level, option, octets, octets.length);
    }

    private void timeout() {
        byte[] timeval = nativeBuffer(16).putLong(TIMEOUT_SECONDS).putLong(0).array();
        Libc.setsockopt(fd, Libc.SOL_SOCKET, Libc.SO_RCVTIMEO, timeval, timeval.length);
    }

    private static ByteBuffer nativeBuffer(int octets) {
        return ByteBuffer.allocate(octets).order(ByteOrder.nativeOrder());
    }

    /** A way out by one of the namespace's interfaces to the neighbour with this hardware address. */
    public Way way(String interfaceName, byte[] mac) {
        int index = namespace.call(() -> Libc.if_nametoindex(interfaceName));
        return new Way(address(index, ETH_P_IP, mac), address(index, ETH_P_IPV6, mac));
    }

    /** Where packets are sent: a {@code struct sockaddr_ll} for each family. */
    @SuppressWarnings("ArrayRecordComponent") // handed to the C library, compared with nothing
    public record Way(byte[] ipv4, byte[] ipv6) {}

    private static byte[] address(int interfaceIndex, int etherType, byte[] mac) {
        return nativeBuffer(SOCKADDR_LL_OCTETS)
                .putShort((short) Libc.AF_PACKET)
                .put((byte) (etherType >> 8))
                .put((byte) etherType)
                .putInt(interfaceIndex)
                .putShort((short) 0)
                .put((byte) 0)
                .put((byte) mac.length)
                .put(mac)
                .array();
    }

    public void send(byte[] packet, Way way) {
        byte[] address = packet[0] >> 4 == 4 ? way.ipv4() : way.ipv6();
        Libc.sendto(fd, packet, packet.length, 0, address, address.length);
    }

    /** The next unicast IP packet; empty if none comes for a long time. */
    public Optional<byte[]> receive() {
        long deadline = System.nanoTime() + TIMEOUT_SECONDS * 1_000_000_000L;
        while (System.nanoTime() - deadline < 0) {
            int length = receiveAny(0);
            if (length > 0 && isUnicastIp()) {
                return Optional.of(Arrays.copyOf(received, length));
            }
        }
        return Optional.empty();
    }

    /** As {@link #receive}, of what is there already. */
    public Optional<byte[]> poll() {
        int length;
        do {
            length = receiveAny(Libc.MSG_DONTWAIT);
            if (length > 0 && isUnicastIp()) {
                return Optional.of(Arrays.copyOf(received, length));
            }
        } while (length > 0);
        return Optional.empty();
    }

    private boolean isUnicastIp() {
        int version = received[0] >> 4 & 0xF;
        return version == 4 || (version == 6 && received[IPV6_DESTINATION] != (byte) 0xFF);
    }

    private int receiveAny(int flags) {
        try {
            return (int) Libc.recv(fd, received, received.length, flags);
        } catch (LastErrorException e) {
            if (e.getErrorCode() == Libc.EAGAIN || e.getErrorCode() == Libc.EINTR) {
                return 0;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        Libc.close(fd);
    }
}
