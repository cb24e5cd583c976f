// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.libc;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * Functions of the C library, as the manual pages have them: -1 means failure, and {@link #errno} says which.
 *
 * <p>JNA keeps errno for each thread, until that thread's next call.
 */
final class Libc {
    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int AF_NETLINK = 16;
    static final int SOCK_STREAM = 1;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_RAW = 3;
    static final int SOCK_NONBLOCK = 0x800;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_ERRQUEUE = 0x2000;
    static final int MSG_NOSIGNAL = 0x4000;
    /** For recvmmsg: waits for the first message only. */
    static final int MSG_WAITFORONE = 0x10000;

    static final int SOL_SOCKET = 1;
    static final int SO_ERROR = 4;
    static final int SO_SNDBUF = 7;
    static final int SO_RCVBUF = 8;
    static final int SO_LINGER = 13;
    static final int SO_RCVTIMEO = 20;
    static final int SO_SNDTIMEO = 21;
    static final int SO_BINDTODEVICE = 25;
    static final int SO_SNDBUFFORCE = 32;
    static final int SO_RCVBUFFORCE = 33;
    static final int SO_MARK = 36;
    static final int SO_PROTOCOL = 38;
    static final int SO_DOMAIN = 39;
    static final int SCM_RIGHTS = 1;
    static final int SOL_NETLINK = 270;
    static final int NETLINK_ADD_MEMBERSHIP = 1;
    static final int NETLINK_NO_ENOBUFS = 5;
    static final int NETLINK_CAP_ACK = 10;
    static final int POLLIN = 1;
    static final int POLLOUT = 4;
    static final int F_SETFD = 2;
    static final int FD_CLOEXEC = 1;

    static {
        Native.register(NativeLibrary.getProcess());
    }

    private Libc() {}

    static native int socket(int domain, int type, int protocol);

    static native int bind(int fd, long address, int length);

    static native int connect(int fd, long address, int length);

    static native int getsockname(int fd, long address, long length);

    static native int setsockopt(int fd, int level, int option, long value, int length);

    static native int getsockopt(int fd, int level, int option, long value, long length);

    static native int recvmmsg(int fd, long messages, int count, int flags, long timeout);

    static native long recvmsg(int fd, long message, int flags);

    static native long sendmsg(int fd, long message, int flags);

    static native long send(int fd, long octets, long length, int flags);

    static native int poll(long descriptors, long count, int timeoutMillis);

    static native int close(int fd);

    static native int fcntl(int fd, int command, int argument);

    static native int sched_setaffinity(int thread, long octets, long mask);

    static native int sched_getaffinity(int thread, long octets, long mask);

    static native long if_indextoname(int index, long name);

    /** The error number of this thread's last call, if that failed. */
    static int errno() {
        return Native.getLastError();
    }
}
