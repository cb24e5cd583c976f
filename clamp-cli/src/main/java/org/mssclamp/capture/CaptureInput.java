// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The octets of a file from its beginning to its end, unpacked if it is gzip. Not thread-safe. */
final class CaptureInput implements AutoCloseable {
    /** Stands for standard input. */
    static final Path STANDARD = Path.of("-");

    private static final int GZIP_MAGIC = 0x1F8B;
    private static final int MAGIC_OCTETS = 2;
    private static final int UNPACK_OCTETS = 1 << 16;

    private final FileInputStream file;
    private final long fileOctets;
    private final ReadableByteChannel unpacked;
    private final ByteBuffer head = ByteBuffer.allocate(MAGIC_OCTETS);
    private long fileOctetsRead;

    private CaptureInput(FileInputStream file, long fileOctets) throws IOException {
        this.file = file;
        this.fileOctets = fileOctets;
        FileChannel channel = file.getChannel();
        while (head.hasRemaining() && channel.read(head) >= 0) {
            // A pipe may give one octet at a time.
        }
        head.flip();
        fileOctetsRead = head.remaining();
        unpacked = isGzip() ? Channels.newChannel(unpack()) : channel;
    }

    static CaptureInput open(Path path) throws CaptureException {
        boolean standard = path.equals(STANDARD);
        if (!standard) {
            refuseIfUnreadable(path);
        }
        try {
            FileInputStream file =
                    standard ? new FileInputStream(FileDescriptor.in) : new FileInputStream(path.toFile());
            try {
                return new CaptureInput(file, !standard && Files.isRegularFile(path) ? Files.size(path) : 0);
            } catch (IOException refused) {
                file.close();
                throw refused;
            }
        } catch (IOException refused) {
            throw CaptureException.unreadable(path, String.valueOf(refused.getMessage()));
        }
    }

    static void refuseIfUnreadable(Path path) throws CaptureException {
        if (!Files.exists(path)) {
            throw CaptureException.unreadable(path, "there is no such file");
        }
        if (Files.isDirectory(path)) {
            throw CaptureException.unreadable(path, "is a directory");
        }
        if (!Files.isReadable(path)) {
            throw CaptureException.unreadable(path, "permission denied");
        }
    }

    private boolean isGzip() {
        return head.remaining() == MAGIC_OCTETS && Short.toUnsignedInt(head.getShort(0)) == GZIP_MAGIC;
    }

    private InputStream unpack() throws IOException {
        PushbackInputStream packed = new PushbackInputStream(new Counted(), MAGIC_OCTETS);
        packed.unread(head.array());
        head.position(MAGIC_OCTETS);
        return new GZIPInputStream(packed, UNPACK_OCTETS);
    }

    /** Counts what it reads of the file. */
    private final class Counted extends FilterInputStream {
        Counted() {
            super(file);
        }

        /** GZIPInputStream looks for a further member only if something is, and a pipe may have nothing yet. */
        @Override
        public int available() {
            return 1;
        }

        @Override
        public int read() throws IOException {
            int octet = super.read();
            fileOctetsRead += octet < 0 ? 0 : 1;
            return octet;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            fileOctetsRead += Math.max(count, 0);
            return count;
        }
    }

    /** Reads into the buffer from its position on; returns how many octets, or -1 at the end. */
    int read(ByteBuffer target) throws IOException {
        if (head.hasRemaining()) {
            int count = Math.min(head.remaining(), target.remaining());
            while (head.hasRemaining() && target.hasRemaining()) {
                target.put(head.get());
            }
            return count;
        }
        int count = unpacked.read(target);
        if (unpacked == file.getChannel()) {
            fileOctetsRead += Math.max(count, 0);
        }
        return count;
    }

    /** Octets that were read of the file as it lies on the disk. */
    long fileOctetsRead() {
        return fileOctetsRead;
    }

    /** Octets of the file as it lies on the disk; 0 if that cannot be told. */
    long fileOctets() {
        return fileOctets;
    }

    @Override
    public void close() {
        try {
            unpacked.close();
            file.close();
        } catch (IOException lost) {
            // It was only read.
        }
    }
}
