// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.List;
import java.util.Map;
import org.mssclamp.clamp.Outcome;

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
