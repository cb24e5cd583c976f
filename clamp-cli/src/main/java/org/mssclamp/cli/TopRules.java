// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.List;
import java.util.OptionalInt;
import org.mssclamp.status.Column;
import org.mssclamp.status.Numbers;

/** The part of {@code top} about rules; names come last, for they may be long. */
record TopRules(TopRates rates, TopOrder order) {
    private static final Column RATE = new Column(11);
    private static final Column COUNT = new Column(13);
    private static final Column MSS = new Column("about 1460 -> 1360".length());

    /** Adds so many lines, or fewer if there are not so many rules. */
    void addTo(TopPage page, int most) {
        List<TopRates.OfRule> rules = rates.rules(order);
        if (rules.isEmpty()) {
            page.add("there are no rules");
            return;
        }
        page.addHeading(line("SYN/s", "clamped/s", "SYNs", "MSS at the median", "rule"));
        for (TopRates.OfRule of : rules.subList(0, Math.min(rules.size(), Math.max(most - 1, 0)))) {
            page.add(line(
                    Numbers.rate(of.matched()),
                    Numbers.rate(of.changed()),
                    Numbers.count(of.rule().matched()),
                    mss(of.rule()),
                    of.name()));
        }
    }

    private static String line(String matched, String clamped, String all, String mss, String name) {
        return RATE.right(matched) + "  " + RATE.right(clamped) + "  " + COUNT.right(all) + "  " + MSS.left(mss) + "  "
                + name;
    }

    private static String mss(TopSample.Rule rule) {
        if (rule.mssAfter().isEmpty()) {
            return "";
        }
        String after = text(rule.mssAfter());
        String change = rule.mssBefore().equals(rule.mssAfter()) ? after : text(rule.mssBefore()) + " -> " + after;
        return rule.exact() ? change : "about " + change;
    }

    private static String text(OptionalInt mss) {
        return mss.isPresent() ? Integer.toString(mss.getAsInt()) : "none";
    }
}
