// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.mssclamp.counter.Buckets;
import org.mssclamp.counter.Counters;
import org.mssclamp.counter.Histogram;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.RuleTable;

/**
 * What one worker counted: packets by outcome, oddities, the MSS they announced, how long they took, and for each rule.
 *
 * <p>The worker's thread increments; any thread reads. A rule that a reload leaves as it was goes on counting; one that
 * was changed begins anew.
 */
public final class PacketCounters {
    /** What is counted of a rule. */
    public enum RuleCount {
        /** SYNs that the rule matched. */
        MATCHED,
        /** SYNs that the rule changed, or would have if it did more than observe. */
        CHANGED
    }

    /** Of the MSS: what hosts and tunnels make of the usual MTUs. */
    public static final Buckets MSS_BUCKETS = new Buckets(536, 1220, 1360, 1380, 1400, 1420, 1440, 1460, 8960, 0xFFFF);

    /** Of service times, in ns. */
    public static final Buckets SERVICE_BUCKETS = new Buckets(
            5_000,
            10_000,
            20_000,
            50_000,
            100_000,
            200_000,
            500_000,
            1_000_000,
            2_000_000,
            5_000_000,
            10_000_000,
            20_000_000,
            50_000_000,
            100_000_000,
            1_000_000_000);

    private final Counters<Outcome> outcomes = new Counters<>(Outcome.class);
    private final Counters<Oddity> oddities = new Counters<>(Oddity.class);
    private final Histogram mssBefore = new Histogram(MSS_BUCKETS);
    private final Histogram mssAfter = new Histogram(MSS_BUCKETS);
    private final Histogram serviceNs = new Histogram(SERVICE_BUCKETS);
    private volatile RuleTally rules = new RuleTally(0);

    private record CountedRule(Rule rule, RuleCounters counters) {}

    /** Counters for the rules of a table, which are told from when they are {@linkplain #show shown}, and the same since. */
    public static final class RuleTally {
        /** By the rule's number in the table. */
        final RuleCounters[] byNumber;

        private final Map<String, CountedRule> byName = new HashMap<>();

        private RuleTally(int rules) {
            byNumber = new RuleCounters[rules];
        }

        /** Those of the rule of this name; empty if there is none. */
        public Optional<RuleCounters> rule(String name) {
            return Optional.ofNullable(byName.get(name)).map(CountedRule::counters);
        }

        /** Goes through all rules, by their names, in no order. */
        public void forEach(BiConsumer<String, RuleCounters> visitor) {
            byName.forEach((name, counted) -> visitor.accept(name, counted.counters));
        }
    }

    /** Packets by what became of them. */
    public Counters<Outcome> outcomes() {
        return outcomes;
    }

    /** SYNs by what is odd about them. */
    public Counters<Oddity> oddities() {
        return oddities;
    }

    /** The MSS that SYNs announced as they came; of several options the last, as receivers read them. */
    public Histogram mssBefore() {
        return mssBefore;
    }

    /** The MSS that SYNs announced as they left. */
    public Histogram mssAfter() {
        return mssAfter;
    }

    /** For each packet the ns from the reception of its batch until all verdicts of that were sent. */
    public Histogram serviceNs() {
        return serviceNs;
    }

    /** The counts of the rule of this name in the table now in force; zero if there is none. */
    public RuleCounters rule(String name) {
        return rules.rule(name).orElseGet(RuleCounters::new);
    }

    /** The counts of all rules of the table now in force. */
    public RuleTally rules() {
        return rules;
    }

    /** Counters for the rules of a table: those there are, and new ones. */
    RuleTally prepare(RuleTable table) {
        RuleTally tally = new RuleTally(table.size());
        for (int i = 0; i < table.size(); i++) {
            Rule rule = table.rule(i);
            CountedRule before = rules.byName.get(rule.name());
            CountedRule counted =
                    before != null && before.rule.equals(rule) ? before : new CountedRule(rule, new RuleCounters());
            tally.byName.put(rule.name(), counted);
            tally.byNumber[i] = counted.counters;
        }
        return tally;
    }

    /** From now on these are told. Counts of rules that are not among them are forgotten. */
    void show(RuleTally tally) {
        rules = tally;
    }
}
