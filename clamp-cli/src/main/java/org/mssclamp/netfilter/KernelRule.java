// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One rule in force.
 *
 * @param text as its program writes it, behind the chain
 * @param words the same, cut as a shell does; none of a rule of nft
 * @param number its place in the chain, from 1
 * @param packets how many it matched; empty if it does not count
 * @param clamps whether it writes an MSS
 * @param interfaces that it names
 * @param marks that it sets or asks for
 */
public record KernelRule(
        String text,
        List<String> words,
        int number,
        Condition condition,
        Effect effect,
        OptionalLong packets,
        boolean clamps,
        List<String> interfaces,
        List<MarkUse> marks) {
    /** Copies the lists. */
    public KernelRule {
        words = List.copyOf(words);
        interfaces = List.copyOf(interfaces);
        marks = List.copyOf(marks);
    }

    /** Whether packets match that come by. */
    public Answer matches(Probe probe) {
        return condition.of(probe);
    }

    /** The chain of its table that it leads to; empty if it leads to none, or that is not there. */
    Optional<KernelChain> target(KernelTable table) {
        return effect instanceof Effect.Jump jump ? table.chain(jump.chain()) : Optional.empty();
    }
}
