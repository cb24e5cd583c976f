// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import io.netty.buffer.ByteBuf;
import org.mssclamp.channel.MessageBatch;
import org.mssclamp.channel.NetlinkChannel;

/** A socket for rtnetlink that never answers. */
class SilentRoutes implements NetlinkChannel {
    @Override
    public int receive(MessageBatch batch) {
        return 0;
    }

    @Override
    public int sendReplies(MessageBatch batch, int from, int to) {
        return 0;
    }

    @Override
    public int send(ByteBuf message) {
        return 0;
    }

    @Override
    public boolean await(int timeoutMillis) {
        return false;
    }

    @Override
    public void wake() {}

    @Override
    public void close() {}
}
