// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mssclamp.cli.FirewallArguments.Families;
import org.mssclamp.config.QueueNumbers;
import org.mssclamp.daemon.StartException;
import org.mssclamp.firewall.Backend;
import org.mssclamp.firewall.Chain;
import org.mssclamp.firewall.Ruleset;
import org.mssclamp.firewall.SafetyNet;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action.SetMss;
import picocli.CommandLine.Option;

/** The options that say what the kernel's firewall is to do. */
final class FirewallOptions {
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
            description = "Where SYNs are handed over: FORWARD, OUTPUT or both, or POSTROUTING (default FORWARD).")
    @SuppressWarnings("FieldCanBeFinal") // picocli sets it
    private Set<Chain> chains = EnumSet.of(Chain.FORWARD);

    @Option(
            names = "--family",
            paramLabel = "ipv4|ipv6|both",
            converter = FirewallArguments.FamilyName.class,
            description = "The IP versions (default both).")
    @SuppressWarnings("FieldCanBeFinal") // picocli sets it
    private Families families = Families.BOTH;

    @Option(
            names = "--queues",
            paramLabel = "N[-M]",
            converter = FirewallArguments.Queues.class,
            description = "The queue or the range of them that is fed (default the one of the configuration).")
    private @Nullable QueueNumbers queues;

    @Option(
            names = "--safety-net",
            description = "Have the kernel clamp, in a later chain, the SYNs that the daemon did not answer:"
                    + " those without the mark that its configuration sets.")
    private boolean safetyNet;

    @Option(
            names = "--set-mss",
            paramLabel = "N[,N6]",
            converter = FirewallArguments.Limits.class,
            description = "The MSS of the safety net, for IPv4 and for IPv6 (default what the path of the packet"
                    + " allows; N6 is 20 less than N).")
    private @Nullable SetMss limit;

    Backend backend() {
        return backend;
    }

    Set<Family> families() {
        return families.members();
    }

    /** Null for those of the configuration. */
    @Nullable
    QueueNumbers queues() {
        return queues;
    }

    /** Which of them do not go together, and what to do; empty if they all do. */
    Optional<String> contradiction() {
        if (limit != null && !safetyNet) {
            return Optional.of("--set-mss is for --safety-net; what the daemon clamps to is in its configuration");
        }
        if (chains.contains(Chain.POSTROUTING) && chains.size() > 1) {
            return Optional.of("--chain POSTROUTING takes what the others do, allowed alone");
        }
        return chains.stream()
                .filter(chain -> safetyNet && !backend.hasNetBehind(chain))
                .findFirst()
                .map(chain -> "--safety-net has no chain behind " + chain + " in iptables, whose nat table sees only"
                        + " the first packet of a connection, allowed --chain FORWARD,OUTPUT or --backend nft");
    }

    /** Throws if the configuration does not allow a net that was asked for. */
    Ruleset rules(FedQueues fed) throws StartException {
        Optional<SafetyNet> net =
                safetyNet ? Optional.of(new SafetyNet(fed.telltale(), Optional.ofNullable(limit))) : Optional.empty();
        return new Ruleset(chains, families(), fed.feed(), net);
    }
}
