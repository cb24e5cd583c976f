// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.packet;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Walks the options of one TCP header; every step advances or ends the walk.
 *
 * <p>It ends at End of Option List and at the first malformed option, as receivers do ({@code tcp_parse_options} in
 * Linux). The kernel's TCPMSS target goes on behind both.
 *
 * <p>Owns nothing; valid until the octets below are overwritten. Not thread-safe.
 */
public final class TcpOptionCursor {
    public static final int MSS = 2;
    /** Selective acknowledgment: blocks of two sequence numbers (RFC 2018 3). */
    public static final int SACK = 5;

    static final int MD5_SIGNATURE = 19;
    static final int TCP_AO = 29;

    private static final int END_OF_OPTION_LIST = 0;
    private static final int NO_OPERATION = 1;

    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
    private int next;
    private int end;
    private int index;
    private int kind;
    private boolean malformed;

    /** Stands before the first option of a header that {@linkplain TcpHeader#holdsOptions holds} what it states. */
    public void wrap(TcpHeader tcp) {
        buffer = tcp.buffer();
        next = tcp.index() + TcpHeader.MIN_OCTETS;
        end = tcp.index() + tcp.headerLength();
        malformed = false;
    }

    /** Whether there is another option of kind, length and value; No-Operations are passed over. */
    public boolean advance() {
        while (next < end) {
            kind = buffer.getUnsignedByte(next);
            if (kind == NO_OPERATION) {
                next++;
                continue;
            }
            if (kind == END_OF_OPTION_LIST) {
                return false;
            }
            int left = end - next;
            int length = left < 2 ? 0 : buffer.getUnsignedByte(next + 1);
            if (length < 2 || length > left) {
                malformed = true;
                return false;
            }
            index = next;
            next += length;
            return true;
        }
        return false;
    }

    /** Where the option begins in the buffer. */
    public int index() {
        return index;
    }

    public int kind() {
        return kind;
    }

    public int length() {
        return next - index;
    }

    /** Whether the walk ended at an option whose length is below 2 or beyond the header. */
    boolean endedMalformed() {
        return malformed;
    }

    /** Whether the walk ended before the header did, with something else than padding behind. */
    boolean endedBeforeOctets() {
        for (int i = next; i < end; i++) {
            if (buffer.getByte(i) != 0) {
                return true;
            }
        }
        return false;
    }
}
