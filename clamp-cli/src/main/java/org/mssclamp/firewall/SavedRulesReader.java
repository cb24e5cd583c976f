// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mssclamp.firewall.SavedRules.Line;

/** Reads the lines of a saved firewall: {@code *table}, {@code :CHAIN POLICY [0:0]}, {@code -A CHAIN ...}, {@code COMMIT}. */
final class SavedRulesReader {
    private static final String NO_POLICY = "-";
    private static final int CHAIN_WITH_COUNTERS = 3;

    private final Map<String, Map<String, OpenChain>> tables = new LinkedHashMap<>();
    private final List<Line> unread = new ArrayList<>();
    private @Nullable Map<String, OpenChain> table;

    /** A chain that may get more rules. */
    private record OpenChain(Optional<String> policy, Optional<SavedCounters> counters, List<SavedRule> rules) {
        static OpenChain undeclared() {
            return new OpenChain(Optional.empty(), Optional.empty(), new ArrayList<>());
        }

        SavedChain closed(String name) {
            return new SavedChain(name, policy, counters, rules);
        }
    }

    SavedRules read(String text) {
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String stripped = line.strip();
            if (!stripped.isEmpty() && !take(number, stripped)) {
                unread.add(new Line(number, stripped));
            }
        }
        List<SavedTable> closed = new ArrayList<>();
        tables.forEach((name, chains) -> closed.add(closed(name, chains)));
        return new SavedRules(closed, unread);
    }

    private static SavedTable closed(String name, Map<String, OpenChain> chains) {
        List<SavedChain> closed = new ArrayList<>();
        chains.forEach((chain, open) -> closed.add(open.closed(chain)));
        return new SavedTable(name, closed);
    }

    /** Whether the line is one that such a text has. */
    private boolean take(int number, String line) {
        if (line.charAt(0) == '#') {
            return true;
        }
        if (line.charAt(0) == '*') {
            table = tables.computeIfAbsent(line.substring(1).strip(), name -> new LinkedHashMap<>());
            return true;
        }
        Map<String, OpenChain> open = table;
        if (open == null) {
            return false;
        }
        if (line.equals("COMMIT")) {
            table = null;
            return true;
        }
        return line.charAt(0) == ':' ? takeChain(open, line.substring(1)) : takeRule(open, number, line);
    }

    private static boolean takeChain(Map<String, OpenChain> open, String line) {
        String[] words = line.split("\\s+", CHAIN_WITH_COUNTERS);
        if (words.length < 2) {
            return false;
        }
        Optional<String> policy = words[1].equals(NO_POLICY) ? Optional.empty() : Optional.of(words[1]);
        Optional<SavedCounters> counters =
                words.length < CHAIN_WITH_COUNTERS ? Optional.empty() : SavedCounters.parse(words[2]);
        List<SavedRule> rules = open.containsKey(words[0]) ? open.get(words[0]).rules() : new ArrayList<>();
        open.put(words[0], new OpenChain(policy, counters, rules));
        return true;
    }

    private static boolean takeRule(Map<String, OpenChain> open, int number, String line) {
        Optional<List<String>> cut = ShellWords.of(line);
        if (cut.isEmpty()) {
            return false;
        }
        List<String> words = cut.get();
        Optional<SavedCounters> counters = words.isEmpty() ? Optional.empty() : SavedCounters.parse(words.get(0));
        List<String> command = counters.isEmpty() ? words : words.subList(1, words.size());
        Optional<SavedRule> rule = SavedRule.read(number, line, counters, command);
        rule.ifPresent(read -> open.computeIfAbsent(read.chain(), name -> OpenChain.undeclared())
                .rules()
                .add(read));
        return rule.isPresent();
    }
}
