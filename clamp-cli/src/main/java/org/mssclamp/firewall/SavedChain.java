// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.List;
import java.util.Optional;

/**
 * A chain of a table.
 *
 * @param policy what becomes of a packet behind its last rule; empty for a chain that others lead to
 * @param counters of the policy
 * @param rules in the order packets meet them
 */
public record SavedChain(
        String name, Optional<String> policy, Optional<SavedCounters> counters, List<SavedRule> rules) {
    /** Copies the list. */
    public SavedChain {
        rules = List.copyOf(rules);
    }
}
