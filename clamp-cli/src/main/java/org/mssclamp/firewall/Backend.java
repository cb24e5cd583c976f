// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.List;
import java.util.Set;
import org.mssclamp.packet.Family;

/** A way to tell the kernel's firewall, by commands of which each is one line. */
public enum Backend {
    /** Rules in the mangle tables of {@code iptables} and {@code ip6tables}, among others that are there. */
    IPTABLES("iptables", "sh -e"),
    /** A table of our own. */
    NFT("nft", "nft -f -");

    private final String label;
    private final String reader;

    Backend(String label, String reader) {
        this.label = label;
        this.reader = reader;
    }

    /** The name in options and output. */
    public String label() {
        return label;
    }

    /** The program that carries out the commands it reads. */
    public String reader() {
        return reader;
    }

    /**
     * Put the rules in force: the net first, so that no SYN passes between the two. They replace those put in force
     * before, of which none goes before the new ones are there, and change nothing if they are carried out again.
     */
    public List<String> add(Ruleset rules) {
        return switch (this) {
            case IPTABLES -> new IptablesCommands(rules).add();
            case NFT -> new NftCommands(rules).add();
        };
    }

    /** Undo that, whatever the rules were; with nft for both families. */
    public List<String> remove(Set<Family> families) {
        return switch (this) {
            case IPTABLES -> IptablesCommands.remove(families);
            case NFT -> NftCommands.remove();
        };
    }

    /** Rules that do without the daemon what a configuration says, as far as they can. */
    public Export.Told export(Export export) {
        return switch (this) {
            case IPTABLES -> new IptablesExport(export).told();
            case NFT -> new NftExport(export).told();
        };
    }

    /** Whether a net catches what leaves the queue of this chain. */
    public boolean hasNetBehind(Chain chain) {
        return this == NFT || chain != Chain.POSTROUTING;
    }
}
