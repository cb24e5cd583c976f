// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mssclamp.channel.MessageBatch;
import org.mssclamp.channel.SilentChannel;
import org.mssclamp.netlink.AttributeCursor;
import org.mssclamp.netlink.HostOrder;
import org.mssclamp.netlink.NetlinkMessage;

/**
 * Hands over the same packets again and again, as messages of the kernel, and swallows the verdicts.
 *
 * <pre>
 *   │ nlmsghdr │ nfgenmsg │ PACKET_HDR │ IFINDEX_INDEV │ IFINDEX_OUTDEV │ MARK │ CAP_LEN │ PAYLOAD packet │
 * </pre>
 *
 * Each receive goes on where the one before ended, and ends where a pass of the packets does: a batch holds as many whole
 * passes as fit, or of a longer pass the next part. Allocates nothing for a packet.
 */
final class ReplayChannel extends SilentChannel {
    private static final int PACKET_ID_OFFSET =
            NetlinkMessage.HEADER_OCTETS + QueueProtocol.NFGENMSG_OCTETS + AttributeCursor.HEADER_OCTETS;
    private static final int PACKET_HDR_OCTETS = 7;

    private final ByteBuf messages = Unpooled.directBuffer();
    private final ByteBuffer octets;
    private final int[] indexes;
    private final int[] lengths;
    private int next;
    private int packetId;
    private boolean repeats = true;

    private @Nullable MessageBatch target;
    private ByteBuffer targetOctets = ByteBuffer.allocate(0);

    /**
     * Copies the packets.
     *
     * @param packets at least one, each from its IP header on
     * @param inInterface index of the interface they came in by, 0 for none
     * @param outInterface index of the one they leave by, 0 for none
     * @param mark 0 for none
     */
    ReplayChannel(List<byte[]> packets, int inInterface, int outInterface, int mark) {
        indexes = new int[packets.size()];
        lengths = new int[packets.size()];
        for (int i = 0; i < lengths.length; i++) {
            indexes[i] = messages.writerIndex();
            lengths[i] = append(packets.get(i), inInterface, outInterface, mark);
        }
        octets = messages.nioBuffer(0, messages.writerIndex());
    }

    private int append(byte[] packet, int inInterface, int outInterface, int mark) {
        int start = messages.writerIndex();
        messages.writeZero(NetlinkMessage.HEADER_OCTETS + QueueProtocol.NFGENMSG_OCTETS);
        appendHeader(QueueProtocol.NFQA_PACKET_HDR, PACKET_HDR_OCTETS);
        messages.writeZero(NetlinkMessage.align(PACKET_HDR_OCTETS));
        appendNumber(QueueProtocol.NFQA_IFINDEX_INDEV, inInterface);
        appendNumber(QueueProtocol.NFQA_IFINDEX_OUTDEV, outInterface);
        appendNumber(QueueProtocol.NFQA_MARK, mark);
        int copied = Math.min(packet.length, QueueSession.COPY_RANGE);
        if (copied < packet.length) {
            appendNumber(QueueProtocol.NFQA_CAP_LEN, packet.length);
        }
        appendHeader(QueueProtocol.NFQA_PAYLOAD, copied);
        messages.writeBytes(packet, 0, copied);
        int length = messages.writerIndex() - start;
        NetlinkMessage.writeHeader(messages, start, length, QueueProtocol.PACKET, 0, 0);
        return length;
    }

    /** The kernel leaves out what is zero. */
    private void appendNumber(int type, int value) {
        if (value != 0) {
            appendHeader(type, Integer.BYTES);
            messages.writeInt(value);
        }
    }

    private void appendHeader(int type, int valueOctets) {
        int index = messages.writerIndex();
        messages.writeZero(AttributeCursor.HEADER_OCTETS);
        HostOrder.writeShort(messages, index, AttributeCursor.HEADER_OCTETS + valueOctets);
        HostOrder.writeShort(messages, index + 2, type);
    }

    /** Says whether a batch holds another whole pass if it fits, as at first, or one at most. */
    void repeat(boolean withinBatch) {
        repeats = withinBatch;
    }

    @Override
    public int receive(MessageBatch batch) {
        ByteBuffer slots = octetsOf(batch);
        int count = count(batch.slots());
        for (int slot = 0; slot < count; slot++) {
            int index = batch.index(slot);
            int length = Math.min(lengths[next], batch.messageOctets());
            slots.put(index, octets, indexes[next], length);
            slots.putInt(index + PACKET_ID_OFFSET, ++packetId);
            batch.fill(slot, length);
            next = next + 1 == lengths.length ? 0 : next + 1;
        }
        return count;
    }

    private int count(int slots) {
        int left = lengths.length - next;
        if (left >= slots) {
            return slots;
        }
        return repeats ? left + (slots - left) / lengths.length * lengths.length : left;
    }

    /** One view for all batches: making one allocates. */
    private ByteBuffer octetsOf(MessageBatch batch) {
        if (target != batch) {
            target = batch;
            targetOctets = batch.buffer().nioBuffer(0, batch.buffer().capacity());
        }
        return targetOctets;
    }

    @Override
    public void close() {
        messages.release();
    }
}
