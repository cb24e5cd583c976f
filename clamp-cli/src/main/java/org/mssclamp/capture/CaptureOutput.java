// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.mssclamp.capture.CaptureException.Reason;

/**
 * Where a capture is written, or a page about one: a file that appears under its name when it is whole, and replaces then what
 * was there.
 *
 * <p>Until then it lies beside, hidden. A device or a pipe is written as it is. Gzipped if the name says so. Not
 * thread-safe.
 */
public final class CaptureOutput implements AutoCloseable {
    private static final Path STANDARD = Path.of("-");
    private static final int GATHERED_OCTETS = 1 << 16;
    private static final int PACK_OCTETS = 1 << 16;

    private final Path target;
    private final String what;
    private final @Nullable Path beside;
    private final WritableByteChannel channel;
    private final ByteBuffer gathered = ByteBuffer.allocateDirect(GATHERED_OCTETS);

    private CaptureOutput(Path target, String what, @Nullable Path beside, FileChannel file) throws IOException {
        this.target = target;
        this.what = what;
        this.beside = beside;
        channel = target.toString().endsWith(".gz")
                ? Channels.newChannel(new GZIPOutputStream(Channels.newOutputStream(file), PACK_OCTETS))
                : file;
    }

    /** Opens a file, which is to be closed; {@code -} is standard output. */
    public static CaptureOutput open(Path path) throws CaptureException {
        return open(path, "capture");
    }

    /** As {@link #open}, for a page. */
    public static CaptureOutput openPage(Path path) throws CaptureException {
        return open(path, "page");
    }

    private static CaptureOutput open(Path path, String what) throws CaptureException {
        try {
            if (path.equals(STANDARD)) {
                return new CaptureOutput(path, what, null, new FileOutputStream(FileDescriptor.out).getChannel());
            }
            Path target = behindLink(path);
            if (Files.exists(target) && !Files.isRegularFile(target)) {
                return new CaptureOutput(path, what, null, FileChannel.open(target, StandardOpenOption.WRITE));
            }
            return besides(path, what, target);
        } catch (IOException refused) {
            throw unwritable(path, what, refused);
        }
    }

    /** A link stays what it is, also one that leads to what is yet to be. */
    private static Path behindLink(Path path) throws IOException {
        if (Files.exists(path)) {
            return path.toRealPath();
        }
        return Files.isSymbolicLink(path)
                ? path.toAbsolutePath().resolveSibling(Files.readSymbolicLink(path))
                : path.toAbsolutePath();
    }

    private static CaptureOutput besides(Path path, String what, Path target) throws IOException {
        String suffix = Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), Character.MAX_RADIX);
        Path beside = target.resolveSibling("." + target.getFileName() + "." + suffix);
        FileChannel file = FileChannel.open(beside, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        // For a signal that finds us waiting for more to read.
        beside.toFile().deleteOnExit();
        try {
            if (Files.exists(target)) {
                Files.setPosixFilePermissions(beside, Files.getPosixFilePermissions(target));
            }
            return new CaptureOutput(path, what, beside, file);
        } catch (IOException refused) {
            file.close();
            Files.deleteIfExists(beside);
            throw refused;
        }
    }

    /** Writes what lies from the position to the limit; short stretches are gathered. */
    public void take(ByteBuffer octets) throws CaptureException {
        try {
            if (octets.remaining() > gathered.remaining()) {
                writeGathered();
            }
            if (octets.remaining() > gathered.remaining()) {
                write(octets);
            } else {
                gathered.put(octets);
            }
        } catch (IOException refused) {
            throw unwritable(target, what, refused);
        }
    }

    private void writeGathered() throws IOException {
        gathered.flip();
        write(gathered);
        gathered.clear();
    }

    private void write(ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }

    /** It is whole, and gets its name. */
    public void commit() throws CaptureException {
        try {
            writeGathered();
            channel.close();
            if (beside != null) {
                Files.move(beside, behindLink(target), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException refused) {
            throw unwritable(target, what, refused);
        }
    }

    private static CaptureException unwritable(Path target, String what, IOException refused) {
        Reason reason = refused instanceof AccessDeniedException ? Reason.FORBIDDEN : Reason.OUTPUT;
        return new CaptureException(
                reason,
                (target.equals(STANDARD) ? "<stdout>" : target) + ": cannot write the " + what + ": " + why(refused));
    }

    private static String why(IOException refused) {
        if (refused instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (refused instanceof NoSuchFileException) {
            return "there is no such directory";
        }
        return refused instanceof FileSystemException named && named.getReason() != null
                ? named.getReason()
                : String.valueOf(refused.getMessage());
    }

    /** Leaves nothing behind, unless it was whole. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException lost) {
            // It is thrown away, or was closed when it was whole.
        }
        try {
            if (beside != null) {
                Files.deleteIfExists(beside);
            }
        } catch (IOException stays) {
            // Whoever may not delete it could not have made it.
        }
    }
}
