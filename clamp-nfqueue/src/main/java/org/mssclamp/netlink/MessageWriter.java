// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netlink;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Builds one request for the kernel. For set-up and control, not for the way of a packet. */
public final class MessageWriter {
    private final ByteBuf buffer = Unpooled.directBuffer(128);
    private final int type;
    private final int flags;
    private final int sequence;

    /** Begins a message; {@link NetlinkMessage#REQUEST} is always among the flags. */
    public MessageWriter(int type, int flags, int sequence) {
        this.type = type;
        this.flags = flags | NetlinkMessage.REQUEST;
        this.sequence = sequence;
        buffer.writeZero(NetlinkMessage.HEADER_OCTETS);
    }

    /** Appends octets as they are: a family header. */
    public MessageWriter append(byte... octets) {
        buffer.writeBytes(octets);
        pad();
        return this;
    }

    /** Appends an attribute; its length leaves the padding out. */
    public MessageWriter attribute(int attributeType, byte... value) {
        int index = buffer.writerIndex();
        buffer.writeZero(AttributeCursor.HEADER_OCTETS);
        HostOrder.writeShort(buffer, index, AttributeCursor.HEADER_OCTETS + value.length);
        HostOrder.writeShort(buffer, index + 2, attributeType);
        buffer.writeBytes(value);
        pad();
        return this;
    }

    /** Appends an attribute that is a 32-bit number in network order. */
    public MessageWriter attribute(int attributeType, int value) {
        return attribute(
                attributeType, (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value);
    }

    private void pad() {
        buffer.writeZero(NetlinkMessage.align(buffer.writerIndex()) - buffer.writerIndex());
    }

    /** The message, from its reader to its writer index; the receiver owns it. */
    public ByteBuf finish() {
        NetlinkMessage.writeHeader(buffer, 0, buffer.writerIndex(), type, flags, sequence);
        return buffer;
    }
}
