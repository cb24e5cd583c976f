// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mssclamp.dialect.ChainStep.After;
import org.mssclamp.dialect.ChainStep.Clamp;
import org.mssclamp.dialect.Chains.Hook;

/**
 * Follows packets through the chains, hook by hook, and notes what they meet in one row.
 *
 * <p>A chain that is led to from two places is met twice, each time with what the way there asks. Not thread-safe.
 */
final class ChainWalk {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_MET = 20_000;
    private static final int MAX_VISITS = 20_000;

    private final Chains chains;
    private final List<Met> met = new ArrayList<>();
    private final Set<String> visited = new HashSet<>();
    private final Set<String> open = new LinkedHashSet<>();
    private int visits;
    private int clamps;
    private boolean isCutShort;

    private ChainWalk(Chains chains) {
        this.chains = chains;
    }

    /**
     * A rule where a packet meets it.
     *
     * @param conditions those of the rule and those of the way to it
     * @param loss what of them ours cannot say
     * @param by the line of the rule that leads to its chain; 0 for a chain of a hook
     */
    record Meeting(ChainStep step, Conditions conditions, Optional<String> loss, Hook hook, int by) {}

    /** A meeting, and where what it keeps packets from is over. */
    static final class Met {
        private final Meeting meeting;
        private int end;

        Met(Meeting meeting) {
            this.meeting = meeting;
        }

        Meeting meeting() {
            return meeting;
        }

        /** The number of the first that a packet meets if this one accepts it, or returns. */
        int end() {
            return end;
        }
    }

    /** The way to a chain. */
    private record Way(Hook hook, Conditions conditions, Optional<String> loss, int by, int clampsBefore) {
        /** Once it was asked for, the kernel does not ask again; rules of ours do, each by itself. */
        Optional<String> loss(int clamps) {
            boolean hasChanged = conditions.asksMss() && clamps > clampsBefore;
            return loss.or(() -> hasChanged
                    ? Optional.of("the way to it asks for the MSS, which a clamp before it changes")
                    : Optional.empty());
        }
    }

    /** What came of the chains, in the order packets meet it. */
    static List<Entry> entries(Chains chains) {
        ChainWalk walk = new ChainWalk(chains);
        chains.hooks().forEach(walk::take);
        List<Entry> entries = new ArrayList<>(new MetRules(walk.met).entries());
        if (walk.isCutShort) {
            entries.add(Entry.lost(1, "", "the chains lead to each other more often than can be followed"));
        }
        entries.addAll(walk.unreached());
        return entries;
    }

    private void take(Hook hook) {
        int begin = met.size();
        descend(hook.chain(), new Way(hook, new Conditions(), Optional.empty(), 0, 0));
        for (Met one : met.subList(begin, met.size())) {
            ChainStep.Verdict verdict = one.meeting.step().verdict();
            boolean isClampedLast = verdict instanceof Clamp clamp && clamp.after() == After.OUT_OF_HOOK;
            if (verdict instanceof ChainStep.Accept || isClampedLast) {
                one.end = met.size();
            }
        }
    }

    private void descend(String chain, Way way) {
        visited.add(chain);
        open.add(chain);
        List<Met> returning = new ArrayList<>();
        for (ChainStep step : chains.steps(chain)) {
            take(step, way).ifPresent(returning::add);
        }
        returning.forEach(one -> one.end = met.size());
        open.remove(chain);
    }

    /** Takes one rule; gives it if packets return from the chain by it. */
    private Optional<Met> take(ChainStep step, Way way) {
        if (met.size() > MAX_MET) {
            isCutShort = true;
            return Optional.empty();
        }
        Meeting meeting = meeting(step, way);
        if (step.verdict() instanceof ChainStep.Nothing) {
            return Optional.empty();
        }
        boolean returns = step.verdict() instanceof ChainStep.Return
                || (step.verdict() instanceof Clamp clamp && clamp.after() == After.OUT_OF_CHAIN);
        if (step.verdict() instanceof ChainStep.Jump jump) {
            int before = way.conditions().asksMss() ? way.clampsBefore() : clamps;
            Way further = new Way(way.hook(), meeting.conditions(), meeting.loss(), step.line(), before);
            follow(jump.chain(), further);
            if (jump.returns()) {
                return Optional.empty();
            }
            returns = true;
            meeting = new Meeting(step, meeting.conditions(), further.loss(clamps), way.hook(), way.by());
        }
        clamps += step.verdict() instanceof Clamp ? 1 : 0;
        Met one = new Met(meeting);
        met.add(one);
        return returns ? Optional.of(one) : Optional.empty();
    }

    private void follow(String chain, Way way) {
        if (open.contains(chain) || open.size() > MAX_DEPTH || ++visits > MAX_VISITS) {
            isCutShort = true;
        } else if (chains.has(chain)) {
            descend(chain, way);
        }
    }

    private Meeting meeting(ChainStep step, Way way) {
        Optional<String> loss = way.loss(clamps).or(step::loss);
        try {
            return new Meeting(step, way.conditions().and(step.conditions()), loss, way.hook(), way.by());
        } catch (UntranslatableException e) {
            return new Meeting(step, step.conditions(), Optional.of(e.reason()), way.hook(), way.by());
        }
    }

    private List<Entry> unreached() {
        List<Entry> entries = new ArrayList<>();
        for (String chain : chains.names()) {
            if (visited.contains(chain)) {
                continue;
            }
            for (ChainStep step : chains.steps(chain)) {
                if (step.verdict() instanceof Clamp || step.verdict() instanceof ChainStep.Unknown) {
                    String reason = "nothing that was seen leads to its chain " + Shown.of(chain);
                    entries.add(Entry.lost(step.line(), step.original(), reason));
                }
            }
        }
        return entries;
    }
}
