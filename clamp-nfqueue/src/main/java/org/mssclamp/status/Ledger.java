// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.mssclamp.nfqueue.QueueWorker;
import org.mssclamp.rule.Rule;

/**
 * Keeps what was counted since the process began, by the workers there are and by those that a reload has ended. For any thread.
 *
 * <p>None of it ever falls: who makes rates of it takes a fall for a count that began anew. While a reload goes on it tells
 * of the workers and rules there were before.
 */
public final class Ledger {
    private final SortedMap<Integer, QueueLedger> queues = new TreeMap<>();
    private final RuleLedger rules = new RuleLedger();

    /** A reload is over: these workers are at work, by these rules, and the runs of all others have ended. */
    public synchronized void follow(List<QueueWorker> workers, List<Rule> inForce) {
        Map<Integer, QueueWorker> byNumber =
                workers.stream().collect(Collectors.toMap(QueueWorker::queueNumber, UnaryOperator.identity()));
        byNumber.keySet().forEach(number -> queues.computeIfAbsent(number, QueueLedger::new));
        queues.forEach((number, queue) -> queue.follow(Optional.ofNullable(byNumber.get(number))));
        rules.follow(
                workers.stream().map(QueueWorker::packets).toList(),
                inForce.stream().map(Rule::name).toList());
    }

    /**
     * Of each queue there was.
     *
     * @param kernel what the kernel says of a worker's socket and queue
     */
    public synchronized List<QueueTotals> queues(Function<QueueWorker, KernelCounts> kernel) {
        List<QueueTotals> totals = new ArrayList<>();
        for (QueueLedger queue : queues.values()) {
            totals.add(queue.totals(queue.worker().map(kernel).orElse(KernelCounts.UNKNOWN)));
        }
        return totals;
    }

    /** Of each rule in force that goes by its own name, and of all others as one. Goes through all rules. */
    public synchronized List<RuleCount> rules() {
        return rules.counts();
    }
}
