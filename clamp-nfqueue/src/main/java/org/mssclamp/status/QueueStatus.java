// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import java.util.Map;
import java.util.OptionalLong;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.nfqueue.QueueEvent;

/**
 * One queue at one moment.
 *
 * @param settings of this queue alone
 * @param bound whether the queue is ours now
 * @param served whether its worker is at work
 * @param kept whether the supervisor keeps its socket, should this process end
 * @param waiting packets that the kernel holds for it; empty if only root may know
 * @param bufferedOctets what lies in its receive buffer; empty if the kernel does not say
 * @param notReceived messages of the kernel for which the receive buffer had no room, since the socket was made; empty if it
 *     does not say
 * @param events what happened to the queue
 * @param outcomes packets by what became of them
 * @param traces that its worker feeds
 * @param rates of what was received, and by what became of it
 * @param distributions of what SYNs announced, and of how long packets took
 */
public record QueueStatus(
        QueueSettings settings,
        boolean bound,
        boolean served,
        boolean kept,
        OptionalLong waiting,
        OptionalLong bufferedOctets,
        OptionalLong notReceived,
        Map<QueueEvent, Long> events,
        Map<Outcome, Long> outcomes,
        int traces,
        QueueRates rates,
        Distributions distributions) {
    /** Copies what is not a value yet. */
    public QueueStatus {
        events = Map.copyOf(events);
        outcomes = Map.copyOf(outcomes);
    }

    public int number() {
        return settings.first();
    }

    /** Packets that did not get the verdict that the rules are for: they never came, or no verdict or not all of it left. */
    public long lost() {
        // Both see a full receive buffer; the gaps in the ids come later, the kernel's count has other messages, too.
        return Math.max(notReceived.orElse(0), count(QueueEvent.MISSED))
                + count(QueueEvent.UNSENT)
                + count(QueueEvent.STRIPPED);
    }

    private long count(QueueEvent event) {
        return events.getOrDefault(event, 0L);
    }
}
