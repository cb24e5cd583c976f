// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mssclamp.rule.Rule;

/**
 * A text of another dialect in our terms.
 *
 * @param source what people call the text
 * @param entries where it clamps, in the order in which our rules are to be asked
 */
public record Translation(String source, Dialect dialect, List<Entry> entries) {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    /** Copies the list. */
    public Translation {
        entries = List.copyOf(entries);
    }

    public static Translation of(String source, Dialect dialect, String text) {
        List<Entry> entries = new ArrayList<>(dialect.read(WgQuick.named(source, text)));
        entries.addAll(dialect.ofOthers(text));
        return new Translation(source, dialect, entries);
    }

    /** What was not carried over, a sentence with its place each. */
    public List<String> losses() {
        List<String> losses = new ArrayList<>();
        for (Entry entry : entries) {
            String kind = entry.rules().isEmpty() ? ": left out: " : ": not all was carried over: ";
            entry.losses()
                    .forEach(loss -> losses.add(Shown.line(source) + ":" + entry.line() + kind + loss + "\n  "
                            + Shown.line(entry.original())));
        }
        return losses;
    }

    /** How many rules of ours it came to. */
    public int ruleCount() {
        return entries.stream().mapToInt(entry -> entry.rules().size()).sum();
    }

    /** A whole configuration. */
    public String yaml() {
        List<String> lines = new ArrayList<>();
        lines.add("# Imported from " + Shown.line(source) + " (" + dialect.title() + ").");
        if (dialect.isOfOtherSystem()) {
            lines.add("# The interfaces have the names that they have there: write those of this gateway.");
        }
        lines.add("version: 1");
        lines.add("queues:");
        lines.add("  - number: 0");
        lines.add(ruleCount() == 0 ? "rules: []" : "rules:");
        Set<String> names = new HashSet<>();
        for (Entry entry : entries) {
            lines.add("");
            lines.add("  # " + entry.line() + ": " + Shown.line(entry.original()));
            entry.remarks().forEach(remark -> lines.add("  # " + Shown.line(remark)));
            String kind = entry.rules().isEmpty() ? "LEFT OUT: " : "NOT ALL CARRIED OVER: ";
            entry.losses().forEach(loss -> lines.add("  # " + kind + Shown.line(loss)));
            for (Rule rule : entry.rules()) {
                lines.addAll(RuleText.lines(rule, unique(rule.name(), names)));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String unique(String name, Set<String> names) {
        String base = name.matches(NAME) ? name : "rule";
        String unique = base;
        for (int number = 2; !names.add(unique); number++) {
            unique = base + "-" + number;
        }
        return unique;
    }
}
