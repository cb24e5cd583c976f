// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import org.jspecify.annotations.Nullable;

/** Functions of the C library that Java has no words for; a failure is a {@link LastErrorException}. */
final class Libc {
    static final int O_RDONLY_CLOEXEC = 0x80000;
    static final int O_WRONLY_CREAT_APPEND = 02101;
    static final int WNOHANG = 1;
    static final int CLONE_NEWNET = 0x40000000;

    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int AF_PACKET = 17;
    static final int SOCK_STREAM_CLOEXEC = 0x80001;
    static final int SOCK_DGRAM_CLOEXEC = 0x80002;
    static final int SOCK_RAW_CLOEXEC = 0x80003;
    static final int IPPROTO_TCP = 6;
    static final int IPPROTO_RAW = 255;

    static final int SOL_SOCKET = 1;
    static final int SO_REUSEADDR = 2;
    static final int SO_LINGER = 13;
    static final int SO_RCVTIMEO = 20;
    static final int SO_SNDTIMEO = 21;
    static final int SO_RCVBUFFORCE = 33;
    static final int SOL_PACKET = 263;
    static final int PACKET_IGNORE_OUTGOING = 23;
    static final int TCP_MAXSEG = 2;
    static final int TCP_INFO = 11;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_NOSIGNAL = 0x4000;
    static final int MSG_CMSG_CLOEXEC = 0x4000_0000;

    static final int EPERM = 1;
    static final int EINTR = 4;
    static final int EAGAIN = 11;

    static {
        Native.register("c");
    }

    private Libc() {}

    static native int open(String path, int flags) throws LastErrorException;

    static native int close(int fd) throws LastErrorException;

    static native int setns(int fd, int type) throws LastErrorException;

    static native int if_nametoindex(String name) throws LastErrorException;

    static native int socket(int domain, int type, int protocol) throws LastErrorException;

    static native int ioctl(int fd, long request, Pointer argument) throws LastErrorException;

    static native int bind(int fd, byte[] address, int length) throws LastErrorException;

    static native int listen(int fd, int backlog) throws LastErrorException;

    static native int accept(int fd, byte[] address, int[] length) throws LastErrorException;

    static native int connect(int fd, byte[] address, int length) throws LastErrorException;

    static native int setsockopt(int fd, int level, int option, byte[] value, int length) throws LastErrorException;

    static native int getsockopt(int fd, int level, int option, byte[] value, int[] length) throws LastErrorException;

    static native long sendto(int fd, byte[] octets, long length, int flags, byte[] address, int addressLength)
            throws LastErrorException;

    static native long send(int fd, byte[] octets, long length, int flags) throws LastErrorException;

    static native long recvmsg(int fd, Pointer message, int flags) throws LastErrorException;

    static native int posix_spawn(
            int[] pid,
            String path,
            Pointer fileActions,
            @Nullable Pointer attributes,
            StringArray arguments,
            StringArray environment);

    static native int posix_spawn_file_actions_init(Pointer actions);

    static native int posix_spawn_file_actions_destroy(Pointer actions);

    static native int posix_spawn_file_actions_addopen(Pointer actions, int fd, String path, int flags, int mode);

    static native int posix_spawn_file_actions_adddup2(Pointer actions, int fd, int copy);

    static native int waitpid(int pid, int[] status, int options) throws LastErrorException;

    static native long recv(int fd, byte[] octets, long length, int flags) throws LastErrorException;
}
