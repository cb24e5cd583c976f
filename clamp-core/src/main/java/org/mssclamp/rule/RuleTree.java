// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import org.mssclamp.packet.SynPacket;

/**
 * Rules filed by what they ask of one field: a packet need only be shown to those of the blocks that hold its value,
 * and to those that ask nothing of the field.
 */
final class RuleTree extends MatchNode {
    private final Field field;
    private final Nest blocks;
    private final MatchNode[] ofBlock;
    private final int[] lowestFromBlockOut;
    private final MatchNode others;

    /**
     * A tree of other nodes.
     *
     * @param ofBlock the rules filed under each block, by its number in the nest
     * @param others the rules that are filed under none
     */
    RuleTree(Field field, Nest blocks, MatchNode[] ofBlock, MatchNode others) {
        super(lowest(ofBlock, others), highest(ofBlock, others));
        this.field = field;
        this.blocks = blocks;
        this.ofBlock = ofBlock;
        this.others = others;
        lowestFromBlockOut = new int[ofBlock.length];
        for (int block = 0; block < ofBlock.length; block++) {
            int outer = blocks.outer(block);
            int above = outer == Nest.NONE ? Integer.MAX_VALUE : lowestFromBlockOut[outer];
            lowestFromBlockOut[block] = Math.min(above, ofBlock[block].lowest());
        }
    }

    private static int lowest(MatchNode[] ofBlock, MatchNode others) {
        int lowest = others.lowest();
        for (MatchNode node : ofBlock) {
            lowest = Math.min(lowest, node.lowest());
        }
        return lowest;
    }

    private static int highest(MatchNode[] ofBlock, MatchNode others) {
        int highest = others.highest();
        for (MatchNode node : ofBlock) {
            highest = Math.max(highest, node.highest());
        }
        return highest;
    }

    @Override
    int first(SynPacket syn, PacketContext context, int from, int end) {
        int first = end;
        int block = blocks.innermost(field.high(syn, context), field.low(syn, context));
        while (block != Nest.NONE && lowestFromBlockOut[block] < first) {
            MatchNode rules = ofBlock[block];
            if (rules.mayHave(from, first)) {
                first = rules.first(syn, context, from, first);
            }
            block = blocks.outer(block);
        }
        return others.mayHave(from, first) ? others.first(syn, context, from, first) : first;
    }
}
