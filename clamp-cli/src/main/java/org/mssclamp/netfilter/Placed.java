// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A rule with its chain and table. */
public record Placed(KernelTable table, KernelChain chain, KernelRule rule) {
    /** As its program shows it. */
    public String text() {
        return table.isOfNft()
                ? table.program() + " " + table.name() + " " + chain.name() + " " + rule.text()
                : table.program() + " -t " + table.name() + " -A " + chain.name() + " " + rule.text();
    }

    /** Whether it was made by {@code mssclamp rules generate}, which replaces and removes it. */
    public boolean isGenerated() {
        return table.isOfNft()
                ? table.name().equals("inet mssclamp")
                : rule.words().stream().anyMatch(word -> word.matches("mssclamp-[0-9a-f]+"));
    }

    /** A rule of its table that may lead to any chain of it, as far as is known here. */
    public Optional<Placed> mayLeadHere() {
        return table.chains().stream()
                .flatMap(from -> from.rules().stream().map(other -> new Placed(table, from, other)))
                .filter(other -> other.rule().effect() instanceof Effect.Unknown)
                .findFirst();
    }

    /** The hooks whose chains lead to it, whatever rules on the way ask for. */
    public Set<Hook> hooks() {
        Set<Hook> hooks = EnumSet.noneOf(Hook.class);
        for (KernelChain other : table.chains()) {
            other.base().filter(base -> leadsHere(other, new HashSet<>())).ifPresent(base -> hooks.add(base.hook()));
        }
        return hooks;
    }

    private boolean leadsHere(KernelChain from, Set<String> seen) {
        if (from.name().equals(chain.name())) {
            return true;
        }
        return seen.add(from.name())
                && from.rules().stream()
                        .map(KernelRule::effect)
                        .filter(Effect.Jump.class::isInstance)
                        .flatMap(jump -> table.chain(((Effect.Jump) jump).chain()).stream())
                        .anyMatch(next -> leadsHere(next, seen));
    }
}
