// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import org.mssclamp.config.QueueSettings;

/**
 * How much the kernel may hold of one queue.
 *
 * <p>Of the two limits the receive buffer is to be the one that is reached: what it refuses leaves a gap in the packet ids, and what
 * the queue's own length refuses leaves no trace if the queue fails open. So the length is as it is written only where the buffer is, too.
 *
 * @param receiveBufferOctets by the kernel's accounting
 * @param length packets
 */
public record QueueLimits(int receiveBufferOctets, int length) {
    /** What the kernel accounts for the message of a SYN; one that comes with data takes more. */
    public static final int OCTETS_PER_SYN = 832;

    /** As many as the kernel's table of one queue takes; it refuses the next one whatever it was told. */
    private static final int LONGEST = 65536;

    /** What the settings come to. */
    public static QueueLimits of(QueueSettings settings) {
        if (settings.receiveBufferOctets().isPresent()) {
            return new QueueLimits(settings.receiveBufferOctets().getAsInt(), settings.maxLength());
        }
        return new QueueLimits(settings.maxLength() * OCTETS_PER_SYN, LONGEST);
    }
}
