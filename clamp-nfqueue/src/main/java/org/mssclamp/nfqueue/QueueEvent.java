// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import java.util.Locale;

/** What a worker counts of its queue, besides what became of the packets. */
public enum QueueEvent {
    RECEIVED("packets received"),
    MISSED("packets that never came, by the gaps in their ids: the receive buffer was full"),
    GONE("verdicts for packets the kernel had dropped already: ENOENT"),
    REFUSED("verdicts the kernel refused for another reason"),
    STRIPPED("packets let go unchanged, though counted as changed: the kernel did not take the whole verdict"),
    UNSENT("verdicts that could not be sent; the kernel holds the packet until the queue is given up"),
    UNREADABLE("messages that named no packet"),
    RECEIVE_FAILED("receives that failed"),
    REBOUND("times the queue was lost and bound again");

    private final String description;

    QueueEvent(String description) {
        this.description = description;
    }

    /** The name in output and metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One line for people. */
    public String description() {
        return description;
    }
}
