// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mssclamp.netfilter.KernelRules.Called;

/**
 * The way of packets through all chains, if what is not known of rules does not keep them: which rules may match some of
 * them, and what ends the way of all for sure.
 *
 * <p>What packets do in a chain is the same whichever leads there: each chain is looked at once.
 */
public final class Walk {
    private final Probe probe;
    private final IdentityHashMap<KernelChain, Flow> flows = new IdentityHashMap<>();
    /** In the how manieth chain that the kernel calls: the first, and the last. */
    private final IdentityHashMap<KernelRule, Integer> matched = new IdentityHashMap<>();

    private final IdentityHashMap<KernelRule, Integer> matchedLast = new IdentityHashMap<>();
    private final IdentityHashMap<KernelChain, Placed> ends = new IdentityHashMap<>();
    private @Nullable Obstacle drop;

    /** What becomes of a packet. */
    private enum Outcome {
        NEXT_RULE,
        BACK,
        PASSED,
        DROPPED
    }

    /**
     * What becomes of packets in a chain.
     *
     * @param possible for some of them
     * @param matching rules that match some of them
     * @param end the rule behind which none of them sees another of the chain; null if some do
     */
    private record Flow(
            Set<Outcome> possible,
            List<KernelRule> matching,
            @Nullable Placed end) {}

    private Walk(Probe probe) {
        this.probe = probe;
    }

    /** Through the chains at these hooks, by interfaces other than the loopback. */
    public static Walk of(KernelRules rules, Probe probe, List<Hook> hooks) {
        Walk walk = new Walk(probe);
        List<Called> passed = new ArrayList<>();
        for (Called next : rules.way(hooks, probe)) {
            if (walk.drop == null) {
                passed.add(next);
                walk.through(next);
            }
        }
        walk.mark(passed);
        return walk;
    }

    /** Whether some packets of the kind come to it and match. */
    public boolean matched(KernelRule rule) {
        return matched.containsKey(rule);
    }

    /** Whether packets that come to one rule come to another in a chain which the kernel calls later. */
    public boolean isLater(KernelRule later, KernelRule earlier) {
        return matchedLast.getOrDefault(later, -1) > matched.getOrDefault(earlier, Integer.MAX_VALUE);
    }

    /** The rule that keeps all packets of the kind from the rest of a chain which the kernel calls; empty if none does. */
    public Optional<Placed> end(KernelChain chain) {
        return Optional.ofNullable(ends.get(chain));
    }

    /** What drops them all; empty if some, at least, may pass. */
    public Optional<Obstacle> drop() {
        return Optional.ofNullable(drop);
    }

    private void through(Called called) {
        for (KernelChain chain : CallOrder.of(called.table(), called.chain(), flows::containsKey)) {
            flows.put(chain, follow(called.table(), chain));
        }
        Flow flow = flow(called.chain());
        if (flow.end() != null) {
            ends.put(called.chain(), flow.end());
        }
        boolean byPolicy = flow.possible().contains(Outcome.BACK);
        boolean somePass = flow.possible().contains(Outcome.PASSED)
                || (byPolicy && !called.base().drops());
        if (!somePass) {
            drop = byPolicy || flow.end() == null
                    ? Obstacle.policy(called.table(), called.chain())
                    : new Obstacle(
                            flow.end().table(),
                            flow.end().chain(),
                            Optional.of(flow.end().rule()),
                            false);
        }
    }

    /** Of a chain that is not yet known the kernel comes to none: it would lead to itself. */
    private Flow flow(KernelChain chain) {
        Flow known = flows.get(chain);
        return known == null ? new Flow(EnumSet.of(Outcome.BACK), List.of(), null) : known;
    }

    private Flow follow(KernelTable table, KernelChain chain) {
        Set<Outcome> possible = EnumSet.noneOf(Outcome.class);
        List<KernelRule> matching = new ArrayList<>();
        for (KernelRule rule : chain.rules()) {
            Answer answer = rule.matches(probe);
            if (answer == Answer.NO) {
                continue;
            }
            matching.add(rule);
            Flow behind = behind(rule, table);
            possible.addAll(behind.possible());
            if (answer == Answer.YES && !behind.possible().contains(Outcome.NEXT_RULE)) {
                possible.remove(Outcome.NEXT_RULE);
                return new Flow(
                        possible, matching, behind.end() == null ? new Placed(table, chain, rule) : behind.end());
            }
        }
        possible.remove(Outcome.NEXT_RULE);
        possible.add(Outcome.BACK);
        return new Flow(possible, matching, null);
    }

    /** What becomes of a packet that matches. */
    private Flow behind(KernelRule rule, KernelTable table) {
        Effect effect = rule.effect();
        if (effect instanceof Effect.Jump jump) {
            return rule.target(table)
                    .map(target -> returned(flow(target), jump.returns()))
                    .orElseGet(() -> new Flow(EnumSet.allOf(Outcome.class), List.of(), null));
        }
        return new Flow(outcomes(effect), List.of(), null);
    }

    private static Flow returned(Flow flow, boolean returns) {
        if (!returns || !flow.possible().contains(Outcome.BACK)) {
            return flow;
        }
        Set<Outcome> possible = EnumSet.copyOf(flow.possible());
        possible.remove(Outcome.BACK);
        possible.add(Outcome.NEXT_RULE);
        return new Flow(possible, flow.matching(), null);
    }

    private static Set<Outcome> outcomes(Effect effect) {
        if (effect instanceof Effect.End end) {
            return EnumSet.of(end.drops() ? Outcome.DROPPED : Outcome.PASSED);
        }
        if (effect instanceof Effect.Queue) {
            return EnumSet.of(Outcome.PASSED);
        }
        if (effect instanceof Effect.Return) {
            return EnumSet.of(Outcome.BACK);
        }
        return effect instanceof Effect.Unknown ? EnumSet.allOf(Outcome.class) : EnumSet.of(Outcome.NEXT_RULE);
    }

    private void mark(List<Called> passed) {
        IdentityHashMap<KernelChain, Boolean> seen = new IdentityHashMap<>();
        for (int number = 0; number < passed.size(); number++) {
            mark(passed.get(number), number, seen, matched);
        }
        seen.clear();
        for (int number = passed.size() - 1; number >= 0; number--) {
            mark(passed.get(number), number, seen, matchedLast);
        }
    }

    /** Marks what is matched from a chain on that the kernel calls, and was not marked before. */
    private void mark(
            Called called,
            int number,
            IdentityHashMap<KernelChain, Boolean> seen,
            IdentityHashMap<KernelRule, Integer> numbers) {
        List<KernelChain> open = new ArrayList<>(List.of(called.chain()));
        while (!open.isEmpty()) {
            KernelChain chain = open.remove(open.size() - 1);
            if (seen.put(chain, true) != null) {
                continue;
            }
            for (KernelRule rule : flow(chain).matching()) {
                numbers.put(rule, number);
                rule.target(called.table()).ifPresent(open::add);
            }
        }
    }
}
