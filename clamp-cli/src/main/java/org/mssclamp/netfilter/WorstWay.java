// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mssclamp.netfilter.KernelRules.Called;

/**
 * The way of packets if whatever is not known of rules keeps them: who comes through all the same comes through for sure.
 *
 * <p>What is not known may be so for all packets, or for none, at each rule the worse of the two. So it is reckoned from
 * the end of each chain to its beginning: whether some of those that come to a rule go on, and if none does, by what. What
 * that is for those that leave the chain depends on who called it; a chain is reckoned once for each case.
 */
public final class WorstWay {
    /** These stand for where packets are kept that go back to the chain before, that pass, or that come to the end of all. */
    private static final KernelTable BEHIND_BACK = new KernelTable("", "", Set.of(), List.of());

    private static final KernelTable BEHIND_PASSING = new KernelTable("", "", Set.of(), List.of());
    private static final KernelTable BEHIND_ALL = new KernelTable("", "", Set.of(), List.of());
    private static final KernelChain NONE = new KernelChain("", Optional.empty(), List.of());

    private final KernelRules rules;
    private final Probe probe;
    private final List<Hook> hooks;
    private final IdentityHashMap<KernelRule, Answer> answers = new IdentityHashMap<>();

    /** Through the chains at these hooks. */
    public WorstWay(KernelRules rules, Probe probe, List<Hook> hooks) {
        this.rules = rules;
        this.probe = probe;
        this.hooks = hooks;
    }

    /** What may keep all packets from each of some rules; empty if some packets come to one. */
    public Optional<Obstacle> toAnyOf(Collection<KernelRule> goals) {
        Set<KernelRule> set = Collections.newSetFromMap(new IdentityHashMap<>());
        set.addAll(goals);
        return new Reckoning(set).obstacle(Obstacle.policy(BEHIND_ALL, NONE));
    }

    /** What may drop all packets; empty if some pass. */
    public Optional<Obstacle> toTheEnd() {
        return new Reckoning(Set.of()).obstacle(null);
    }

    private Answer answer(KernelRule rule) {
        return answers.computeIfAbsent(rule, asked -> asked.matches(probe));
    }

    /** For one end of the way. Where a value is null, some packets come to that end. */
    private final class Reckoning {
        private final Set<KernelRule> goals;
        /** In a chain, by whether those that go back, and those that pass, come to no end. */
        private final List<IdentityHashMap<KernelChain, Optional<Obstacle>>> known = List.of(
                new IdentityHashMap<>(), new IdentityHashMap<>(), new IdentityHashMap<>(), new IdentityHashMap<>());

        private Reckoning(Set<KernelRule> goals) {
            this.goals = goals;
        }

        private Optional<Obstacle> obstacle(@Nullable Obstacle behindAll) {
            List<Called> way = rules.way(hooks, probe);
            Obstacle passing = behindAll;
            for (int i = way.size() - 1; i >= 0; i--) {
                Called called = way.get(i);
                for (KernelChain chain : CallOrder.of(called.table(), called.chain(), known.get(0)::containsKey)) {
                    reckon(called.table(), chain);
                }
                Obstacle back = called.base().drops() ? Obstacle.policy(called.table(), called.chain()) : passing;
                passing = in(called.chain(), back, passing);
            }
            return Optional.ofNullable(passing);
        }

        private void reckon(KernelTable table, KernelChain chain) {
            for (int ways = 0; ways < known.size(); ways++) {
                Obstacle back = (ways & 1) == 0 ? null : Obstacle.policy(BEHIND_BACK, NONE);
                Obstacle passing = (ways & 2) == 0 ? null : Obstacle.policy(BEHIND_PASSING, NONE);
                known.get(ways).put(chain, Optional.ofNullable(from(table, chain, back, passing)));
            }
        }

        /** What keeps those that come into a chain. */
        private @Nullable Obstacle in(KernelChain chain, @Nullable Obstacle back, @Nullable Obstacle passing) {
            int ways = (back == null ? 0 : 1) + (passing == null ? 0 : 2);
            // The kernel refuses chains that lead to each other: of one that is not known yet packets come back.
            Obstacle obstacle = known.get(ways)
                    .getOrDefault(chain, Optional.ofNullable(back))
                    .orElse(null);
            if (obstacle != null && obstacle.table() == BEHIND_BACK) {
                return back;
            }
            return obstacle != null && obstacle.table() == BEHIND_PASSING ? passing : obstacle;
        }

        private @Nullable Obstacle from(
                KernelTable table, KernelChain chain, @Nullable Obstacle back, @Nullable Obstacle passing) {
            Obstacle next = back;
            for (int i = chain.rules().size() - 1; i >= 0; i--) {
                KernelRule rule = chain.rules().get(i);
                Answer answer = answer(rule);
                if (answer == Answer.NO) {
                    continue;
                }
                if (goals.contains(rule)) {
                    next = null;
                    continue;
                }
                Obstacle behind = behind(table, chain, rule, next, back, passing);
                next = switch (answer) {
                    case YES -> behind;
                    case SOME -> behind == null || next == null ? null : clearer(behind, next);
                    default ->
                        (behind == null) == (next == null)
                                ? clearer(behind, next)
                                : Obstacle.unclear(table, chain, rule);
                };
            }
            return next;
        }

        /** What keeps those that match. */
        private @Nullable Obstacle behind(
                KernelTable table,
                KernelChain chain,
                KernelRule rule,
                @Nullable Obstacle next,
                @Nullable Obstacle back,
                @Nullable Obstacle passing) {
            Effect effect = rule.effect();
            if (effect instanceof Effect.Jump jump) {
                return rule.target(table).isPresent()
                        ? in(rule.target(table).get(), jump.returns() ? next : back, passing)
                        : Obstacle.unclear(table, chain, rule);
            }
            if (effect instanceof Effect.End end) {
                return end.drops() ? Obstacle.of(table, chain, rule) : passing;
            }
            if (effect instanceof Effect.Queue) {
                return passing;
            }
            if (effect instanceof Effect.Return) {
                return back;
            }
            return effect instanceof Effect.Unknown ? Obstacle.unclear(table, chain, rule) : next;
        }

        /** Of two, the one that is to be told of: what is not known, if that is one of them. */
        private static @Nullable Obstacle clearer(@Nullable Obstacle one, @Nullable Obstacle other) {
            return one != null && one.isUnclear() ? one : other;
        }
    }
}
