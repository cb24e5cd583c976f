// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.List;
import java.util.Optional;

/**
 * One rule of iptables, as it is written.
 *
 * @param line its number in the text, from 1
 * @param text the line itself, without blanks around it
 * @param counters if they were saved
 * @param modules the matches that {@code -m} names
 * @param options those that ask something of a packet, and of no target
 * @param target empty for a rule that only counts
 */
public record SavedRule(
        int line,
        String text,
        String chain,
        Optional<SavedCounters> counters,
        List<String> modules,
        List<SavedOption> options,
        Optional<SavedTarget> target) {
    /** Copies the lists. */
    public SavedRule {
        modules = List.copyOf(modules);
        options = List.copyOf(options);
    }

    /**
     * Reads the words of a command behind the name of the program and its table: {@code -A CHAIN ...}. Never throws;
     * empty if they append to no chain.
     */
    public static Optional<SavedRule> read(
            int line, String text, Optional<SavedCounters> counters, List<String> words) {
        return new SavedRuleReader(words).read(line, text, counters);
    }

    /** The first option of that name. */
    public Optional<SavedOption> option(String wanted) {
        return options.stream().filter(option -> option.name().equals(wanted)).findFirst();
    }

    /** Whether the rule hands packets to that target or chain. */
    public boolean leadsTo(String name) {
        return target.filter(there -> there.name().equals(name)).isPresent();
    }
}
