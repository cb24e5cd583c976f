// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.mssclamp.packet.SynPacket;

/**
 * Rules in the order written, compiled for matching. Immutable; a reload makes a new one, and so does a path MTU that probes
 * have found.
 */
public final class RuleTable {
    /** No rule from there on matches. */
    public static final int NONE = -1;

    private final CompiledRule[] rules;
    private final MatchNode root;
    private final boolean asksPaths;
    private final Map<Way, Integer> probedMtus;
    /** By number; a probed MTU is a number here. */
    private final Action[] actions;

    /** Compiles the rules; their order is the order in which they are asked. */
    public RuleTable(List<Rule> rules) {
        this.rules = new CompiledRule[rules.size()];
        Arrays.setAll(this.rules, number -> new CompiledRule(number, rules.get(number)));
        root = RuleCompiler.compile(Arrays.asList(this.rules));
        asksPaths = rules.stream().anyMatch(rule -> rule.action() instanceof Action.ClampToPmtu);
        probedMtus = Map.of();
        actions = actions(this.rules, probedMtus);
    }

    private RuleTable(RuleTable same, Map<Way, Integer> probedMtus) {
        rules = same.rules;
        root = same.root;
        asksPaths = same.asksPaths;
        this.probedMtus = Map.copyOf(probedMtus);
        actions = actions(rules, this.probedMtus);
    }

    /**
     * The same rules with what probes have found; who is not among it has its initial number. Nothing is compiled anew.
     *
     * @param mtus in octets, by the way that was probed
     */
    public RuleTable withProbed(Map<Way, Integer> mtus) {
        return new RuleTable(this, mtus);
    }

    private static Action[] actions(CompiledRule[] rules, Map<Way, Integer> mtus) {
        Action[] actions = new Action[rules.length];
        Arrays.setAll(actions, number -> action(rules[number].rule().action(), mtus));
        return actions;
    }

    private static Action action(Action written, Map<Way, Integer> mtus) {
        return written instanceof Action.ProbedMtu probed
                ? new Action.Mtu(mtus.getOrDefault(probed.way(), probed.initial()))
                : written;
    }

    /** Whether any rule needs the MTU of a packet's path. */
    public boolean asksPaths() {
        return asksPaths;
    }

    public int size() {
        return rules.length;
    }

    /** As written. */
    public Rule rule(int number) {
        return rules[number].rule();
    }

    /** What a rule does now: as written, but that it has a number where {@link Action.ProbedMtu} asks for one. */
    public Action action(int number) {
        return actions[number];
    }

    /** What probes have found for a rule, in octets; empty if it does not ask for that, or they have found nothing yet. */
    public OptionalInt probedMtu(int number) {
        return rule(number).action() instanceof Action.ProbedMtu probed && probedMtus.containsKey(probed.way())
                ? OptionalInt.of(probedMtus.getOrDefault(probed.way(), probed.initial()))
                : OptionalInt.empty();
    }

    /** The number of the first rule from {@code from} on that the packet satisfies, or {@link #NONE}. */
    public int match(SynPacket syn, PacketContext context, int from) {
        int first = root.first(syn, context, from, rules.length);
        return first == rules.length ? NONE : first;
    }

    /** The first key by which a rule passes the packet over; empty if it matches. For explanation, not the hot path. */
    public Optional<MatchKey> mismatch(int number, SynPacket syn, PacketContext context) {
        return Optional.ofNullable(rules[number].mismatch(syn, context));
    }
}
