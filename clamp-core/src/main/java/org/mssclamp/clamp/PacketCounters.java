// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mssclamp.counter.Counters;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.RuleTable;

/**
 * What one worker counted: packets by outcome, oddities, and for each rule.
 *
 * <p>The worker's thread increments; any thread reads. A rule that a reload leaves as it was goes on counting; one that
 * was changed begins anew.
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
    private volatile Map<String, CountedRule> rules = Map.of();

    private record CountedRule(Rule rule, Counters<RuleCount> counters) {}

    /** Packets by what became of them. */
    public Counters<Outcome> outcomes() {
        return outcomes;
    }

    /** SYNs by what is odd about them. */
    public Counters<Oddity> oddities() {
        return oddities;
    }

    /** The counts of the rule of this name in the table now in force; zero if there is none. */
    public Counters<RuleCount> rule(String name) {
        CountedRule counted = rules.get(name);
        return counted == null ? new Counters<>(RuleCount.class) : counted.counters;
    }

    /** Counters for the rules of a table, by their number there. Counts of rules that it does not have are forgotten. */
    List<Counters<RuleCount>> begin(RuleTable table) {
        List<Counters<RuleCount>> byNumber = new ArrayList<>(table.size());
        Map<String, CountedRule> next = new HashMap<>();
        for (int i = 0; i < table.size(); i++) {
            Rule rule = table.rule(i);
            CountedRule before = rules.get(rule.name());
            CountedRule counted = before != null && before.rule.equals(rule)
                    ? before
                    : new CountedRule(rule, new Counters<>(RuleCount.class));
            next.put(rule.name(), counted);
            byNumber.add(counted.counters);
        }
        rules = next;
        return byNumber;
    }
}
