// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

/** A way to tell the kernel's firewall. */
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

    public Commands commands(Ruleset rules) {
        return switch (this) {
            case IPTABLES -> new IptablesCommands(rules);
            case NFT -> new NftCommands(rules);
        };
    }

    /** Whether a net catches what leaves the queue of this chain. */
    public boolean hasNetBehind(Chain chain) {
        return this == NFT || chain != Chain.POSTROUTING;
    }
}
