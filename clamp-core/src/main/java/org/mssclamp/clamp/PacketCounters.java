// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mssclamp.counter.Counters;

/**
 * What one worker counted: packets by outcome, oddities, and for each rule.
 *
 * <p>The worker's thread increments; any thread reads. Counts live as long as the worker: a rule of the same name goes
 * on counting after a reload.
 */
public final class PacketCounters {
    /** What is counted of a rule. */
    public enum RuleCount {
        /** SYNs that the rule matched. */
        MATCHED,
        /** SYNs that the rule changed, or would have if it did more than observe. */
        CHANGED
    }

    private final Counters<Outcome> outcomes = new Counters<>(Outcome.class);
    private final Counters<Oddity> oddities = new Counters<>(Oddity.class);
    private final Map<String, Counters<RuleCount>> rules = new LinkedHashMap<>();

    /** Packets by what became of them. */
    public Counters<Outcome> outcomes() {
        return outcomes;
    }

    /** SYNs by what is odd about them. */
    public Counters<Oddity> oddities() {
        return oddities;
    }

    /** The counts of the rules of this name, in this table and in those before it. */
    public Counters<RuleCount> rule(String name) {
        synchronized (rules) {
            return rules.computeIfAbsent(name, absent -> new Counters<>(RuleCount.class));
        }
    }
}
