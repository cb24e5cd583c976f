// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.channel;

import java.time.Duration;

/**
 * A netlink socket that owns what queues are bound by it.
 *
 * <p>The queues live as long as the last descriptor of it, in whatever process: who gets it handed over gets them.
 */
public interface QueueSocket extends NetlinkChannel {
    /**
     * Sizes its buffers and says how it waits, anew if it was said before; not while another thread receives.
     *
     * @param receiveBufferOctets what the kernel may hold for us, by its own accounting of some 830 octets for a SYN
     * @param busyPoll how long a receive that waits asks again and again before it sleeps
     */
    void configure(int receiveBufferOctets, Duration busyPoll);

    /** The number of our descriptor of it. */
    int descriptor();
}
