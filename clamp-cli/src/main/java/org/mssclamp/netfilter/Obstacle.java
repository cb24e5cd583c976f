// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.Optional;

/**
 * What keeps packets from going on.
 *
 * @param chain of the table, with a base if there is no rule
 * @param rule empty for the policy of the chain
 * @param isUnclear whether it may as well not, because what the rule asks or does is not known here
 */
public record Obstacle(KernelTable table, KernelChain chain, Optional<KernelRule> rule, boolean isUnclear) {
    static Obstacle of(KernelTable table, KernelChain chain, KernelRule rule) {
        return new Obstacle(table, chain, Optional.of(rule), false);
    }

    static Obstacle unclear(KernelTable table, KernelChain chain, KernelRule rule) {
        return new Obstacle(table, chain, Optional.of(rule), true);
    }

    static Obstacle policy(KernelTable table, KernelChain chain) {
        return new Obstacle(table, chain, Optional.empty(), false);
    }

    /** The rule, with where it is. */
    public Optional<Placed> placed() {
        return rule.map(blocking -> new Placed(table, chain, blocking));
    }

    /** That it drops all, as a sentence. */
    public String text() {
        return placed().map(blocking -> blocking.text() + " drops it")
                .orElse("the policy of " + chain.name() + " in " + table.name() + " of " + table.program()
                        + " drops it");
    }
}
