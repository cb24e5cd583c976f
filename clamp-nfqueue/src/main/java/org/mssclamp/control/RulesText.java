// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.mssclamp.clamp.MssChanges;
import org.mssclamp.rule.Mode;
import org.mssclamp.status.Numbers;
import org.mssclamp.status.RuleStatus;

/**
 * The rules for people: the list of a configuration, with counters as comments, so that it can be read as one again. A part at a time: there
 * may be many.
 *
 * <pre>
 * rules:
 *   # 1,234 matched, 1,200 clamped, mss 1460 -&gt; 1360, last 3 s ago
 *   - name: phones
 *     mtu: 1400
 * </pre>
 */
final class RulesText {
    private static final long LONG_AGO_MINUTES = 120;

    private final boolean observing;
    private final boolean counters;
    private final Instant now;

    /** Of a daemon that changes nothing, if it is {@code observing}. */
    RulesText(boolean observing, boolean counters, Instant now) {
        this.observing = observing;
        this.counters = counters;
        this.now = now;
    }

    /** What is before the first rule. */
    static String heading(List<RuleStatus> rules) {
        return rules.isEmpty() ? "rules: []" : "rules:";
    }

    List<String> lines(RuleStatus rule) {
        List<String> lines = new ArrayList<>();
        if (counters) {
            lines.add("  # " + counts(rule));
        }
        String text = rule.text().isEmpty() ? "name: " + rule.rule().name() : rule.text();
        String lead = "  - ";
        for (String line : text.split("\n", -1)) {
            lines.add((lead + line).stripTrailing());
            lead = "    ";
        }
        return lines;
    }

    private String counts(RuleStatus rule) {
        boolean observes = observing || rule.rule().mode() == Mode.OBSERVE;
        StringBuilder line = new StringBuilder();
        line.append(Numbers.count(rule.matched())).append(" matched, ");
        line.append(Numbers.count(rule.changed())).append(observes ? " would be clamped" : " clamped");
        line.append(mss(rule.mss()));
        rule.lastHit()
                .ifPresent(last -> line.append(", last ")
                        .append(ago(Duration.between(last, now)))
                        .append(" ago"));
        return line.toString();
    }

    /** At the median. */
    private static String mss(MssChanges mss) {
        OptionalInt before = mss.medianBefore();
        OptionalInt after = mss.medianAfter();
        if (after.isEmpty()) {
            return "";
        }
        String change = before.equals(after) ? text(after) : text(before) + " -> " + text(after);
        return ", mss " + (mss.exact() ? "" : "about ") + change;
    }

    private static String text(OptionalInt mss) {
        return mss.isPresent() ? Integer.toString(mss.getAsInt()) : "none";
    }

    private static String ago(Duration age) {
        if (age.toSeconds() < LONG_AGO_MINUTES) {
            return Math.max(age.toSeconds(), 0) + " s";
        }
        return age.toMinutes() < LONG_AGO_MINUTES ? age.toMinutes() + " min" : age.toHours() + " h";
    }
}
