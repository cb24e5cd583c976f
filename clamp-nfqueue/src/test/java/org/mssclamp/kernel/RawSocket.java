// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import com.sun.jna.LastErrorException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Sends packets with headers of their own as a gateway's own, from whatever source; see raw(7). Not thread-safe. */
final class RawSocket implements Ingress {
    private static final int SOCKADDR_IN_OCTETS = 16;
    private static final int SOCKADDR_IN6_OCTETS = 28;
    private static final int IPV4_DESTINATION = 16;
    private static final int IPV6_DESTINATION = 24;

    private final int ipv4;
    private final int ipv6;

    RawSocket(Namespace namespace) {
        ipv4 = open(namespace, Libc.AF_INET);
        ipv6 = open(namespace, Libc.AF_INET6);
    }

    private static int open(Namespace namespace, int family) {
        return namespace.call(() -> Libc.socket(family, Libc.SOCK_RAW_CLOEXEC, Libc.IPPROTO_RAW));
    }

    @Override
    public void send(byte[] packet) {
        if (packet[0] >> 4 == 4) {
            byte[] address = address(SOCKADDR_IN_OCTETS, Libc.AF_INET)
                    .putShort((short) 0) // port
                    .put(packet, IPV4_DESTINATION, 4)
                    .array();
            send(ipv4, packet, address);
        } else {
            byte[] address = address(SOCKADDR_IN6_OCTETS, Libc.AF_INET6)
                    .putShort((short) 0) // port
                    .putInt(0) // flow information
                    .put(packet, IPV6_DESTINATION, 16)
                    .array();
            send(ipv6, packet, address);
        }
    }

    private static void send(int fd, byte[] packet, byte[] address) {
        try {
            Libc.sendto(fd, packet, packet.length, 0, address, address.length);
        } catch (LastErrorException e) {
            if (e.getErrorCode() != Libc.EPERM) {
                throw e;
            }
            // A rule dropped it.
        }
    }

    private static ByteBuffer address(int octets, int family) {
        return ByteBuffer.allocate(octets).order(ByteOrder.nativeOrder()).putShort((short) family);
    }

    @Override
    public void close() {
        Libc.close(ipv4);
        Libc.close(ipv6);
    }
}
