// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.mssclamp.clamp.Oddity;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.clamp.PacketCounters.RuleCount;
import org.mssclamp.nfqueue.QueueEvent;
import org.mssclamp.nfqueue.QueueWorker;
import org.mssclamp.route.PathEvent;
import org.mssclamp.rule.Rule;

/** The counters of all workers added up, as lines for the log; what is zero is left out. */
final class CounterReport {
    private final List<QueueWorker> workers;
    private final List<String> lines = new ArrayList<>();

    private CounterReport(List<QueueWorker> workers) {
        this.workers = workers;
    }

    /** What happened to the queues, what became of the packets, what was odd about them, how often paths
     * were looked up, and what each rule did. */
    static List<String> of(List<QueueWorker> workers, List<Rule> rules) {
        CounterReport report = new CounterReport(workers);
        for (QueueEvent event : QueueEvent.values()) {
            report.append(worker -> worker.events().count(event), event.label(), event.description());
        }
        if (!workers.isEmpty() && report.total(worker -> worker.events().count(QueueEvent.RECEIVED)) == 0) {
            report.lines.add("no packet was received; does a firewall rule with NFQUEUE point here?");
        }
        for (Outcome outcome : Outcome.values()) {
            report.append(worker -> worker.packets().outcomes().count(outcome), outcome.label(), outcome.description());
        }
        for (Oddity oddity : Oddity.values()) {
            report.append(worker -> worker.packets().oddities().count(oddity), oddity.label(), oddity.description());
        }
        for (PathEvent event : PathEvent.values()) {
            report.append(worker -> worker.paths().events().count(event), event.label(), event.description());
        }
        report.appendRules(rules);
        return report.lines;
    }

    /** What some rules of the table in force did. */
    static List<String> ofRules(List<QueueWorker> workers, List<Rule> rules) {
        CounterReport report = new CounterReport(workers);
        report.appendRules(rules);
        return report.lines;
    }

    private void appendRules(List<Rule> rules) {
        for (Rule rule : rules) {
            appendRule(rule.name());
        }
    }

    private void appendRule(String name) {
        long changed = total(worker -> worker.packets().rule(name).count(RuleCount.CHANGED));
        append(
                worker -> worker.packets().rule(name).count(RuleCount.MATCHED),
                "rule " + name,
                "matched; " + changed + " changed, or would be if the rule acted");
    }

    private void append(ToLongFunction<QueueWorker> counter, String label, String description) {
        long count = total(counter);
        if (count > 0) {
            lines.add(String.format("%12d %-20s %s", count, label, description));
        }
    }

    private long total(ToLongFunction<QueueWorker> counter) {
        return workers.stream().mapToLong(counter).sum();
    }
}
