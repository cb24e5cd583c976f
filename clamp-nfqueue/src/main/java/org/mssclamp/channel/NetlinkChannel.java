// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.channel;

import io.netty.buffer.ByteBuf;

/**
 * A netlink socket, speaking with the kernel. Failures of traffic are negative error numbers, not exceptions.
 *
 * <p>One thread receives and replies; only {@link #send} and {@link #wake} may be called by others.
 */
public interface NetlinkChannel extends AutoCloseable {
    /**
     * Fills the batch with messages that are there, without waiting.
     *
     * @return how many, 0 if there are none, or a negative error number
     */
    int receive(MessageBatch batch);

    /**
     * As {@link #receive(MessageBatch)}, but waits for the first message.
     *
     * @param timeoutMillis at least 1
     * @return also 0 if the time was over
     */
    default int receive(MessageBatch batch, int timeoutMillis) {
        return await(timeoutMillis) ? receive(batch) : 0;
    }

    /**
     * Sends the replies of a batch in one system call; the kernel handles each on its own, in their order.
     *
     * @param from the first reply
     * @param to behind the last
     * @return 0 or a negative error number; then none was handled
     */
    int sendReplies(MessageBatch batch, int from, int to);

    /** Sends one message, from its reader to its writer index; 0 or a negative error number. */
    int send(ByteBuf message);

    /** Waits until a message is there or {@link #wake} is called; false if the time was over before. */
    boolean await(int timeoutMillis);

    /** Ends the wait of another thread, or its next one, by a message that acknowledges nothing. */
    void wake();

    /** The number that the kernel knows the socket by, most often that of the process; 0 if it knows none. */
    default int portId() {
        return 0;
    }

    @Override
    void close();
}
