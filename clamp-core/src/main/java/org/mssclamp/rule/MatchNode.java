// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import org.mssclamp.packet.SynPacket;

/** Some of the rules of a table, in a shape that finds the first. Immutable; finding allocates nothing. */
abstract sealed class MatchNode permits CompiledRule, RuleScan, RuleTree {
    private final int lowest;
    private final int highest;

    /** With the numbers of the first and the last of its rules. */
    MatchNode(int lowest, int highest) {
        this.lowest = lowest;
        this.highest = highest;
    }

    final int lowest() {
        return lowest;
    }

    final int highest() {
        return highest;
    }

    /** Whether one of its rules may have a number from {@code from} on, and before {@code end}. */
    final boolean mayHave(int from, int end) {
        return lowest < end && highest >= from;
    }

    /** The number of the first rule from {@code from} on, and before {@code end}, that matches; {@code end} if none does. */
    abstract int first(SynPacket syn, PacketContext context, int from, int end);
}
