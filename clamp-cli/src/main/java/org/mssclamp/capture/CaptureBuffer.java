// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The stretch of a file that is being read, in one buffer for the whole file.
 *
 * <pre>
 *   │ done with, not passed on │ record … │ read ahead │ free │ slack │
 *   passedOn                   start                   end    CAPACITY
 * </pre>
 *
 * Octets that are done with go to the sink before they are overwritten, in stretches of many records. Not thread-safe.
 */
final class CaptureBuffer implements AutoCloseable {
    /** The longest record that can be read whole: a packet with all that is recorded of it. */
    static final int CAPACITY = 1 << 20;

    /** What is read at a time: it should lie in the processor's cache while it is worked on. */
    private static final int READ_OCTETS = 1 << 18;

    /** A SYN at the end of the buffer has room for another option. */
    private static final int SLACK_OCTETS = 64;

    private final ByteBuffer octets = ByteBuffer.allocateDirect(CAPACITY + SLACK_OCTETS);
    private final ByteBuffer stretch = octets.duplicate();
    private final CaptureInput input;
    private OctetSink sink = OctetSink.NOWHERE;
    private int passedOn;
    private int start;
    private int end;

    CaptureBuffer(CaptureInput input) {
        this.input = input;
    }

    /** What is done with goes there from now on, from the first octet of the file. */
    void passTo(OctetSink octetSink) {
        sink = octetSink;
    }

    /** The octets; all indexes are in these. */
    ByteBuffer octets() {
        return octets;
    }

    /** Where the record begins. */
    int start() {
        return start;
    }

    /** Whether so many octets of the record are there, {@link #CAPACITY} at most; moves it in the buffer to read more. */
    boolean has(int count) throws IOException, CaptureException {
        return end - start >= count || readUpTo(count);
    }

    /** Octets of the record, or of what follows, that are there. */
    int available() {
        return end - start;
    }

    private boolean readUpTo(int count) throws IOException, CaptureException {
        passOnDone();
        stretch.limit(end).position(start);
        stretch.compact();
        end -= start;
        start = 0;
        passedOn = 0;
        stretch.limit(Math.max(count, READ_OCTETS));
        while (end < count) {
            int read = input.read(stretch);
            if (read < 0) {
                return false;
            }
            end += read;
        }
        return true;
    }

    /** So many octets more are done with; they are there. */
    void advance(int count) {
        start += count;
    }

    /** So many octets more are done with; returns whether the file has them. */
    boolean skip(long count) throws IOException, CaptureException {
        long left = count;
        while (left > 0) {
            if (!has(1)) {
                return false;
            }
            int step = (int) Math.min(left, available());
            advance(step);
            left -= step;
        }
        return true;
    }

    /** Passes on all that is done with. */
    void passOnDone() throws CaptureException {
        passOn(start);
    }

    /** Passes on what lies before an index. */
    void passOn(int until) throws CaptureException {
        if (until > passedOn && sink != OctetSink.NOWHERE) {
            stretch.limit(until).position(passedOn);
            sink.take(stretch);
        }
        passedOn = until;
    }

    /** Passes on something else instead of what lies before an index and was not passed on. */
    void passOnInstead(ByteBuffer other, int until) throws CaptureException {
        sink.take(other);
        passedOn = until;
    }

    /** What lies before an index, and was not passed on, never is. */
    void forget(int until) {
        passedOn = until;
    }

    CaptureInput input() {
        return input;
    }

    @Override
    public void close() {
        input.close();
    }
}
