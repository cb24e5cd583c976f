// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.List;
import java.util.Optional;

/**
 * Rules in the order packets meet them.
 *
 * @param base where the kernel calls it; empty for a chain that rules lead to
 */
public record KernelChain(String name, Optional<Base> base, List<KernelRule> rules) {
    /**
     * What a chain has that the kernel calls.
     *
     * @param priority the lowest is called first
     * @param drops whether its policy drops what no rule decides
     * @param translates whether it is one for addresses, which sees only the first packet of a connection
     */
    public record Base(Hook hook, int priority, boolean drops, boolean translates) {}

    /** Copies the list. */
    public KernelChain {
        rules = List.copyOf(rules);
    }

    /** Whether the kernel calls it there. */
    public boolean isAt(Hook hook) {
        return base.filter(there -> there.hook() == hook).isPresent();
    }
}
