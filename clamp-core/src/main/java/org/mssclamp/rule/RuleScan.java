// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import java.util.List;
import org.mssclamp.packet.SynPacket;

/** Rules that are asked one after the other. */
final class RuleScan extends MatchNode {
    static final RuleScan EMPTY = new RuleScan(List.of());

    private final CompiledRule[] rules;

    /** Of rules in the order of their numbers. */
    RuleScan(List<CompiledRule> rules) {
        super(
                rules.isEmpty() ? Integer.MAX_VALUE : rules.get(0).number(),
                rules.isEmpty() ? -1 : rules.get(rules.size() - 1).number());
        this.rules = rules.toArray(new CompiledRule[0]);
    }

    @Override
    int first(SynPacket syn, PacketContext context, int from, int end) {
        for (int i = from <= lowest() ? 0 : start(from); i < rules.length; i++) {
            CompiledRule rule = rules[i];
            if (rule.number() >= end) {
                return end;
            }
            if (rule.mismatch(syn, context) == null) {
                return rule.number();
            }
        }
        return end;
    }

    /** The place of the first rule with that number or a higher one. */
    private int start(int number) {
        int low = 0;
        int high = rules.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (rules[middle].number() < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
