// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import java.util.Collection;

/**
 * Blocks, some inside others, that finds those which hold a number from the inside out.
 *
 * <pre>
 *   10.0.0.0/8      ├───────── 0 ──────────────┤
 *   10.8.0.0/16            ├──── 1 ────┤
 *   10.8.1.0/24               ├─ 2 ─┤
 *   stretches       ├── 0 ─┼1─┼─ 2 ─┼1─┼── 0 ──┼ NONE
 * </pre>
 *
 * <p>The ends of the blocks cut the numbers into stretches, at most one more than twice as many as there are blocks, and
 * each stretch knows its innermost block.
 */
final class Nest {
    /** No block. */
    static final int NONE = -1;

    private final Stretches stretches;
    private final int[] innermost;
    private final int[] outer;

    /** Numbers the blocks from 0 in their order, so that each comes behind those that hold it. */
    Nest(Collection<Block> sorted) {
        Block[] blocks = sorted.toArray(new Block[0]);
        Stretches.Builder cuts = new Stretches.Builder(blocks.length);
        outer = new int[blocks.length];
        int open = NONE;
        for (int block = 0; block < blocks.length; block++) {
            while (open != NONE && !blocks[open].holds(blocks[block])) {
                cuts.endOf(blocks[open], outer[open]);
                open = outer[open];
            }
            outer[block] = open;
            cuts.startOf(blocks[block], block);
            open = block;
        }
        for (; open != NONE; open = outer[open]) {
            cuts.endOf(blocks[open], outer[open]);
        }
        innermost = cuts.owners();
        stretches = cuts.stretches();
    }

    /** The number of the smallest block that holds a number of 128 bits, or {@link #NONE}. */
    int innermost(long high, long low) {
        int stretch = stretches.at(high, low);
        return stretch < 0 ? NONE : innermost[stretch];
    }

    /** The next larger block around one, or {@link #NONE}. */
    int outer(int block) {
        return outer[block];
    }
}
