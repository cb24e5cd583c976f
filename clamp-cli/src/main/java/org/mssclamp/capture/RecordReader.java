// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What a file of one format holds, record by record. Not thread-safe. */
abstract sealed class RecordReader permits PcapRecords, PcapngRecords {
    /** Octets that an option more makes a packet longer by. */
    static final int OPTION_OCTETS = 4;

    final CaptureBuffer buffer;

    RecordReader(CaptureBuffer buffer) {
        this.buffer = buffer;
    }

    abstract CaptureFormat format();

    /**
     * Goes to the next frame, whose record then begins at the buffer's start; false at the end of the file.
     *
     * @throws CorruptException if what follows is no record
     */
    abstract boolean next(CapturedFrame frame) throws IOException, CorruptException, CaptureException;

    /** Octets of the frame's record. */
    abstract int recordLength();

    /**
     * Writes the frame's record with a longer packet: what was written behind the packet pushes away what was there.
     *
     * @param packetEnd where the packet ended; the octets that it has more lie there
     * @param displaced what lay there before, as a number in network order
     * @param target filled from its position on
     */
    abstract void writeLonger(CapturedFrame frame, int packetEnd, int displaced, ByteBuffer target);

    /** The records that follow may get longer, or be left out. */
    void lengthsMayChange() {}

    /** The frame's octets from the packet's new ones on, as many as are kept. */
    final void putLongerFrame(CapturedFrame frame, int packetEnd, int displaced, int kept, ByteBuffer target) {
        ByteBuffer octets = buffer.octets();
        int limit = target.position() + kept;
        target.put(octets.slice(frame.index(), packetEnd + OPTION_OCTETS - frame.index()));
        octets.putInt(packetEnd, displaced);
        target.put(octets.slice(packetEnd, frame.index() + frame.capturedLength() - packetEnd));
        target.position(limit);
    }

    /** So many octets are wanted, or this is no record. */
    final void want(int count, String what) throws IOException, CorruptException, CaptureException {
        if (!buffer.has(count)) {
            throw new CorruptException("the file ends in the middle of " + what);
        }
    }
}
