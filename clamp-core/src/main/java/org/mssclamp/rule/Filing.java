// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Rules as they would be filed by one field: under each block those that ask for it, in their order. */
final class Filing {
    private final Field field;
    private final SortedMap<Block, List<CompiledRule>> filed = new TreeMap<>();
    private final List<CompiledRule> others = new ArrayList<>();
    private long entries;

    Filing(Field field, List<CompiledRule> rules) {
        this.field = field;
        for (CompiledRule rule : rules) {
            file(rule, field.blocks(rule.rule()));
        }
    }

    private void file(CompiledRule rule, Collection<Block> blocks) {
        if (blocks.isEmpty()) {
            others.add(rule);
        }
        for (Block block : blocks) {
            filed.computeIfAbsent(block, first -> new ArrayList<>()).add(rule);
        }
        entries += Math.max(blocks.size(), 1);
    }

    Field field() {
        return field;
    }

    SortedMap<Block, List<CompiledRule>> filed() {
        return filed;
    }

    /** Those that are under no block. */
    List<CompiledRule> others() {
        return others;
    }

    /** Rules in all places together. */
    long entries() {
        return entries;
    }

    /** How many rules are left for a packet that some filed rule is for: those of the blocks that hold it, and the others. */
    double left(Nest nest) {
        double inBlocks = 0;
        long[] around = new long[filed.size()];
        int block = 0;
        for (List<CompiledRule> rules : filed.values()) {
            int outer = nest.outer(block);
            around[block] = rules.size() + (outer == Nest.NONE ? 0 : around[outer]);
            inBlocks += (double) rules.size() * around[block];
            block++;
        }
        return others.size() + inBlocks / Math.max(entries - others.size(), 1);
    }
}
