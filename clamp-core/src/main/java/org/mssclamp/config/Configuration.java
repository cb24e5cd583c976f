// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;

/**
 * What a configuration file says.
 *
 * @param queues at least one; no queue number is in two of them
 * @param policy what holds for every packet
 * @param routeLifetime how long an answer about a path is believed if nothing is heard of a change; with zero every
 *     packet is asked for
 * @param control where the daemon can be asked
 * @param metrics where its metrics can be fetched; empty for nowhere
 * @param page whether the page for browsers is there, too
 * @param rules in the order written, each with a name of its own
 * @param texts how the rules are written
 */
public record Configuration(
        List<QueueSettings> queues,
        Policy policy,
        Duration routeLifetime,
        ControlSettings control,
        Optional<MetricsListener> metrics,
        boolean page,
        List<Rule> rules,
        RuleTexts texts) {
    /** For a configuration that says none: as long as a path may take to show a change that the kernel does not tell. */
    public static final Duration DEFAULT_ROUTE_LIFETIME = Duration.ofSeconds(1);

    /** Copies the lists. */
    public Configuration {
        queues = List.copyOf(queues);
        rules = List.copyOf(rules);
    }

    /** One with nothing but queues, rules and what holds for every packet. */
    public static Configuration of(List<QueueSettings> queues, Policy policy, List<Rule> rules) {
        return new Configuration(
                queues,
                policy,
                DEFAULT_ROUTE_LIFETIME,
                ControlSettings.DEFAULT,
                Optional.empty(),
                false,
                rules,
                RuleTexts.NONE);
    }

    /** What it says of each queue number. */
    public SortedMap<Integer, QueueSettings> queuesByNumber() {
        SortedMap<Integer, QueueSettings> byNumber = new TreeMap<>();
        for (QueueSettings range : queues) {
            for (int number = range.first(); number <= range.last(); number++) {
                byNumber.put(number, range.of(number));
            }
        }
        return byNumber;
    }
}
