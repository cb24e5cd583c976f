// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mssclamp.dialect.ChainStep.After;
import org.mssclamp.dialect.ChainStep.Clamp;
import org.mssclamp.dialect.ChainStep.Unknown;
import org.mssclamp.dialect.ChainWalk.Meeting;
import org.mssclamp.dialect.ChainWalk.Met;
import org.mssclamp.dialect.Conditions.Side;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.Rule;

/** Makes rules of ours from those that packets meet in one row. Not thread-safe. */
final class MetRules {
    private final List<Met> met;
    private final Map<Family, int[]> clampsBefore = new EnumMap<>(Family.class);
    private final Set<String> hooks = new LinkedHashSet<>();
    private final Map<Rule, Integer> linesOfRules = new HashMap<>();

    MetRules(List<Met> met) {
        this.met = met;
        for (Family family : Family.values()) {
            clampsBefore.put(family, clampsBefore(family));
        }
        met.stream()
                .map(Met::meeting)
                .filter(meeting -> meeting.step().verdict() instanceof Clamp)
                .forEach(meeting -> hooks.add(meeting.hook().label()));
    }

    private int[] clampsBefore(Family family) {
        int[] counts = new int[met.size() + 1];
        for (int i = 0; i < met.size(); i++) {
            Meeting meeting = met.get(i).meeting();
            boolean clamps = meeting.step().verdict() instanceof Clamp
                    && meeting.conditions().family().orElse(family) == family;
            counts[i + 1] = counts[i] + (clamps ? 1 : 0);
        }
        return counts;
    }

    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < met.size(); i++) {
            Meeting meeting = met.get(i).meeting();
            ChainStep step = meeting.step();
            if (step.verdict() instanceof Clamp clamp) {
                entries.add(clamp(i, meeting, clamp));
            } else if (step.verdict() instanceof Unknown unknown) {
                entries.add(Entry.lost(step.line(), step.original(), unknown.reason()));
            } else {
                end(i, meeting).ifPresent(entries::add);
            }
        }
        return entries;
    }

    /** Whether any stands there that is for packets of this meeting. */
    private boolean clamps(Meeting meeting, int begin, int end) {
        return clampsBefore.entrySet().stream()
                .filter(entry -> meeting.conditions().family().orElse(entry.getKey()) == entry.getKey())
                .anyMatch(entry -> entry.getValue()[end] > entry.getValue()[begin]);
    }

    /** What keeps packets from clamps that come later. */
    private Optional<Entry> end(int number, Meeting meeting) {
        int end = met.get(number).end();
        if (meeting.conditions().isImpossible() || !clamps(meeting, number + 1, end)) {
            return Optional.empty();
        }
        ChainStep step = meeting.step();
        String lost = "the clamps behind it see what it keeps from them, since ";
        if (meeting.loss().isPresent()) {
            return Optional.of(Entry.lost(
                    step.line(), step.original(), lost + meeting.loss().get()));
        }
        if (!excluded(meeting).isEmpty()) {
            return Optional.of(
                    Entry.lost(step.line(), step.original(), lost + "no rule of ours excludes an interface"));
        }
        if (clamps(meeting, end, met.size())) {
            return Optional.of(Entry.lost(
                    step.line(), step.original(), lost + "ours ends the whole row, and it but a part of the way"));
        }
        Rule rule = RuleText.pass(name(step, 0), meeting.conditions().match());
        return Optional.of(Entry.carried(step.line(), step.original(), rule));
    }

    private static List<Match> excluded(Meeting meeting) {
        Conditions conditions = meeting.conditions();
        List<Match> matches = new ArrayList<>();
        for (Side side : Side.values()) {
            conditions
                    .excluded(side)
                    .forEach(pattern -> matches.add(RuleText.match(side, pattern, conditions.family())));
        }
        return matches;
    }

    private Entry clamp(int number, Meeting meeting, Clamp clamp) {
        ChainStep step = meeting.step();
        Entry entry = new Entry(step.line(), step.original(), List.of(), List.of(), List.of());
        if (meeting.by() > 0) {
            entry = entry.remark("in a chain that line " + meeting.by() + " leads to");
        }
        if (meeting.loss().isPresent()) {
            return entry.loss(meeting.loss().get());
        }
        if (meeting.conditions().isImpossible()) {
            return entry.remark("no SYN satisfies it");
        }
        try {
            return clamp(number, meeting, clamp, entry);
        } catch (UntranslatableException e) {
            return entry.loss(e.reason());
        }
    }

    private Entry clamp(int number, Meeting meeting, Clamp clamp, Entry begun) throws UntranslatableException {
        ChainStep step = meeting.step();
        int end = met.get(number).end();
        boolean isLast = !clamps(meeting, number + 1, met.size());
        List<Rule> rules = new ArrayList<>();
        for (Match match : excluded(meeting)) {
            if (!isLast) {
                throw new UntranslatableException(
                        "no rule of ours excludes an interface, but that behind it all clamps");
            }
            rules.add(RuleText.pass(name(step, rules.size()), match));
        }
        boolean keeps = clamp.after() != After.ON && clamps(meeting, number + 1, end);
        boolean ends = keeps && !clamps(meeting, end, met.size());
        Match match = meeting.conditions().match();
        Rule rule = RuleText.rule(name(step, rules.size()), match, clamp.action(), !ends, clamp.addsMissing());
        Integer twin = linesOfRules.putIfAbsent(RuleText.unnamed(rule), step.line());
        if (twin != null && rules.isEmpty() && match.mss().isEmpty()) {
            return begun.remark("the same as line " + twin);
        }
        rules.add(rule);
        Entry entry = new Entry(begun.line(), begun.original(), rules, begun.remarks(), begun.losses());
        if (keeps && !ends) {
            entry = entry.loss(
                    "clamps behind it see the packet, too: ours ends the whole row, and it but a part of the way");
        }
        return ofOneHook(entry, meeting.hook().label());
    }

    /** Whose hook is beside another, whose packets do not come to it; or one that no queue is fed from. */
    private Entry ofOneHook(Entry entry, String hook) {
        if (hook.equals("INPUT") || hook.equals("PREROUTING")) {
            return entry.loss("only in " + hook
                    + ", from which no queue is fed: rules of ours know no chain, and are asked later");
        }
        return hook.equals("OUTPUT") && hooks.size() > 1
                ? entry.loss("only in OUTPUT: rules of ours know no chain, and this one is for what is forwarded, too")
                : entry;
    }

    private static String name(ChainStep step, int number) {
        String name = step.name().isEmpty() ? "line-" + step.line() : step.name();
        return number == 0 ? name : name + "-" + (number + 1);
    }
}
