// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.clamp.PacketCounters;
import org.mssclamp.clamp.PacketCounters.RuleCount;
import org.mssclamp.clamp.RuleCounters;
import org.mssclamp.rule.RuleTable;

/**
 * What one pass of a capture's packets came to.
 *
 * @param packets how many of the pass were counted: all, unless it was interrupted
 * @param outcomes packets by outcome, for all outcomes
 * @param rules in the order of the configuration
 */
record Census(long packets, Map<Outcome, Long> outcomes, List<OfRule> rules) {
    Census {
        outcomes = Map.copyOf(outcomes);
        rules = List.copyOf(rules);
    }

    /** What was counted, of so many packets and the rules of a table. */
    static Census of(long packets, PacketCounters counters, RuleTable table) {
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, counters.outcomes().count(outcome));
        }
        List<OfRule> rules = new ArrayList<>();
        for (int number = 0; number < table.size(); number++) {
            String name = table.rule(number).name();
            RuleCounters counts = counters.rule(name);
            rules.add(new OfRule(name, counts.count(RuleCount.MATCHED), counts.count(RuleCount.CHANGED)));
        }
        return new Census(packets, outcomes, rules);
    }

    /**
     * What came to one rule.
     *
     * @param matched SYNs that it matched
     * @param changed SYNs that it changed, or would have if it did more than observe
     */
    record OfRule(String name, long matched, long changed) {}

    long count(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }
}
