// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.mssclamp.capture.CaptureException.Reason;

/**
 * Reads a capture from its beginning to its end, pcap or pcapng, gzipped or not, in the same memory however large it is.
 *
 * <p>Allocates nothing for a packet. Not thread-safe.
 */
public final class CaptureReader implements AutoCloseable {
    private static final int MAGIC_OCTETS = 4;

    private final String file;
    private final CaptureBuffer buffer;
    private final RecordReader records;
    private final CapturedFrame frame = new CapturedFrame();

    private CaptureReader(String file, CaptureBuffer buffer) throws CaptureException {
        this.file = file;
        this.buffer = buffer;
        try {
            records = records(buffer);
        } catch (IOException refused) {
            throw CaptureException.unreadable(file, why(refused));
        } catch (CorruptException refused) {
            throw CaptureException.unreadable(file, String.valueOf(refused.getMessage()));
        }
    }

    /** Opens a file, which is to be closed; {@code -} is standard input. */
    public static CaptureReader open(Path file) throws CaptureException {
        CaptureBuffer buffer = new CaptureBuffer(CaptureInput.open(file));
        try {
            return new CaptureReader(nameOf(file), buffer);
        } catch (CaptureException refused) {
            buffer.close();
            throw refused;
        }
    }

    /** What messages call a file. */
    static String nameOf(Path file) {
        return file.equals(CaptureInput.STANDARD) ? "<stdin>" : file.toString();
    }

    private static RecordReader records(CaptureBuffer buffer) throws IOException, CorruptException, CaptureException {
        if (buffer.has(MAGIC_OCTETS)) {
            int magic = buffer.octets().getInt(buffer.start());
            RecordReader records =
                    magic == PcapngRecords.SECTION ? new PcapngRecords(buffer) : PcapRecords.of(buffer, magic);
            if (records != null) {
                return records;
            }
        }
        throw new CorruptException("it is neither pcap nor pcapng");
    }

    /**
     * Goes to the next frame; false at the end.
     *
     * @throws CaptureException if the rest cannot be read; what came before is as good as any
     */
    public boolean next() throws CaptureException {
        try {
            return records.next(frame);
        } catch (IOException refused) {
            throw unreadableRest(why(refused));
        } catch (CorruptException refused) {
            throw unreadableRest(String.valueOf(refused.getMessage()));
        }
    }

    private CaptureException unreadableRest(String why) {
        return new CaptureException(
                Reason.FILE, file + ": cannot be read behind packet " + frame.number() + ": " + why);
    }

    private static String why(IOException refused) {
        if (refused instanceof EOFException) {
            return "the gzipped file ends early";
        }
        if (refused instanceof ZipException) {
            return "what is gzipped is damaged: " + refused.getMessage();
        }
        return String.valueOf(refused.getMessage());
    }

    /** The frame that {@link #next} went to; the same object each time. */
    public CapturedFrame frame() {
        return frame;
    }

    /** Where the frames lie, in network order: the same direct buffer for the reader's whole life. */
    public ByteBuffer octets() {
        return buffer.octets();
    }

    public CaptureFormat format() {
        return records.format();
    }

    /** What messages call the file. */
    public String name() {
        return file;
    }

    /** Octets that were read of the file as it lies on the disk. */
    public long fileOctetsRead() {
        return buffer.input().fileOctetsRead();
    }

    /** Octets of the file as it lies on the disk; 0 if that cannot be told, as of a pipe. */
    public long fileOctets() {
        return buffer.input().fileOctets();
    }

    CaptureBuffer buffer() {
        return buffer;
    }

    RecordReader records() {
        return records;
    }

    @Override
    public void close() {
        buffer.close();
    }
}
