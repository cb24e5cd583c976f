// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import java.util.Locale;
import org.mssclamp.netlink.Errno;

/** What a worker counts of its queue, besides what became of the packets. */
public enum QueueEvent {
    RECEIVED("packets received"),
    MISSED("packets that never came, by the gaps in their ids: the receive buffer was full"),
    GONE("verdicts for packets the kernel had dropped already: ENOENT"),
    REFUSED_EINVAL("verdicts the kernel found malformed: EINVAL"),
    REFUSED_EPERM("verdicts for a queue that another socket has, or without CAP_NET_ADMIN: EPERM"),
    REFUSED_ENODEV("verdicts for a queue that nobody has: ENODEV"),
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

    /** Whether it counts what should not have been. */
    public boolean isLoss() {
        return this != RECEIVED && this != REBOUND;
    }

    /** The verdict was refused with this errno. */
    static QueueEvent ofRefusal(int errno) {
        return switch (errno) {
            case Errno.ENOENT -> GONE;
            case Errno.EINVAL -> REFUSED_EINVAL;
            case Errno.EPERM -> REFUSED_EPERM;
            case Errno.ENODEV -> REFUSED_ENODEV;
            default -> REFUSED;
        };
    }

    /** One line for people. */
    public String description() {
        return description;
    }
}
