// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** Where a supervisor hears its processes: a datagram socket at a path, whose messages may carry a descriptor; see unix(7). */
public final class NotificationSocket implements AutoCloseable {
    private static final int SUN_PATH = 2;
    private static final int TEXT_OCTETS = 4096;
    private static final int CONTROL_OCTETS = 64;
    private static final int CMSG_DATA = 16;
    private static final int TIMEOUT_MICROS = 50_000;

    private final int fd;

    /**
     * A message.
     *
     * @param descriptor ours to close
     */
    public record Message(String text, OptionalInt descriptor) {}

    public NotificationSocket(Path path) {
        fd = Libc.socket(Libc.AF_UNIX, Libc.SOCK_DGRAM_CLOEXEC, 0);
        byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        byte[] address = ByteBuffer.allocate(SUN_PATH + name.length + 1)
                .order(ByteOrder.nativeOrder())
                .putShort((short) Libc.AF_UNIX)
                .put(name)
                .array();
        Libc.bind(fd, address, address.length);
        byte[] timeval = ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putLong(0)
                .putLong(TIMEOUT_MICROS)
                .array();
        Libc.setsockopt(fd, Libc.SOL_SOCKET, Libc.SO_RCVTIMEO, timeval, timeval.length);
    }

    /** The next message; empty if none comes for a moment. */
    public Optional<Message> receive() {
        try (Memory text = new Memory(TEXT_OCTETS);
                Memory control = new Memory(CONTROL_OCTETS);
                Memory vector = new Memory(16);
                Memory header = new Memory(56)) {
            vector.setPointer(0, text);
            vector.setLong(8, TEXT_OCTETS);
            header.clear();
            header.setPointer(16, vector);
            header.setLong(24, 1);
            header.setPointer(32, control);
            header.setLong(40, CONTROL_OCTETS);
            int length = (int) Libc.recvmsg(fd, header, Libc.MSG_CMSG_CLOEXEC);
            boolean carries = header.getLong(40) > 0;
            return Optional.of(new Message(
                    new String(text.getByteArray(0, length), StandardCharsets.UTF_8),
                    carries ? OptionalInt.of(control.getInt(CMSG_DATA)) : OptionalInt.empty()));
        } catch (LastErrorException e) {
            if (e.getErrorCode() == Libc.EAGAIN || e.getErrorCode() == Libc.EINTR) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Closes a descriptor that a message carried. */
    public static void close(int descriptor) {
        Libc.close(descriptor);
    }

    @Override
    public void close() {
        Libc.close(fd);
    }
}
