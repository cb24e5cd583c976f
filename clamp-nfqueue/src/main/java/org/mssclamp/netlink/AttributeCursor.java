// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netlink;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Walks the attributes of one message; every step advances or ends the walk.
 *
 * <p>An attribute that states more octets than were received is given with those that were; it is the last.
 *
 * <p>Owns nothing; valid until the octets below are overwritten. Not thread-safe.
 */
public final class AttributeCursor {
    /** Octets of {@code struct nlattr}: length and type. */
    public static final int HEADER_OCTETS = 4;

    // #define NLA_TYPE_MASK ~(NLA_F_NESTED | NLA_F_NET_BYTEORDER)
    private static final int TYPE_MASK = 0x3FFF;

    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
    private int next;
    private int end;
    private int index;
    private int type;
    private int statedLength;

    /** Stands before the attribute at {@code index}. */
    public void wrap(ByteBuf buffer, int index, int end) {
        this.buffer = buffer;
        this.next = index;
        this.end = end;
    }

    /** Whether there is another attribute. */
    public boolean advance() {
        if (end - next < HEADER_OCTETS) {
            return false;
        }
        index = next;
        statedLength = HostOrder.unsignedShort(buffer, index) - HEADER_OCTETS;
        if (statedLength < 0) {
            return false;
        }
        type = HostOrder.unsignedShort(buffer, index + 2) & TYPE_MASK;
        next = index + NetlinkMessage.align(HEADER_OCTETS + statedLength);
        return true;
    }

    public int type() {
        return type;
    }

    /** Where the value begins in the buffer. */
    public int valueIndex() {
        return index + HEADER_OCTETS;
    }

    /** Octets of the value that were received. */
    public int length() {
        return Math.min(statedLength, end - valueIndex());
    }

    /** Octets of the value as the attribute states them. */
    public int statedLength() {
        return statedLength;
    }
}
