// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.diff;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mssclamp.capture.CaptureException;
import org.mssclamp.capture.CaptureReader;

/** The frames of a capture that were looked at, and not yet told of. Not thread-safe. */
final class FrameQueue {
    /** How far it is looked ahead for a packet that is missing in the other capture. */
    static final int MAX_FRAMES = 512;

    private static final int MAX_OCTETS = 8 << 20;

    private final CaptureReader reader;
    private final List<StoredFrame> frames = new ArrayList<>();
    private int octets;
    private long packets;

    FrameQueue(CaptureReader reader) {
        this.reader = reader;
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** Goes to the next frame in the reader; false at the end. */
    boolean read() throws CaptureException {
        if (reader.next()) {
            packets++;
            return true;
        }
        return false;
    }

    /** Keeps the reader's frame. */
    void store() {
        StoredFrame frame = StoredFrame.of(reader);
        frames.add(frame);
        octets += frame.octets().capacity();
    }

    /** The first frame, read if there is none; nothing at the end. */
    @Nullable
    StoredFrame head() throws CaptureException {
        if (frames.isEmpty() && read()) {
            store();
        }
        return frames.isEmpty() ? null : frames.get(0);
    }

    /** Looks as far ahead as it may; all frames that there are then. */
    List<StoredFrame> lookAhead() throws CaptureException {
        while (frames.size() < MAX_FRAMES && octets < MAX_OCTETS && read()) {
            store();
        }
        return frames;
    }

    /** So many frames from the first on are told of. */
    List<StoredFrame> take(int count) {
        List<StoredFrame> first = frames.subList(0, count);
        List<StoredFrame> taken = List.copyOf(first);
        first.clear();
        taken.forEach(frame -> octets -= frame.octets().capacity());
        return taken;
    }

    /** How many were read. */
    long packets() {
        return packets;
    }
}
