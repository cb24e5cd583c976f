// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.channel;

import io.netty.buffer.ByteBuf;

/** A channel on which nothing ever comes, and that takes whatever is sent. */
public class SilentChannel implements NetlinkChannel {
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
