// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import java.nio.ByteBuffer;

/**
 * The options at the end of a block, one after the other.
 *
 * <pre>
 *   │ code │ length │ value, filled up to four octets │
 * </pre>
 *
 * Those that overrun the block are not there. Owns nothing; not thread-safe.
 */
final class PcapngOptions {
    private static final int END = 0;
    private static final int HEAD_OCTETS = 4;
    private static final int PACKET_FLAGS = 2;

    private final ByteBuffer words;
    private final int limit;
    private int next;
    private int index;
    private int length;

    /** Those from an index up to a limit. */
    PcapngOptions(ByteBuffer words, int start, int limit) {
        this.words = words;
        this.limit = limit;
        next = start;
    }

    /** Goes to the next option and returns its code, or 0 at the end. */
    int next() {
        if (next + HEAD_OCTETS > limit) {
            return END;
        }
        int code = Short.toUnsignedInt(words.getShort(next));
        length = Short.toUnsignedInt(words.getShort(next + 2));
        index = next + HEAD_OCTETS;
        next = index + (length + 3 & ~3);
        return next > limit ? END : code;
    }

    /** Where the value begins. */
    int index() {
        return index;
    }

    /** Octets of the value. */
    int length() {
        return length;
    }

    /** What the options of a packet, from an index up to a limit, say of its way. Allocates only if there are options. */
    static Direction direction(ByteBuffer words, int start, int limit) {
        if (start + HEAD_OCTETS > limit) {
            return Direction.UNKNOWN;
        }
        PcapngOptions options = new PcapngOptions(words, start, limit);
        for (int code = options.next(); code != END; code = options.next()) {
            if (code == PACKET_FLAGS && options.length() == Integer.BYTES) {
                return switch (words.getInt(options.index()) & 3) {
                    case 1 -> Direction.IN;
                    case 2 -> Direction.OUT;
                    default -> Direction.UNKNOWN;
                };
            }
        }
        return Direction.UNKNOWN;
    }
}
