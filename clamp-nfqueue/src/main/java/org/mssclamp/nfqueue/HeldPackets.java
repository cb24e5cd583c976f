// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.mssclamp.channel.NetlinkChannel;
import org.mssclamp.netlink.MessageWriter;

/** The packets that the kernel holds in one queue until they are answered. For any thread. */
final class HeldPackets {
    /**
     * The kernel answers its packets from the first on while the id, less this, is not above 0 in 32 bits with a sign: one of the two
     * takes any id that there can be.
     */
    private static final int[] LAST_IDS = {0x7FFF_FFFF, 0xFFFF_FFFF};

    /** Ids that began anew lie behind those that did not. */
    private static final int ROUNDS = 2;

    private HeldPackets() {}

    /** Lets nothing new in and all that is held go, unchanged and unmarked; what comes then passes if the queue fails open. */
    static void release(int queueNumber, NetlinkChannel channel) {
        send(channel, QueueRequest.close(queueNumber, 0));
        for (int round = 0; round < ROUNDS; round++) {
            for (int lastId : LAST_IDS) {
                send(channel, acceptance(queueNumber, lastId));
            }
        }
    }

    private static void send(NetlinkChannel channel, ByteBuf request) {
        channel.send(request);
        request.release();
    }

    /** {@code NFQNL_MSG_VERDICT_BATCH} with {@code struct nfqnl_msg_verdict_hdr { __be32 verdict; __be32 id; }}. */
    private static ByteBuf acceptance(int queueNumber, int lastId) {
        return new MessageWriter(QueueProtocol.VERDICT_BATCH, 0, 0)
                .append((byte) 0, (byte) 0, (byte) (queueNumber >>> 8), (byte) queueNumber)
                .attribute(QueueProtocol.NFQA_VERDICT_HDR, verdict(lastId))
                .finish();
    }

    private static byte[] verdict(int lastId) {
        return ByteBuffer.allocate(8)
                .putInt(QueueProtocol.NF_ACCEPT)
                .putInt(lastId)
                .array();
    }
}
