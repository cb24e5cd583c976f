// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import io.netty.buffer.ByteBuf;
import org.mssclamp.netlink.AttributeCursor;
import org.mssclamp.netlink.NetlinkMessage;

/**
 * A view of one {@code NFQNL_MSG_PACKET}: the packet's id, what the kernel says of it, and where its octets lie.
 *
 * <p>Owns nothing; valid until the octets below are overwritten, which its verdict does. Not thread-safe.
 */
final class QueuedPacket {
    private static final int PACKET_HDR_OCTETS = 7;

    private final AttributeCursor attributes = new AttributeCursor();
    private boolean identified;
    private int packetId;
    private int inInterface;
    private int outInterface;
    private int mark;
    private boolean checksumPending;
    private int payloadIndex;
    private int payloadLength;
    private int wireLength;

    /** Whether the message names a packet, so that a verdict can be given. */
    boolean wrap(ByteBuf buffer, int index, int end) {
        identified = false;
        inInterface = 0;
        outInterface = 0;
        mark = 0;
        checksumPending = false;
        payloadIndex = end;
        payloadLength = 0;
        wireLength = 0;
        attributes.wrap(buffer, index + NetlinkMessage.HEADER_OCTETS + QueueProtocol.NFGENMSG_OCTETS, end);
        while (attributes.advance()) {
            read(buffer);
        }
        return identified;
    }

    private void read(ByteBuf buffer) {
        int value = attributes.valueIndex();
        if (attributes.type() == QueueProtocol.NFQA_PAYLOAD) {
            payloadIndex = value;
            payloadLength = attributes.length();
            wireLength = Math.max(wireLength, attributes.statedLength());
            return;
        }
        if (attributes.length() < Integer.BYTES) {
            return;
        }
        switch (attributes.type()) {
            case QueueProtocol.NFQA_PACKET_HDR -> {
                packetId = buffer.getInt(value);
                identified = attributes.length() >= PACKET_HDR_OCTETS;
            }
            case QueueProtocol.NFQA_IFINDEX_INDEV -> inInterface = buffer.getInt(value);
            case QueueProtocol.NFQA_IFINDEX_OUTDEV -> outInterface = buffer.getInt(value);
            case QueueProtocol.NFQA_MARK -> mark = buffer.getInt(value);
            case QueueProtocol.NFQA_CAP_LEN -> wireLength = Math.max(wireLength, buffer.getInt(value));
            case QueueProtocol.NFQA_SKB_INFO ->
                checksumPending = (buffer.getInt(value) & QueueProtocol.CHECKSUM_NOT_READY) != 0;
            default -> {}
        }
    }

    /** Counts up from 1 in each queue, modulo 2^32. */
    int packetId() {
        return packetId;
    }

    /** Index of the interface it came in by, 0 if the hook knows none. */
    int inInterface() {
        return inInterface;
    }

    /** Index of the interface it is leaving by, 0 if the hook knows none. */
    int outInterface() {
        return outInterface;
    }

    int mark() {
        return mark;
    }

    /** Whether the TCP checksum field holds the sum of the pseudo-header alone. */
    boolean isChecksumPending() {
        return checksumPending;
    }

    /** Where the packet's IP header begins in the buffer. */
    int payloadIndex() {
        return payloadIndex;
    }

    /** Octets of the packet that were received. */
    int payloadLength() {
        return payloadLength;
    }

    /** Octets of the packet in the kernel: more than received if the copy range or the slot was too short. */
    int wireLength() {
        return wireLength;
    }
}
