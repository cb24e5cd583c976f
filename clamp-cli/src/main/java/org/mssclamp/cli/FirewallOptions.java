// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mssclamp.config.QueueNumbers;
import org.mssclamp.daemon.StartException;
import org.mssclamp.firewall.Backend;
import org.mssclamp.firewall.Ruleset;
import org.mssclamp.firewall.SafetyNet;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action.SetMss;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what the kernel's firewall is to do. */
final class FirewallOptions {
    @Mixin
    private final FirewallPlace place = new FirewallPlace();

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
        return place.backend();
    }

    Set<Family> families() {
        return place.families();
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
        return place.contradiction().or(this::missingNet);
    }

    private Optional<String> missingNet() {
        return place.chains().stream()
                .filter(chain -> safetyNet && !place.backend().hasNetBehind(chain))
                .findFirst()
                .map(chain -> "--safety-net has no chain behind " + chain + " in iptables, whose nat table sees only"
                        + " the first packet of a connection, allowed --chain FORWARD,OUTPUT or --backend nft");
    }

    /** Throws if the configuration does not allow a net that was asked for. */
    Ruleset rules(FedQueues fed) throws StartException {
        Optional<SafetyNet> net =
                safetyNet ? Optional.of(new SafetyNet(fed.telltale(), Optional.ofNullable(limit))) : Optional.empty();
        return new Ruleset(place.chains(), families(), fed.feed(), net);
    }
}
