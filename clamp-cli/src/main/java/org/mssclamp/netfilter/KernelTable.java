// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mssclamp.packet.Family;

/** Chains that can lead to each other. Not thread-safe. */
public final class KernelTable {
    /** The program of tables that are not those of iptables. */
    public static final String NFT = "nft";

    private final String program;
    private final String name;
    private final Set<Family> families;
    private final List<KernelChain> chains;
    private final Map<String, KernelChain> byName = new HashMap<>();
    private @Nullable IdentityHashMap<KernelChain, Set<Hook>> hooks;

    /**
     * With its chains.
     *
     * @param program what shows and changes it, such as {@code iptables-legacy} or {@code nft}
     * @param name as that program takes it, such as {@code mangle} or {@code inet filter}
     */
    public KernelTable(String program, String name, Set<Family> families, List<KernelChain> chains) {
        this.program = program;
        this.name = name;
        this.families = Set.copyOf(families);
        this.chains = List.copyOf(chains);
        chains.forEach(chain -> byName.putIfAbsent(chain.name(), chain));
    }

    /** What shows and changes it. */
    public String program() {
        return program;
    }

    /** As that program takes it. */
    public String name() {
        return name;
    }

    /** Whose packets come to it. */
    public Set<Family> families() {
        return families;
    }

    /** In the order in which they are shown. */
    public List<KernelChain> chains() {
        return chains;
    }

    public Optional<KernelChain> chain(String wanted) {
        return Optional.ofNullable(byName.get(wanted));
    }

    /** The hooks whose chains lead to one of its chains, whatever rules on the way ask for. */
    Set<Hook> hooks(KernelChain chain) {
        IdentityHashMap<KernelChain, Set<Hook>> known = hooks;
        if (known == null) {
            known = new IdentityHashMap<>();
            for (KernelChain first : chains) {
                if (first.base().isPresent()) {
                    Hook hook = first.base().get().hook();
                    for (KernelChain reached : CallOrder.of(this, first, passed -> false)) {
                        known.computeIfAbsent(reached, unknown -> EnumSet.noneOf(Hook.class))
                                .add(hook);
                    }
                }
            }
            hooks = known;
        }
        return Collections.unmodifiableSet(known.getOrDefault(chain, Set.of()));
    }

    public boolean isOfNft() {
        return program.equals(NFT);
    }

    boolean hasRules() {
        return chains.stream().anyMatch(chain -> !chain.rules().isEmpty());
    }

    @Override
    public String toString() {
        return program + " " + name;
    }
}
