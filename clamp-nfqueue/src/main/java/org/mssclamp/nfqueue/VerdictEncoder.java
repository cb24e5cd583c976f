// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.mssclamp.netlink.AttributeCursor;
import org.mssclamp.netlink.HostOrder;
import org.mssclamp.netlink.NetlinkMessage;
import org.mssclamp.rule.MarkMask;

/**
 * Writes verdicts over the octets before a packet, which hold what is no longer needed of its message.
 *
 * <pre>
 *   0          16         20                        32                  40              44
 *   │ nlmsghdr │ nfgenmsg │ VERDICT_HDR verdict, id │ MARK, if set here │ PAYLOAD header │ packet …
 * </pre>
 *
 * The header is 36 or 44 octets; the kernel's message has as much before the packet, or the slot's headroom makes up.
 */
final class VerdictEncoder {
    private static final int VERDICT_OCTETS =
            NetlinkMessage.HEADER_OCTETS + QueueProtocol.NFGENMSG_OCTETS + AttributeCursor.HEADER_OCTETS + 8;
    private static final int MARK_OCTETS = AttributeCursor.HEADER_OCTETS + 4;

    private final int queueNumber;
    private final @Nullable MarkMask mark;
    private final int headerOctets;

    /** Encodes for one queue; every verdict sets the mark, if there is one. */
    VerdictEncoder(int queueNumber, @Nullable MarkMask mark) {
        this.queueNumber = queueNumber;
        this.mark = mark;
        headerOctets = VERDICT_OCTETS + (mark == null ? 0 : MARK_OCTETS);
    }

    /** Octets of a verdict that leaves the packet as it is. */
    int length() {
        return headerOctets;
    }

    /** Octets of a verdict that gives the packet back. */
    int length(int packetLength) {
        return headerOctets + AttributeCursor.HEADER_OCTETS + packetLength;
    }

    /** Writes a verdict without the packet and returns where it begins: just before {@code end}. */
    int encode(ByteBuf buffer, int end, int verdict, int packetId, int packetMark) {
        int index = end - headerOctets;
        writeHeader(buffer, index, length(), verdict, packetId, packetMark);
        return index;
    }

    /** Writes a verdict that gives back the packet at {@code packetIndex}, and returns where it begins. */
    int encodeWithPacket(ByteBuf buffer, int packetIndex, int packetLength, int verdict, int packetId, int packetMark) {
        int attribute = packetIndex - AttributeCursor.HEADER_OCTETS;
        int index = attribute - headerOctets;
        writeHeader(buffer, index, length(packetLength), verdict, packetId, packetMark);
        writeAttribute(buffer, attribute, QueueProtocol.NFQA_PAYLOAD, packetLength);
        return index;
    }

    /** Makes a verdict that gives the packet back one that does not: the shorter is the beginning of the longer. */
    void stripPacket(ByteBuf buffer, int index) {
        HostOrder.writeInteger(buffer, index, length());
    }

    private void writeHeader(ByteBuf buffer, int index, int length, int verdict, int packetId, int packetMark) {
        // The sequence number comes back in an error and names the packet.
        NetlinkMessage.writeHeader(buffer, index, length, QueueProtocol.VERDICT, NetlinkMessage.REQUEST, packetId);
        int generic = index + NetlinkMessage.HEADER_OCTETS;
        // Family and version are 0.
        buffer.setInt(generic, queueNumber);
        int attribute = generic + QueueProtocol.NFGENMSG_OCTETS;
        writeAttribute(buffer, attribute, QueueProtocol.NFQA_VERDICT_HDR, 8);
        buffer.setLong(attribute + 4, (long) verdict << 32 | Integer.toUnsignedLong(packetId));
        if (mark != null) {
            writeAttribute(buffer, attribute + 12, QueueProtocol.NFQA_MARK, 4);
            buffer.setInt(attribute + 16, mark.applyTo(packetMark));
        }
    }

    private static void writeAttribute(ByteBuf buffer, int index, int type, int valueOctets) {
        // The length leaves padding out: the kernel takes it as the packet's.
        HostOrder.writeShorts(buffer, index, AttributeCursor.HEADER_OCTETS + valueOctets, type);
    }
}
