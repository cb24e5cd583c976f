// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netlink;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A view of one netlink message.
 *
 * <pre>
 *    0      4      6       8         12        16
 *   │length│ type │ flags │ sequence │ port ID │ …       struct nlmsghdr, host order
 * </pre>
 *
 * Owns nothing; valid until the octets below are overwritten. Not thread-safe.
 */
public final class NetlinkMessage {
    /** Octets of {@code struct nlmsghdr}. */
    public static final int HEADER_OCTETS = 16;

    /** Message types every netlink family shares: NLMSG_NOOP, which asks for nothing. */
    public static final int NOTHING = 1;
    /** NLMSG_ERROR, which is also an acknowledgement, and NLMSG_DONE. */
    public static final int ERROR = 2;
    /** The end of a dump. */
    public static final int DONE = 3;

    /** NLM_F_REQUEST; without it the kernel skips a message. */
    public static final int REQUEST = 0x1;
    /** NLM_F_ACK: answer even if all went well. */
    public static final int ACKNOWLEDGE = 0x4;
    /** NLM_F_DUMP: list all. */
    public static final int DUMP = 0x300;

    /** NLM_F_MULTI: part of a list, not an event. */
    private static final int MULTI = 0x2;
    /** NLM_F_DUMP_INTR: what is listed changed meanwhile, so that the list may lack some of it. */
    private static final int INTERRUPTED = 0x10;

    private static final int TYPE = 4;
    private static final int FLAGS = 6;
    private static final int SEQUENCE = 8;
    private static final int ERROR_CODE = 16;
    private static final int FAILED_HEADER = 20;

    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
    private int index;
    private int end;

    /** Whether a whole header lies in these octets, and the length in it is at least its own. */
    public boolean wrap(ByteBuf buffer, int index, int length) {
        this.buffer = buffer;
        this.index = index;
        if (length < HEADER_OCTETS) {
            return false;
        }
        int stated = HostOrder.integer(buffer, index);
        end = index + Math.min(stated, length);
        return stated >= HEADER_OCTETS;
    }

    // #define NLMSG_ALIGN(len) ( ((len)+NLMSG_ALIGNTO-1) & ~(NLMSG_ALIGNTO-1) )
    /** A length rounded up to the four octets on which messages and attributes begin. */
    public static int align(int length) {
        return (length + 3) & ~3;
    }

    /** Writes a header. */
    public static void writeHeader(ByteBuf buffer, int index, int length, int type, int flags, int sequence) {
        HostOrder.writeInteger(buffer, index, length);
        HostOrder.writeShorts(buffer, index + TYPE, type, flags);
        HostOrder.writeIntegers(buffer, index + SEQUENCE, sequence, 0);
    }

    public int type() {
        return HostOrder.unsignedShort(buffer, index + TYPE);
    }

    /** Whether it is one of several that answer a request for all. */
    public boolean isPartOfList() {
        return (HostOrder.unsignedShort(buffer, index + FLAGS) & MULTI) != 0;
    }

    /** Whether the list that it is part of may lack something. */
    public boolean isOfInterruptedList() {
        return (HostOrder.unsignedShort(buffer, index + FLAGS) & INTERRUPTED) != 0;
    }

    /** Whether all the octets that it states were received. */
    public boolean isWhole() {
        return end - index == HostOrder.integer(buffer, index);
    }

    public int sequence() {
        return HostOrder.integer(buffer, index + SEQUENCE);
    }

    /** Where the message ends in the buffer: as it states, or where the octets received end. */
    public int end() {
        return end;
    }

    /** Whether an {@link #ERROR} message holds its code and the header of the message that failed. */
    public boolean isWholeError() {
        return end - index >= FAILED_HEADER + HEADER_OCTETS;
    }

    /** The errno of an {@link #ERROR} message, 0 if it acknowledges. */
    public int errno() {
        return -HostOrder.integer(buffer, index + ERROR_CODE);
    }

    /** The type of the message that an {@link #ERROR} message answers. */
    public int answeredType() {
        return HostOrder.unsignedShort(buffer, index + FAILED_HEADER + TYPE);
    }

    /** The sequence number of the message that an {@link #ERROR} message answers. */
    public int answeredSequence() {
        return HostOrder.integer(buffer, index + FAILED_HEADER + SEQUENCE);
    }
}
