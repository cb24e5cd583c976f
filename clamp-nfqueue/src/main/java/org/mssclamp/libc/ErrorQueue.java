// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.libc;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.mssclamp.netlink.Errno;
import org.mssclamp.probe.ProbeAnswer;
import org.mssclamp.probe.ProbeAnswer.Kind;

/**
 * Reads one message at a time from a socket, or from its queue of errors, as IP_RECVERR of ip(7) has them.
 *
 * <pre>
 *   struct msghdr  { name 0, namelen 8, iov 16, iovlen 24, control 32, controllen 40, flags 48 }      56 octets
 *   struct cmsghdr { size_t cmsg_len 0; int cmsg_level 8; int cmsg_type 12; }                         16 octets
 *   struct sock_extended_err { errno 0, origin 4, type 5, code 6, pad 7, info 8, data 12 }, sockaddr  16 octets
 * </pre>
 */
final class ErrorQueue implements AutoCloseable {
    private static final int MSGHDR_OCTETS = 56;
    private static final int MSG_IOV = 16;
    private static final int MSG_IOVLEN = 24;
    private static final int MSG_CONTROL = 32;
    private static final int MSG_CONTROLLEN = 40;
    private static final int IOVEC_OCTETS = 16;
    private static final int IOV_LEN = 8;
    private static final int CONTROL_OCTETS = 512;
    private static final int CMSGHDR_OCTETS = 16;
    private static final int CMSG_LEVEL = 8;
    private static final int CMSG_TYPE = 12;
    private static final int ALIGNMENT = 8;

    private static final int ERROR_ORIGIN = 4;
    private static final int ERROR_TYPE = 5;
    private static final int ERROR_CODE = 6;
    private static final int ERROR_INFO = 8;
    private static final int ERROR_OFFENDER = 16;

    private static final int ORIGIN_LOCAL = 1;
    private static final int ORIGIN_ICMP = 2;
    private static final int ORIGIN_ICMP6 = 3;

    // Of RFC 792 and RFC 1191, and of RFC 4443: type << 8 | code.
    private static final int IPV4_PORT_UNREACHABLE = 0x0303;
    private static final int IPV4_FRAGMENTATION_NEEDED = 0x0304;
    private static final int IPV4_TIME_EXCEEDED = 0x0B00;
    private static final int IPV6_PORT_UNREACHABLE = 0x0104;
    private static final int IPV6_PACKET_TOO_BIG = 0x0200;
    private static final int IPV6_HOP_LIMIT_EXCEEDED = 0x0300;

    private final int socket;
    private final InetAddress peer;
    private final Memory octets;
    private final Memory header = new Memory(MSGHDR_OCTETS);
    private final Memory vector = new Memory(IOVEC_OCTETS);
    private final Memory control = new Memory(CONTROL_OCTETS);

    /**
     * That of a socket.
     *
     * @param peer whom the socket is connected to
     * @param octets room for a message
     */
    ErrorQueue(int socket, InetAddress peer, int octets) {
        this.socket = socket;
        this.peer = peer;
        this.octets = new Memory(octets);
        vector.setPointer(0, this.octets);
        vector.setLong(IOV_LEN, octets);
    }

    /** What the socket has received; empty if there is nothing. */
    Optional<ByteBuffer> message() {
        return received(0);
    }

    /** What the next error quotes of our packet, from its transport header on; {@link #error} says which error. */
    Optional<ByteBuffer> quoted() {
        return received(Libc.MSG_ERRQUEUE);
    }

    private Optional<ByteBuffer> received(int flags) {
        header.clear();
        control.clear();
        header.setPointer(MSG_IOV, vector);
        header.setLong(MSG_IOVLEN, 1);
        header.setPointer(MSG_CONTROL, control);
        header.setLong(MSG_CONTROLLEN, CONTROL_OCTETS);
        long length = Libc.recvmsg(socket, Pointer.nativeValue(header), flags | Libc.MSG_DONTWAIT);
        return length < 0
                ? Optional.empty()
                : Optional.of(octets.getByteBuffer(0, length).order(ByteOrder.BIG_ENDIAN));
    }

    /** The error that was read last. */
    Optional<ProbeAnswer> error() {
        long end = Math.min(header.getLong(MSG_CONTROLLEN), CONTROL_OCTETS);
        long at = 0;
        while (at + CMSGHDR_OCTETS <= end) {
            long length = control.getLong(at);
            if (length < CMSGHDR_OCTETS) {
                return Optional.empty();
            }
            int level = control.getInt(at + CMSG_LEVEL);
            int type = control.getInt(at + CMSG_TYPE);
            boolean isIpv4 = level == IpOptions.IPPROTO_IP && type == IpOptions.IP_RECVERR;
            boolean isIpv6 = level == IpOptions.IPPROTO_IPV6 && type == IpOptions.IPV6_RECVERR;
            if (isIpv4 || isIpv6) {
                return answer(at + CMSGHDR_OCTETS);
            }
            at += (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        }
        return Optional.empty();
    }

    /** Whether the error that was read last arose here, before the packet left. */
    boolean isLocal() {
        return error().filter(answer -> answer.kind() == Kind.TOO_BIG_HERE).isPresent();
    }

    private Optional<ProbeAnswer> answer(long at) {
        int origin = control.getByte(at + ERROR_ORIGIN);
        InetAddress from = HostAddress.read(control, at + ERROR_OFFENDER, peer);
        int info = control.getInt(at + ERROR_INFO);
        if (origin == ORIGIN_LOCAL) {
            boolean tooBig = control.getInt(at) == Errno.EMSGSIZE;
            return Optional.of(new ProbeAnswer(tooBig ? Kind.TOO_BIG_HERE : Kind.UNREACHABLE, from, tooBig ? info : 0));
        }
        if (origin != ORIGIN_ICMP && origin != ORIGIN_ICMP6) {
            return Optional.empty();
        }
        int meaning = Byte.toUnsignedInt(control.getByte(at + ERROR_TYPE)) << Byte.SIZE
                | Byte.toUnsignedInt(control.getByte(at + ERROR_CODE));
        Kind kind = origin == ORIGIN_ICMP ? ipv4Kind(meaning, from) : ipv6Kind(meaning, from);
        return Optional.of(new ProbeAnswer(kind, from, kind == Kind.TOO_BIG ? Math.max(info, 0) : 0));
    }

    private Kind ipv4Kind(int meaning, InetAddress from) {
        return switch (meaning) {
            case IPV4_PORT_UNREACHABLE -> refusal(from);
            case IPV4_FRAGMENTATION_NEEDED -> Kind.TOO_BIG;
            case IPV4_TIME_EXCEEDED -> Kind.EXPIRED;
            default -> Kind.UNREACHABLE;
        };
    }

    private Kind ipv6Kind(int meaning, InetAddress from) {
        return switch (meaning) {
            case IPV6_PORT_UNREACHABLE -> refusal(from);
            case IPV6_PACKET_TOO_BIG -> Kind.TOO_BIG;
            case IPV6_HOP_LIMIT_EXCEEDED -> Kind.EXPIRED;
            default -> Kind.UNREACHABLE;
        };
    }

    /** A firewall on the way may refuse in the same words. */
    private Kind refusal(InetAddress from) {
        return from.equals(peer) ? Kind.ARRIVED : Kind.UNREACHABLE;
    }

    @Override
    public void close() {
        octets.close();
        header.close();
        vector.close();
        control.close();
    }
}
