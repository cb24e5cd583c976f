// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.util.ArrayList;
import java.util.List;
import org.mssclamp.clamp.Oddity;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.nfqueue.QueueEvent;
import org.mssclamp.nfqueue.QueueWorker;

/** The counters of all workers added up, as lines for the log; what is zero is left out. */
final class CounterReport {
    private CounterReport() {}

    static List<String> of(List<QueueWorker> workers) {
        List<String> lines = new ArrayList<>();
        for (QueueEvent event : QueueEvent.values()) {
            long count = workers.stream()
                    .mapToLong(worker -> worker.events().count(event))
                    .sum();
            append(lines, count, event.label(), event.description());
        }
        for (Outcome outcome : Outcome.values()) {
            long count = workers.stream()
                    .mapToLong(worker -> worker.packets().outcomes().count(outcome))
                    .sum();
            append(lines, count, outcome.label(), outcome.description());
        }
        for (Oddity oddity : Oddity.values()) {
            long count = workers.stream()
                    .mapToLong(worker -> worker.packets().oddities().count(oddity))
                    .sum();
            append(lines, count, oddity.label(), oddity.description());
        }
        return lines;
    }

    private static void append(List<String> lines, long count, String label, String description) {
        if (count > 0) {
            lines.add(String.format("%12d %-20s %s", count, label, description));
        }
    }
}
