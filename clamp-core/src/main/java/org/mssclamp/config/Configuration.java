// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.List;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;

/**
 * What a configuration file says.
 *
 * @param queues at least one; no queue number is in two of them
 * @param policy what holds for every packet
 * @param rules in the order written, each with a name of its own
 */
public record Configuration(List<QueueSettings> queues, Policy policy, List<Rule> rules) {
    /** Copies the lists. */
    public Configuration {
        queues = List.copyOf(queues);
        rules = List.copyOf(rules);
    }
}
