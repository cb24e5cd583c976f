// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mssclamp.packet.Family;

/**
 * Chains that can lead to each other.
 *
 * @param program what shows and changes it, such as {@code iptables-legacy} or {@code nft}
 * @param name as that program takes it, such as {@code mangle} or {@code inet filter}
 */
public record KernelTable(String program, String name, Set<Family> families, List<KernelChain> chains) {
    /** The program of tables that are not those of iptables. */
    public static final String NFT = "nft";

    /** Copies both. */
    public KernelTable {
        families = Set.copyOf(families);
        chains = List.copyOf(chains);
    }

    public Optional<KernelChain> chain(String wanted) {
        return chains.stream().filter(chain -> chain.name().equals(wanted)).findFirst();
    }

    /** A rule of its own, with the chain that it is in. */
    public Placed place(KernelRule rule) {
        return chains.stream()
                .filter(chain -> chain.rules().contains(rule))
                .map(chain -> new Placed(this, chain, rule))
                .findFirst()
                .orElseThrow();
    }

    public boolean isOfNft() {
        return program.equals(NFT);
    }

    boolean hasRules() {
        return chains.stream().anyMatch(chain -> !chain.rules().isEmpty());
    }
}
