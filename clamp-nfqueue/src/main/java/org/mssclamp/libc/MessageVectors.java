// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.libc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.mssclamp.channel.MessageBatch;
import org.mssclamp.netlink.HostOrder;
import org.mssclamp.netlink.NetlinkMessage;

/**
 * The C structures that describe one batch to recvmmsg and sendmsg.
 *
 * <pre>
 *   struct mmsghdr { struct msghdr msg_hdr; unsigned int msg_len; };                              64 octets
 *   struct msghdr  { name 0, namelen 8, iov 16, iovlen 24, control 32, controllen 40, flags 48 }  56 octets
 *   struct iovec   { base 0, len 8 }                                                              16 octets
 * </pre>
 *
 * Owns the structures, and points into the batch. Not thread-safe.
 */
final class MessageVectors implements AutoCloseable {
    private static final int MMSGHDR_OCTETS = 64;
    private static final int MSGHDR_OCTETS = 56;
    private static final int IOVEC_OCTETS = 16;
    private static final int MSG_IOV = 16;
    private static final int MSG_IOVLEN = 24;
    private static final int MSG_LEN = 56;
    private static final int IOV_LEN = 8;

    private final MessageBatch batch;
    private final ByteBuf structures;
    private final int receiveVectors;
    private final int sendHeader;
    private final int sendVectors;

    /** Lays out the structures; the receiving ones stay as they are for good. */
    MessageVectors(MessageBatch batch) {
        this.batch = batch;
        int slots = batch.slots();
        receiveVectors = slots * MMSGHDR_OCTETS;
        sendHeader = receiveVectors + slots * IOVEC_OCTETS;
        sendVectors = sendHeader + MSGHDR_OCTETS;
        int octets = sendVectors + slots * IOVEC_OCTETS;
        structures = Unpooled.directBuffer(octets, octets).setZero(0, octets);
        for (int slot = 0; slot < slots; slot++) {
            int vector = receiveVectors + slot * IOVEC_OCTETS;
            writeVector(vector, batch.index(slot), batch.messageOctets());
            HostOrder.writeLong(structures, slot * MMSGHDR_OCTETS + MSG_IOV, address(vector));
            HostOrder.writeLong(structures, slot * MMSGHDR_OCTETS + MSG_IOVLEN, 1);
        }
    }

    boolean isOf(MessageBatch other) {
        return batch == other;
    }

    /** The array of {@code struct mmsghdr}, one for each slot. */
    long receiveAddress() {
        return address(0);
    }

    /** Tells the batch what the kernel wrote into its first slots. */
    void fillBatch(int count) {
        for (int slot = 0; slot < count; slot++) {
            batch.fill(slot, HostOrder.integer(structures, slot * MMSGHDR_OCTETS + MSG_LEN));
        }
    }

    /** A {@code struct msghdr} that gathers replies, each padded so that the next begins aligned. */
    long gatherReplies(int from, int to) {
        for (int reply = from; reply < to; reply++) {
            int vector = sendVectors + (reply - from) * IOVEC_OCTETS;
            writeVector(vector, batch.replyIndex(reply), NetlinkMessage.align(batch.replyLength(reply)));
        }
        HostOrder.writeLong(structures, sendHeader + MSG_IOV, address(sendVectors));
        HostOrder.writeLong(structures, sendHeader + MSG_IOVLEN, to - from);
        return address(sendHeader);
    }

    private void writeVector(int vector, int batchIndex, int length) {
        HostOrder.writeLong(structures, vector, batch.buffer().memoryAddress() + batchIndex);
        HostOrder.writeLong(structures, vector + IOV_LEN, length);
    }

    private long address(int offset) {
        return structures.memoryAddress() + offset;
    }

    @Override
    public void close() {
        structures.release();
    }
}
