// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mssclamp.config.Configuration;
import org.mssclamp.config.Problem;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Prefix;
import org.mssclamp.rule.Rule;

/**
 * What is known of the daemon's configuration.
 *
 * @param file its path
 * @param unreadable why it cannot be read; empty if it can
 * @param doubts about who may change it, as sentences
 * @param problems of the text
 * @param problemsHere besides, what is unwise with the interfaces and policies of this machine
 * @param configuration empty if it has errors or cannot be read
 */
public record Configured(
        String file,
        Optional<String> unreadable,
        List<String> doubts,
        List<Problem> problems,
        List<Problem> problemsHere,
        Optional<Configuration> configuration) {
    /** Copies the lists. */
    public Configured {
        doubts = List.copyOf(doubts);
        problems = List.copyOf(problems);
        problemsHere = List.copyOf(problemsHere);
    }

    /** Throws if nobody knows what the daemon is to do. */
    Configuration get() throws UnseenException {
        return configuration.orElseThrow(() -> new UnseenException("there is no configuration to go by"));
    }

    /** Those that some rule may be for. */
    Set<Family> families() {
        return Arrays.stream(Family.values())
                .filter(family -> configuration.isEmpty()
                        || configuration.get().rules().stream().anyMatch(rule -> isFor(rule, family)))
                .collect(Collectors.toSet());
    }

    private static boolean isFor(Rule rule, Family family) {
        return rule.action().isFor(family)
                && rule.match().family().filter(asked -> asked != family).isEmpty()
                && Stream.of(rule.match().from(), rule.match().to()).allMatch(prefixes -> mayHold(prefixes, family));
    }

    private static boolean mayHold(List<Prefix> prefixes, Family family) {
        List<Prefix> meant =
                prefixes.stream().filter(prefix -> !prefix.excluded()).toList();
        return meant.isEmpty() || meant.stream().anyMatch(prefix -> prefix.family() == family);
    }

    /** By number; of a daemon without a configuration its one queue. */
    SortedMap<Integer, QueueSettings> queues() {
        return configuration
                .map(Configuration::queuesByNumber)
                .orElseGet(() -> new TreeMap<>(Map.of(0, QueueSettings.DEFAULT)));
    }
}
