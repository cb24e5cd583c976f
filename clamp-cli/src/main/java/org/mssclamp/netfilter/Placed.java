// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.Optional;
import java.util.Set;
import org.mssclamp.firewall.Signature;

/** A rule with its chain and table. */
public record Placed(KernelTable table, KernelChain chain, KernelRule rule) {
    /** As its program shows it. */
    public String text() {
        return table.isOfNft()
                ? table + " " + chain.name() + " " + rule.text()
                : table.program() + " -t " + table.name() + " -A " + chain.name() + " " + rule.text();
    }

    /** Whether it was made by {@code mssclamp rules generate}, which replaces and removes it. */
    public boolean isGenerated() {
        return table.isOfNft()
                ? table.name().equals("inet mssclamp")
                : table.name().equals("mangle") && Signature.isOn("-A " + chain.name() + " " + rule.text());
    }

    /** A rule of its table that may lead to any chain of it, as far as is known here. */
    public Optional<Placed> mayLeadHere() {
        for (KernelChain from : table.chains()) {
            for (KernelRule other : from.rules()) {
                if (other.effect() instanceof Effect.Unknown) {
                    return Optional.of(new Placed(table, from, other));
                }
            }
        }
        return Optional.empty();
    }

    /** The hooks whose chains lead to it, whatever rules on the way ask for. */
    public Set<Hook> hooks() {
        return table.hooks(chain);
    }
}
