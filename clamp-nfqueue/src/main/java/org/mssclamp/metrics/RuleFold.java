// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.metrics;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mssclamp.status.RuleCount;

/**
 * The counts of rules by name: of the first in the order written by their own, of all others as one.
 *
 * <p>A series for each of ten thousand rules would be a burden to who stores them.
 */
final class RuleFold {
    /** How many go by their own name. */
    static final int NAMED = 64;

    /** The name of the others. */
    static final String OTHERS = "other";

    private final Map<String, RuleCount> byName = new TreeMap<>();
    private int seen;

    private RuleFold() {}

    /** Of rules in the order written. */
    static Collection<RuleCount> of(Stream<RuleCount> rules) {
        RuleFold fold = new RuleFold();
        rules.forEachOrdered(fold::add);
        return fold.byName.values();
    }

    private void add(RuleCount rule) {
        String name = seen < NAMED ? rule.name() : OTHERS;
        // A rule may be named as the others are.
        byName.merge(name, new RuleCount(name, rule.matched(), rule.changed()), RuleCount::plus);
        seen++;
    }
}
