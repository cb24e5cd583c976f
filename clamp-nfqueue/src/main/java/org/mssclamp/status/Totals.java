// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import java.util.List;

/**
 * What had been counted at one moment since the process began.
 *
 * @param queues in the order of their numbers, among them those that were given up
 * @param rules those in force that go by their own names, in the order written; behind them all others as one
 */
public record Totals(List<QueueTotals> queues, List<RuleCount> rules) {
    /** Copies the lists. */
    public Totals {
        queues = List.copyOf(queues);
        rules = List.copyOf(rules);
    }
}
