// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import io.netty.buffer.ByteBuf;
import org.mssclamp.channel.NetlinkChannel;

/** The packets that the kernel holds in one queue until they are answered. For any thread. */
final class HeldPackets {
    /** Ids that began anew lie behind those that did not. */
    private static final int ROUNDS = 2;

    private HeldPackets() {}

    /** Lets nothing new in and all that is held go, unchanged and unmarked; what comes then passes if the queue fails open. */
    static void release(int queueNumber, NetlinkChannel channel) {
        send(channel, QueueRequest.close(queueNumber, 0));
        for (int round = 0; round < ROUNDS; round++) {
            PacketIds.LAST.forEach(lastId -> send(channel, QueueRequest.accept(queueNumber, 0, lastId)));
        }
    }

    private static void send(NetlinkChannel channel, ByteBuf request) {
        channel.send(request);
        request.release();
    }
}
