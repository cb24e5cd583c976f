// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.libc;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.mssclamp.supervisor.SupervisorSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A datagram socket that sends to an address of the supervisor's; see unix(7).
 *
 * <pre>
 *   struct sockaddr_un { sa_family_t sun_family; char sun_path[108]; };                                110 octets
 *   struct msghdr  { name 0, namelen 8, iov 16, iovlen 24, control 32, controllen 40, flags 48 }       56 octets
 *   struct iovec   { base 0, len 8 }                                                                   16 octets
 *   struct cmsghdr { size_t cmsg_len; int cmsg_level; int cmsg_type; }, an int, 4 octets of padding    24 octets
 * </pre>
 */
public final class NotifySocket implements SupervisorSocket {
    private static final Logger LOG = LoggerFactory.getLogger(NotifySocket.class);

    private static final int PATH_OCTETS = 108;
    private static final int SUN_PATH = 2;

    private static final int MSGHDR_OCTETS = 56;
    private static final int MSG_NAMELEN = 8;
    private static final int MSG_IOV = 16;
    private static final int MSG_IOVLEN = 24;
    private static final int MSG_CONTROL = 32;
    private static final int MSG_CONTROLLEN = 40;
    private static final int IOVEC_OCTETS = 16;
    private static final int IOV_LEN = 8;
    private static final int CMSGHDR_OCTETS = 16;
    private static final int CMSG_LEVEL = 8;
    private static final int CMSG_TYPE = 12;
    private static final int CMSG_SPACE = 24;

    /** A supervisor that reads nothing for so long is not waited for. */
    private static final int LONGEST_WAIT_SECONDS = 1;

    private final int socket;
    private final byte[] path;

    private NotifySocket(int socket, byte[] path) {
        this.socket = socket;
        this.path = path;
    }

    /** One that sends to a path, or to an abstract name after {@code @}; empty, with a warning, if that cannot be. */
    public static Optional<SupervisorSocket> open(String address) {
        byte[] path = address.getBytes(StandardCharsets.UTF_8);
        boolean named = path.length > 1 && path.length <= PATH_OCTETS && (path[0] == '/' || path[0] == '@');
        int socket = named ? Libc.socket(Libc.AF_UNIX, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, 0) : -1;
        if (socket < 0) {
            LOG.warn("cannot speak to the supervisor by NOTIFY_SOCKET={}", address);
            return Optional.empty();
        }
        if (path[0] == '@') {
            path[0] = 0;
        }
        new SocketOptions(socket).setSeconds(Libc.SO_SNDTIMEO, LONGEST_WAIT_SECONDS);
        return Optional.of(new NotifySocket(socket, path));
    }

    @Override
    public int send(String message) {
        try (Memory nothing = new Memory(CMSG_SPACE)) {
            return send(message, nothing, 0);
        }
    }

    @Override
    public int send(String message, int descriptor) {
        try (Memory control = new Memory(CMSG_SPACE)) {
            control.clear();
            control.setLong(0, CMSGHDR_OCTETS + Integer.BYTES);
            control.setInt(CMSG_LEVEL, Libc.SOL_SOCKET);
            control.setInt(CMSG_TYPE, Libc.SCM_RIGHTS);
            control.setInt(CMSGHDR_OCTETS, descriptor);
            return send(message, control, CMSG_SPACE);
        }
    }

    private int send(String message, Memory control, int controlOctets) {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        try (Memory octets = new Memory(text.length);
                Memory address = new Memory(SUN_PATH + path.length);
                Memory vector = new Memory(IOVEC_OCTETS);
                Memory header = new Memory(MSGHDR_OCTETS)) {
            octets.write(0, text, 0, text.length);
            address.setShort(0, (short) Libc.AF_UNIX);
            address.write(SUN_PATH, path, 0, path.length);
            vector.setPointer(0, octets);
            vector.setLong(IOV_LEN, text.length);
            header.clear();
            header.setPointer(0, address);
            header.setInt(MSG_NAMELEN, SUN_PATH + path.length);
            header.setPointer(MSG_IOV, vector);
            header.setLong(MSG_IOVLEN, 1);
            header.setPointer(MSG_CONTROL, control);
            header.setLong(MSG_CONTROLLEN, controlOctets);
            long sent = Libc.sendmsg(socket, Pointer.nativeValue(header), Libc.MSG_NOSIGNAL);
            return sent < 0 ? -Libc.errno() : 0;
        }
    }
}
