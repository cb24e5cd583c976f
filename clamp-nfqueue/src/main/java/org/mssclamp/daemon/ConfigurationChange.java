// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.mssclamp.config.Configuration;
import org.mssclamp.rule.Rule;

/** What a reload changed, for the log: {@code rules added: phones; queues bound: 2, 3}. */
final class ConfigurationChange {
    private static final int MOST_NAMES = 10;

    private final List<String> parts = new ArrayList<>();

    private ConfigurationChange() {}

    /** One line for people. */
    static String describe(Configuration before, Configuration after) {
        ConfigurationChange change = new ConfigurationChange();
        change.compare(byName(before.rules()), byName(after.rules()), "rules added", "rules removed", "rules changed");
        if (change.parts.isEmpty() && !before.rules().equals(after.rules())) {
            change.parts.add("rules in another order");
        }
        if (!before.policy().equals(after.policy()) || !before.routeLifetime().equals(after.routeLifetime())) {
            change.parts.add("settings for all packets changed");
        }
        if (!before.control().equals(after.control())) {
            change.parts.add("control socket changed");
        }
        if (!before.metrics().equals(after.metrics())) {
            change.parts.add(after.metrics()
                    .map(listener -> "metrics on " + listener.label())
                    .orElse("metrics off"));
        }
        if (before.page() != after.page()) {
            change.parts.add(after.page() ? "page on" : "page off");
        }
        change.compare(
                before.queuesByNumber(), after.queuesByNumber(), "queues bound", "queues given up", "queues changed");
        return change.parts.isEmpty() ? "nothing changed" : String.join("; ", change.parts);
    }

    private static Map<String, Rule> byName(List<Rule> rules) {
        Map<String, Rule> byName = new LinkedHashMap<>();
        rules.forEach(rule -> byName.put(rule.name(), rule));
        return byName;
    }

    private <K, V> void compare(Map<K, V> before, Map<K, V> after, String added, String removed, String changed) {
        list(added, after, key -> !before.containsKey(key));
        list(removed, before, key -> !after.containsKey(key));
        list(changed, after, key -> before.containsKey(key) && !Objects.equals(before.get(key), after.get(key)));
    }

    private <K, V> void list(String label, Map<K, V> all, Predicate<K> listed) {
        List<String> names =
                all.keySet().stream().filter(listed).map(String::valueOf).toList();
        if (names.isEmpty()) {
            return;
        }
        int rest = names.size() - MOST_NAMES;
        String first = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
        parts.add(label + ": " + first + (rest > 0 ? " and " + rest + " more" : ""));
    }
}
