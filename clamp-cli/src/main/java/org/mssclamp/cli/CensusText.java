// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.status.Column;

/**
 * What became of packets, for people.
 *
 * <pre>
 * outcome  packets
 * clamped       20  the MSS was lowered
 * not-syn      980  TCP without SYN, or with RST
 *
 * rule     matched  changed
 * phones        20       20
 * 1 more rule matched nothing
 * </pre>
 */
record CensusText(Census census, Palette palette) {
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        addOutcomes(lines);
        addRules(lines);
        return lines;
    }

    private void addOutcomes(List<String> lines) {
        List<Outcome> met = Arrays.stream(Outcome.values())
                .filter(outcome -> census.count(outcome) > 0)
                .toList();
        Column labels = column("outcome", met.stream().map(Outcome::label));
        Column packets = column("packets", met.stream().map(outcome -> Count.number(census.count(outcome))));
        lines.add(labels.left("outcome") + "  " + packets.right("packets"));
        for (Outcome outcome : met) {
            lines.add(labels.left(outcome.label()) + "  " + packets.right(Count.number(census.count(outcome))) + "  "
                    + palette.faint(outcome.description()));
        }
        lines.add("");
    }

    private void addRules(List<String> lines) {
        List<Census.OfRule> rules = census.rules();
        List<Census.OfRule> matched =
                rules.stream().filter(rule -> rule.matched() > 0).toList();
        if (!matched.isEmpty()) {
            Column names = column("rule", matched.stream().map(Census.OfRule::name));
            Column hits = column("matched", matched.stream().map(rule -> Count.number(rule.matched())));
            Column changes = column("changed", matched.stream().map(rule -> Count.number(rule.changed())));
            lines.add(names.left("rule") + "  " + hits.right("matched") + "  " + changes.right("changed"));
            for (Census.OfRule rule : matched) {
                lines.add(names.left(rule.name()) + "  " + hits.right(Count.number(rule.matched())) + "  "
                        + changes.right(Count.number(rule.changed())));
            }
        }
        if (matched.size() < rules.size()) {
            String more = matched.isEmpty() ? "" : " more";
            int silent = rules.size() - matched.size();
            lines.add(palette.faint(
                    Count.number(silent) + more + (silent == 1 ? " rule" : " rules") + " matched nothing"));
        }
    }

    private static Column column(String head, Stream<String> cells) {
        return Column.of(Stream.concat(Stream.of(head), cells));
    }
}
