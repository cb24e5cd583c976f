// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The way of packets through all chains: which rules match some of them, and what ends the way of all of them. */
public final class Walk {
    private final Probe probe;
    private final Guess guess;
    /** In the how manieth chain that the kernel calls: the first, and the last. */
    private final Map<KernelRule, Integer> matched = new HashMap<>();

    private final Map<KernelRule, Integer> matchedLast = new HashMap<>();
    private final Map<KernelChain, KernelRule> ends = new HashMap<>();
    /** Of chains that were walked since the kernel called one. */
    private final Map<KernelChain, Flow> flows = new HashMap<>();

    private final Set<KernelChain> open = new HashSet<>();
    private int called;
    private @Nullable Drop drop;

    /** What is taken for true of rules of which not all is known. */
    public enum Guess {
        /** That some packets match, and some do not. */
        NONE,
        /** That all packets match, and see no further rule: what is come to all the same is come to for sure. */
        MATCHING,
        /** That all match those that drop, and none the others: what passes all the same passes for sure. */
        DROPPING
    }

    /**
     * What drops them all.
     *
     * @param chain which the kernel calls
     * @param rule empty for its policy
     */
    public record Drop(KernelTable table, KernelChain chain, Optional<KernelRule> rule) {
        /** What it is, as a sentence. */
        public String text() {
            return rule.map(dropping -> table.place(dropping).text() + " drops it")
                    .orElse("the policy of " + chain.name() + " in " + table.name() + " of " + table.program()
                            + " drops it");
        }
    }

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
     * @param end the rule behind which none of them sees another of the chain; null if some do
     */
    private record Flow(Set<Outcome> possible, @Nullable KernelRule end) {}

    private Walk(Probe probe, Guess guess) {
        this.probe = probe;
        this.guess = guess;
    }

    /** Through the chains at these hooks, by interfaces other than the loopback. */
    public static Walk of(KernelRules rules, Probe probe, List<Hook> hooks, Guess guess) {
        Walk walk = new Walk(probe, guess);
        for (Hook hook : hooks) {
            for (KernelRules.Called next : rules.calledAt(hook, probe.family())) {
                boolean isSeen = !next.base().translates() || probe.kind() == PacketKind.SYN;
                if (isSeen && walk.drop == null) {
                    walk.through(next.table(), next.chain(), next.base().drops());
                }
            }
        }
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
    public Optional<KernelRule> end(KernelChain chain) {
        return Optional.ofNullable(ends.get(chain));
    }

    /** Empty if some packets, at least, may pass. */
    public Optional<Drop> drop() {
        return Optional.ofNullable(drop);
    }

    private void through(KernelTable table, KernelChain chain, boolean policyDrops) {
        called++;
        flows.clear();
        Flow flow = flow(table, chain);
        if (flow.end() != null) {
            ends.put(chain, flow.end());
        }
        boolean byPolicy = flow.possible().contains(Outcome.BACK);
        boolean somePass = flow.possible().contains(Outcome.PASSED) || (byPolicy && !policyDrops);
        if (!somePass) {
            drop = new Drop(table, chain, byPolicy ? Optional.empty() : Optional.ofNullable(flow.end()));
        }
    }

    private Flow flow(KernelTable table, KernelChain chain) {
        Flow known = flows.get(chain);
        if (known != null) {
            return known;
        }
        if (!open.add(chain)) {
            // The kernel refuses chains that lead to each other.
            return new Flow(EnumSet.of(Outcome.BACK), null);
        }
        Flow flow = follow(table, chain);
        open.remove(chain);
        flows.put(chain, flow);
        return flow;
    }

    private Flow follow(KernelTable table, KernelChain chain) {
        Set<Outcome> possible = EnumSet.noneOf(Outcome.class);
        for (KernelRule rule : chain.rules()) {
            Answer answer = rule.matches(probe);
            if (answer == Answer.NO) {
                continue;
            }
            Flow behind = behind(rule, table);
            if (answer == Answer.UNKNOWN) {
                answer = guessed(behind.possible());
            }
            if (answer == Answer.NO) {
                continue;
            }
            matched.putIfAbsent(rule, called);
            matchedLast.put(rule, called);
            possible.addAll(behind.possible());
            if (answer == Answer.YES && !behind.possible().contains(Outcome.NEXT_RULE)) {
                possible.remove(Outcome.NEXT_RULE);
                return new Flow(possible, behind.end() == null ? rule : behind.end());
            }
        }
        possible.remove(Outcome.NEXT_RULE);
        possible.add(Outcome.BACK);
        return new Flow(possible, null);
    }

    private Answer guessed(Set<Outcome> possible) {
        return switch (guess) {
            case NONE -> Answer.SOME;
            case MATCHING -> Answer.YES;
            case DROPPING -> Answer.of(possible.equals(EnumSet.of(Outcome.DROPPED)));
        };
    }

    /** What becomes of a packet that matches. */
    private Flow behind(KernelRule rule, KernelTable table) {
        Effect effect = rule.effect();
        if (effect instanceof Effect.Jump jump) {
            return table.chain(jump.chain())
                    .map(target -> returned(flow(table, target), jump.returns()))
                    .orElseGet(() -> new Flow(unknown(), null));
        }
        return new Flow(outcomes(effect), null);
    }

    private static Flow returned(Flow flow, boolean returns) {
        if (!returns || !flow.possible().contains(Outcome.BACK)) {
            return flow;
        }
        Set<Outcome> possible = EnumSet.copyOf(flow.possible());
        possible.remove(Outcome.BACK);
        possible.add(Outcome.NEXT_RULE);
        return new Flow(possible, null);
    }

    private Set<Outcome> outcomes(Effect effect) {
        if (effect instanceof Effect.End end) {
            return EnumSet.of(end.drops() ? Outcome.DROPPED : Outcome.PASSED);
        }
        if (effect instanceof Effect.Queue) {
            return EnumSet.of(Outcome.PASSED);
        }
        if (effect instanceof Effect.Return) {
            return EnumSet.of(Outcome.BACK);
        }
        return effect instanceof Effect.Unknown ? unknown() : EnumSet.of(Outcome.NEXT_RULE);
    }

    private Set<Outcome> unknown() {
        return switch (guess) {
            case NONE -> EnumSet.allOf(Outcome.class);
            case MATCHING -> EnumSet.of(Outcome.PASSED);
            case DROPPING -> EnumSet.of(Outcome.DROPPED);
        };
    }
}
