// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import com.sun.jna.Function;
import com.sun.jna.Native;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A second descriptor of a daemon's socket for NFQUEUE, taken from outside by {@code pidfd_getfd(2)}: what it does, the
 * kernel takes for the daemon's doing.
 */
final class StolenSocket implements AutoCloseable {
    private static final int PIDFD_OPEN = 434;
    private static final int PIDFD_GETFD = 438;
    private static final String NETLINK_NETFILTER = "12";

    private final int fd;

    /** Takes it from the process of this number. */
    StolenSocket(long pid) {
        int pidfd = call("syscall", (long) PIDFD_OPEN, pid, 0L);
        fd = call("syscall", (long) PIDFD_GETFD, (long) pidfd, (long) descriptor(pid), 0L);
        call("close", pidfd);
    }

    private static int call(String function, Object... arguments) {
        int result = Function.getFunction("c", function).invokeInt(arguments);
        if (result < 0) {
            throw new IllegalStateException(function + ": errno " + Native.getLastError());
        }
        return result;
    }

    /** Which of its descriptors the socket has there. */
    private static int descriptor(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try (var descriptors = Files.list(process.resolve("fd"))) {
            // sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode
            List<String> sockets = Files.readAllLines(process.resolve("net/netlink")).stream()
                    .map(line -> line.strip().split("\\s+", -1))
                    .filter(columns -> columns[1].equals(NETLINK_NETFILTER))
                    .map(columns -> "socket:[" + columns[9] + "]")
                    .toList();
            return descriptors
                    .filter(path -> sockets.contains(target(path)))
                    .map(path -> Integer.parseInt(path.getFileName().toString()))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    /** Gives up a queue: {@code NFQNL_CFG_CMD_UNBIND}. */
    void unbind(int queueNumber) {
        byte[] request = ByteBuffer.allocate(28)
                .order(ByteOrder.nativeOrder())
                .putInt(28)
                .putShort((short) 0x0302)
                .putShort((short) 1)
                .putLong(0)
                .putShort((short) 0)
                .put((byte) (queueNumber >> 8))
                .put((byte) queueNumber)
                .putShort((short) 8)
                .putShort((short) 1)
                .put((byte) 2)
                .put(new byte[3])
                .array();
        call("send", fd, request, (long) request.length, 0);
    }

    @Override
    public void close() {
        call("close", fd);
    }
}
