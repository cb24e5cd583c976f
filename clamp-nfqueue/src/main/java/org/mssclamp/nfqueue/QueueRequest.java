// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import io.netty.buffer.ByteBuf;
import org.mssclamp.netlink.MessageWriter;
import org.mssclamp.netlink.NetlinkMessage;

/** Builds {@code NFQNL_MSG_CONFIG} messages; each asks for an acknowledgement. */
final class QueueRequest {
    private QueueRequest() {}

    /**
     * Takes possession of a queue and configures it, in one message.
     *
     * <p>In two there would be packets between, and the kernel drops a packet of a queue that has no copy mode yet.
     */
    static ByteBuf bind(int queueNumber, int sequence, int copyRange, int maxLength, boolean failOpen) {
        return begin(queueNumber, sequence)
                .attribute(QueueProtocol.NFQA_CFG_CMD, (byte) QueueProtocol.CMD_BIND, (byte) 0, (byte) 0, (byte) 0)
                .attribute(QueueProtocol.NFQA_CFG_PARAMS, copyParameters(copyRange))
                .attribute(QueueProtocol.NFQA_CFG_QUEUE_MAXLEN, maxLength)
                .attribute(QueueProtocol.NFQA_CFG_MASK, QueueProtocol.FAIL_OPEN)
                .attribute(QueueProtocol.NFQA_CFG_FLAGS, failOpen ? QueueProtocol.FAIL_OPEN : 0)
                .finish();
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
                .append((byte) 0, (byte) 0, (byte) (queueNumber >>> 8), (byte) queueNumber);
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
