// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import java.nio.ByteBuffer;

/**
 * Copies a capture octet for octet, but for the frames that are changed where they lie, left out, or made longer.
 *
 * <p>What is copied is what lies in the reader's octets when it goes on. Not thread-safe.
 */
public final class CaptureCopy {
    /** A record, and what one option more makes of it. */
    private static final int LONGER_OCTETS = CaptureBuffer.CAPACITY + 64;

    private final CaptureReader reader;
    private final ByteBuffer longer = ByteBuffer.allocateDirect(LONGER_OCTETS);

    private CaptureCopy(CaptureReader reader) {
        this.reader = reader;
    }

    /**
     * Copies what the reader reads from now on; it has not read a frame yet.
     *
     * @param lengthsMayChange whether frames may be left out or made longer: sections then do not state their length
     */
    public static CaptureCopy of(CaptureReader reader, CaptureOutput output, boolean lengthsMayChange) {
        reader.buffer().passTo(output::take);
        if (lengthsMayChange) {
            reader.records().lengthsMayChange();
        }
        return new CaptureCopy(reader);
    }

    /** The reader's frame is not copied, with all that is recorded of it. */
    public void leaveOut() throws CaptureException {
        CaptureBuffer buffer = reader.buffer();
        buffer.passOnDone();
        buffer.forget(buffer.start() + reader.records().recordLength());
    }

    /**
     * The packet in the reader's frame got four octets longer.
     *
     * <p>What followed it in the frame follows it in the copy; of a frame that the capture cut short no more is kept than of
     * others.
     *
     * @param packetEnd where it ended; its new octets lie there now
     * @param displaced the four octets that lay there before, in network order
     */
    public void lengthen(int packetEnd, int displaced) throws CaptureException {
        CaptureBuffer buffer = reader.buffer();
        buffer.passOnDone();
        longer.clear();
        reader.records().writeLonger(reader.frame(), packetEnd, displaced, longer);
        longer.flip();
        buffer.passOnInstead(longer, buffer.start() + reader.records().recordLength());
    }

    /** Copies what is left; the reader has no further frame. */
    public void finish() throws CaptureException {
        reader.buffer().passOnDone();
    }
}
