// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mssclamp.clamp.PacketCounters;
import org.mssclamp.clamp.PacketCounters.RuleTally;
import org.mssclamp.clamp.RuleCounters;

/**
 * What was counted of rules since the process began: of as many as there is room for by their own names, of all others as
 * one. Not thread-safe.
 *
 * <p>A series for each of ten thousand rules would be a burden to who stores them.
 *
 * <p>Neither falls. A rule that goes by its own name does so as long as it is in force, and what was counted while it was one of
 * the others stays with these. What the counters of a worker or rule had come to that are gone is settled with the name.
 */
final class RuleLedger {
    /** How many go by their own name. */
    static final int NAMED = 64;

    /** The name of the others. */
    static final String OTHERS = "other";

    /** Of names not in force, for the case that they come back. */
    private static final int REMEMBERED = 16 * NAMED;

    /** In the order written. */
    private List<String> namedInOrder = List.of();

    private Set<String> named = Set.of();
    /** To be added to what the tallies say; below zero for what was counted under another name. */
    private final Map<String, RuleCount> settled = new LinkedHashMap<>();

    private Map<PacketCounters, RuleTally> tallies = Map.of();
    private boolean hasOthers;

    /** Of one series, while it is made. */
    private static final class Sum {
        private long matched;
        private long changed;

        void add(RuleCounters counters) {
            changed += counters.count(PacketCounters.RuleCount.CHANGED);
            matched += counters.count(PacketCounters.RuleCount.MATCHED);
        }
    }

    /**
     * These rules are in force, and these workers there; those that were before and are not now count no more.
     *
     * @param rules by name, in the order written
     */
    void follow(List<PacketCounters> workers, List<String> rules) {
        Set<String> nextNamed = nextNamed(rules);
        Map<PacketCounters, RuleTally> nextTallies = new HashMap<>();
        workers.forEach(worker -> nextTallies.put(worker, worker.rules()));
        tallies.forEach((worker, tally) -> {
            Optional<RuleTally> next = Optional.ofNullable(nextTallies.get(worker));
            tally.forEach((name, counters) -> {
                boolean goesOn = next.flatMap(there -> there.rule(name))
                        .filter(there -> there == counters)
                        .isPresent();
                settle(name, counters, goesOn, nextNamed);
            });
        });
        tallies = nextTallies;
        named = nextNamed;
        namedInOrder = rules.stream().filter(named::contains).toList();
        hasOthers |= rules.size() > namedInOrder.size();
        forgetOldest();
    }

    /** Who had a name keeps it, and what room is left is for the first. */
    private Set<String> nextNamed(List<String> rules) {
        Set<String> next = new HashSet<>(rules);
        next.retainAll(named);
        for (String name : rules) {
            if (next.size() < NAMED && !name.equals(OTHERS)) {
                next.add(name);
            }
        }
        return next;
    }

    private void settle(String rule, RuleCounters counters, boolean goesOn, Set<String> nextNamed) {
        String before = series(rule, named);
        String next = series(rule, nextNamed);
        if (goesOn && before.equals(next)) {
            return;
        }
        Sum sum = new Sum();
        sum.add(counters);
        add(new RuleCount(before, sum.matched, sum.changed));
        if (goesOn) {
            add(new RuleCount(next, -sum.matched, -sum.changed));
        }
    }

    private static String series(String rule, Set<String> named) {
        return named.contains(rule) ? rule : OTHERS;
    }

    private void add(RuleCount count) {
        settled.merge(count.name(), count, RuleCount::plus);
    }

    private void forgetOldest() {
        List<String> gone = settled.keySet().stream()
                .filter(name -> !named.contains(name) && !name.equals(OTHERS))
                .toList();
        gone.stream().limit(Math.max(gone.size() - REMEMBERED, 0)).forEach(settled::remove);
    }

    /** Until now; the others come last, and stay once there were some. */
    List<RuleCount> counts() {
        Map<String, Sum> sums = new HashMap<>();
        for (RuleTally tally : tallies.values()) {
            tally.forEach((rule, counters) -> sums.computeIfAbsent(series(rule, named), series -> new Sum())
                    .add(counters));
        }
        List<RuleCount> counts = new ArrayList<>();
        namedInOrder.forEach(name -> counts.add(count(name, sums)));
        if (hasOthers) {
            counts.add(count(OTHERS, sums));
        }
        return counts;
    }

    private RuleCount count(String series, Map<String, Sum> sums) {
        Sum counted = sums.getOrDefault(series, new Sum());
        return new RuleCount(series, counted.matched, counted.changed)
                .plus(settled.getOrDefault(series, new RuleCount(series, 0, 0)));
    }
}
