// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mssclamp.packet.SynPacket;

/** Rules in the order written, compiled for matching. Immutable; a reload makes a new one. */
public final class RuleTable {
    /** No rule from there on matches. */
    public static final int NONE = -1;

    private final CompiledRule[] rules;
    private final MatchNode root;
    private final boolean asksPaths;

    /** Compiles the rules; their order is the order in which they are asked. */
    public RuleTable(List<Rule> rules) {
        this.rules = new CompiledRule[rules.size()];
        Arrays.setAll(this.rules, number -> new CompiledRule(number, rules.get(number)));
        root = RuleCompiler.compile(Arrays.asList(this.rules));
        asksPaths = rules.stream().anyMatch(rule -> rule.action() instanceof Action.ClampToPmtu);
    }

    /** Whether any rule needs the MTU of a packet's path. */
    public boolean asksPaths() {
        return asksPaths;
    }

    public int size() {
        return rules.length;
    }

    public Rule rule(int number) {
        return rules[number].rule();
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
