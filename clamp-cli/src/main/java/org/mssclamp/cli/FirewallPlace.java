// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.mssclamp.cli.FirewallArguments.Families;
import org.mssclamp.firewall.Backend;
import org.mssclamp.firewall.Chain;
import org.mssclamp.packet.Family;
import picocli.CommandLine.Option;

/** The options that say where in the kernel's firewall rules go. */
final class FirewallPlace {
    @Option(
            names = "--backend",
            required = true,
            paramLabel = "iptables|nft",
            converter = FirewallArguments.BackendName.class,
            description = "Whose commands: iptables prints lines of a shell, nft those of a file of nft.")
    @SuppressWarnings("NullAway.Init") // required
    private Backend backend;

    @Option(
            names = "--chain",
            split = ",",
            paramLabel = "CHAIN,...",
            hideParamSyntax = true,
            converter = FirewallArguments.ChainName.class,
            description = "Where SYNs are met: FORWARD, OUTPUT or both, or POSTROUTING (default FORWARD).")
    @SuppressWarnings("FieldCanBeFinal") // picocli sets it
    private Set<Chain> chains = EnumSet.of(Chain.FORWARD);

    @Option(
            names = "--family",
            paramLabel = "ipv4|ipv6|both",
            converter = FirewallArguments.FamilyName.class,
            description = "The IP versions (default both).")
    @SuppressWarnings("FieldCanBeFinal") // picocli sets it
    private Families families = Families.BOTH;

    Backend backend() {
        return backend;
    }

    Set<Chain> chains() {
        return chains;
    }

    Set<Family> families() {
        return families.members();
    }

    /** Which chains do not go together; empty if they all do. */
    Optional<String> contradiction() {
        return chains.contains(Chain.POSTROUTING) && chains.size() > 1
                ? Optional.of("--chain POSTROUTING takes what the others do, allowed alone")
                : Optional.empty();
    }
}
