// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.mssclamp.netlink.MessageWriter;
import org.mssclamp.netlink.NetlinkMessage;

/** Builds requests about a whole queue: {@code NFQNL_MSG_CONFIG} messages, which ask for an acknowledgement, and batches. */
final class QueueRequest {
    private QueueRequest() {}

    /**
     * Takes possession of a queue and configures it, in one message.
     *
     * <p>In two there would be packets between, and the kernel drops a packet of a queue that has no copy mode yet.
     */
    static ByteBuf bind(int queueNumber, int sequence, int copyRange, int maxLength, boolean failOpen) {
        MessageWriter message = begin(queueNumber, sequence)
                .attribute(QueueProtocol.NFQA_CFG_CMD, (byte) QueueProtocol.CMD_BIND, (byte) 0, (byte) 0, (byte) 0);
        return settings(message, copyRange, maxLength, failOpen).finish();
    }

    /** Configures a queue that is bound already; fails with ENODEV if it is not, with EPERM if by another. */
    static ByteBuf configure(int queueNumber, int sequence, int copyRange, int maxLength, boolean failOpen) {
        return settings(begin(queueNumber, sequence), copyRange, maxLength, failOpen)
                .finish();
    }

    private static MessageWriter settings(MessageWriter message, int copyRange, int maxLength, boolean failOpen) {
        return message.attribute(QueueProtocol.NFQA_CFG_PARAMS, copyParameters(copyRange))
                .attribute(QueueProtocol.NFQA_CFG_QUEUE_MAXLEN, maxLength)
                .attribute(QueueProtocol.NFQA_CFG_MASK, QueueProtocol.FAIL_OPEN)
                .attribute(QueueProtocol.NFQA_CFG_FLAGS, failOpen ? QueueProtocol.FAIL_OPEN : 0);
    }

    /**
     * Puts what the queue holds, up to a packet id, to its end again, under new ids and in new messages.
     *
     * <p>Not acknowledged; fails with ENOENT if it holds no such packet. Ids are compared modulo 2^32: those up to the one
     * given are the 2^31 before it.
     */
    static ByteBuf requeue(int queueNumber, int sequence, int lastId) {
        return answer(queueNumber, sequence, QueueProtocol.NF_QUEUE | queueNumber << 16, lastId);
    }

    /** Lets what the queue holds, up to a packet id, pass unchanged; for ids and errors see {@link #requeue}. */
    static ByteBuf accept(int queueNumber, int sequence, int lastId) {
        return answer(queueNumber, sequence, QueueProtocol.NF_ACCEPT, lastId);
    }

    private static ByteBuf answer(int queueNumber, int sequence, int verdict, int lastId) {
        return new MessageWriter(QueueProtocol.VERDICT_BATCH, 0, sequence)
                .append(generic(queueNumber))
                .attribute(QueueProtocol.NFQA_VERDICT_HDR, octets(verdict, lastId))
                .finish();
    }

    private static byte[] octets(int first, int second) {
        return ByteBuffer.allocate(2 * Integer.BYTES)
                .putInt(first)
                .putInt(second)
                .array();
    }

    /** Says again how packets are copied: changes nothing, and fails with ENODEV if the queue is no longer bound. */
    static ByteBuf affirm(int queueNumber, int sequence, int copyRange) {
        return begin(queueNumber, sequence)
                .attribute(QueueProtocol.NFQA_CFG_PARAMS, copyParameters(copyRange))
                .finish();
    }

    /** Lets nothing new into the queue: under fail-open new packets pass, else they are dropped. */
    static ByteBuf close(int queueNumber, int sequence) {
        return begin(queueNumber, sequence)
                .attribute(QueueProtocol.NFQA_CFG_QUEUE_MAXLEN, 0)
                .finish();
    }

    /** Does nothing but be refused without CAP_NET_ADMIN. */
    static ByteBuf checkPrivilege(int sequence) {
        return begin(0, sequence)
                .attribute(QueueProtocol.NFQA_CFG_CMD, (byte) QueueProtocol.CMD_PF_BIND, (byte) 0, (byte) 0, (byte) 2)
                .finish();
    }

    private static MessageWriter begin(int queueNumber, int sequence) {
        return new MessageWriter(QueueProtocol.CONFIG, NetlinkMessage.ACKNOWLEDGE, sequence)
                .append(generic(queueNumber));
    }

    /** {@code struct nfgenmsg}. */
    private static byte[] generic(int queueNumber) {
        return new byte[] {0, 0, (byte) (queueNumber >>> 8), (byte) queueNumber};
    }

    // struct nfqnl_msg_config_params { __be32 copy_range; __u8 copy_mode; } __attribute__ ((packed));
    private static byte[] copyParameters(int copyRange) {
        return new byte[] {
            (byte) (copyRange >>> 24),
            (byte) (copyRange >>> 16),
            (byte) (copyRange >>> 8),
            (byte) copyRange,
            (byte) QueueProtocol.COPY_PACKET
        };
    }
}
