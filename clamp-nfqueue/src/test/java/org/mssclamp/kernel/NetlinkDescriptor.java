// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A descriptor of a socket for NFQUEUE: what is done with it, the kernel takes for the doing of whoever else has the socket. */
public record NetlinkDescriptor(int descriptor) {
    private static final int MESSAGE_OCTETS = 4096;
    private static final String NETLINK_NETFILTER = "12";

    /** Reads a message, and does nothing about it. */
    public void receive() {
        Libc.recv(descriptor, new byte[MESSAGE_OCTETS], MESSAGE_OCTETS, 0);
    }

    /** Gives up a queue: {@code NFQNL_CFG_CMD_UNBIND}. */
    public void unbind(int queueNumber) {
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
        Libc.send(descriptor, request, request.length, 0);
    }

    /** A descriptor of a socket that is for something else; the caller closes it. */
    public static int ofSomethingElse() {
        return Libc.socket(Libc.AF_INET, Libc.SOCK_STREAM_CLOEXEC, 0);
    }

    /** Which of its descriptors a process has for a queue. */
    public static int ofQueue(long pid) {
        return all(pid, NETLINK_NETFILTER).get(0);
    }

    /** How many netlink sockets a process has. */
    public static int count(long pid) {
        return all(pid, "").size();
    }

    /** The netlink descriptors of a process, of one protocol or, if that is empty, of any. */
    private static List<Integer> all(long pid, String protocol) {
        Path process = Path.of("/proc", Long.toString(pid));
        try (var descriptors = Files.list(process.resolve("fd"))) {
            // sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode
            List<String> sockets = Files.readAllLines(process.resolve("net/netlink")).stream()
                    .map(line -> line.strip().split("\\s+", -1))
                    .filter(columns -> protocol.isEmpty() || columns[1].equals(protocol))
                    .map(columns -> "socket:[" + columns[9] + "]")
                    .toList();
            return descriptors
                    .filter(path -> sockets.contains(target(path)))
                    .map(path -> Integer.valueOf(path.getFileName().toString()))
                    .toList();
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
}
