// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.time.Duration;
import org.mssclamp.channel.NetlinkChannel;

/** Opens sockets for queues. */
interface QueueSockets {
    /** One that holds so much, and asks for so long before it sleeps. */
    NetlinkChannel open(int receiveBufferOctets, Duration busyPoll);
}
