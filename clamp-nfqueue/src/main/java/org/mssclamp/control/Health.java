// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import java.util.ArrayList;
import java.util.List;
import org.mssclamp.status.DaemonStatus;
import org.mssclamp.status.QueueStatus;

/**
 * Whether SYNs can be clamped.
 *
 * @param faults why not, in a few words each; empty if they can
 */
record Health(List<String> faults) {
    Health {
        faults = List.copyOf(faults);
    }

    /** All is well if each queue is ours, and has a worker; during a reload the kernel holds what comes until it has. */
    static Health of(DaemonStatus status) {
        List<String> faults = new ArrayList<>();
        if (status.queues().isEmpty()) {
            faults.add("no queue is served yet");
        }
        for (QueueStatus queue : status.queues()) {
            if (!queue.served() && !status.reloading()) {
                faults.add("queue " + queue.number() + " has no worker");
            } else if (!queue.bound()) {
                faults.add("queue " + queue.number() + " is not bound");
            }
        }
        return new Health(faults);
    }

    boolean ok() {
        return faults.isEmpty();
    }
}
