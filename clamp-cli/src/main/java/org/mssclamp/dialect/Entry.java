// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.List;
import java.util.stream.Stream;
import org.mssclamp.rule.Rule;

/**
 * A place in the original where an MSS is clamped, with what became of it.
 *
 * @param line from 1
 * @param original what stands there
 * @param rules that do the same; none if nothing does. Their names are not unique yet
 * @param remarks what to know of them
 * @param losses what was not carried over, and why
 */
public record Entry(int line, String original, List<Rule> rules, List<String> remarks, List<String> losses) {
    /** Copies the lists. */
    public Entry {
        rules = List.copyOf(rules);
        remarks = List.copyOf(remarks);
        losses = List.copyOf(losses);
    }

    static Entry carried(int line, String original, Rule... rules) {
        return new Entry(line, original, List.of(rules), List.of(), List.of());
    }

    static Entry lost(int line, String original, String reason) {
        return new Entry(line, original, List.of(), List.of(), List.of(reason));
    }

    Entry remark(String remark) {
        return new Entry(line, original, rules, plus(remarks, remark), losses);
    }

    Entry loss(String loss) {
        return new Entry(line, original, rules, remarks, plus(losses, loss));
    }

    private static List<String> plus(List<String> list, String further) {
        return Stream.concat(list.stream(), Stream.of(further)).toList();
    }
}
