// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mssclamp.netfilter.Hook;
import org.mssclamp.netfilter.PacketKind;
import org.mssclamp.netfilter.Probe;
import org.mssclamp.netfilter.Walk;
import org.mssclamp.netfilter.Walk.Guess;
import org.mssclamp.packet.Family;

/** Whether the ICMP errors pass that say what is too big. */
final class IcmpChecks {
    private static final Map<List<Hook>, String> WAYS =
            Map.of(Hook.THROUGH, "are forwarded", Hook.IN, "reach this machine", Hook.OUT, "are sent");
    private static final Map<Family, String> NAMES =
            Map.of(Family.IPV4, "\"fragmentation needed\"", Family.IPV6, "\"packet too big\"");
    private static final Map<Family, String> MATCHES = Map.of(
            Family.IPV4,
            "-p icmp --icmp-type fragmentation-needed of iptables, icmp code frag-needed of nft",
            Family.IPV6,
            "-p icmpv6 --icmpv6-type packet-too-big of ip6tables, icmpv6 type packet-too-big of nft");

    private IcmpChecks() {}

    /** No rule drops them on any way. */
    static Finding filter(Facts facts) throws UnseenException {
        Optional<Finding> known = first(facts, Guess.NONE);
        if (known.isPresent()) {
            return known.get();
        }
        return first(facts, Guess.DROPPING)
                .orElse(Finding.ok("no rule drops all ICMP errors that say what is too big"));
    }

    private static Optional<Finding> first(Facts facts, Guess guess) throws UnseenException {
        for (Family family : facts.families()) {
            for (List<Hook> way : List.of(Hook.THROUGH, Hook.OUT, Hook.IN)) {
                Probe probe = new Probe(PacketKind.TOO_BIG, family);
                Optional<Walk.Drop> drop =
                        Walk.of(facts.rules(), probe, way, guess).drop();
                if (drop.isPresent()) {
                    return Optional.of(found(family, WAYS.getOrDefault(way, ""), drop.get(), guess));
                }
            }
        }
        return Optional.empty();
    }

    private static Finding found(Family family, String way, Walk.Drop drop, Guess guess) {
        String errors = "ICMP errors " + NAMES.get(family) + " " + way;
        Cure cure = Cures.advice("where the firewall is written, accept before that " + MATCHES.get(family));
        return guess == Guess.NONE
                ? Finding.fail("no " + errors + ": " + drop.text(), cure)
                : Finding.warn(
                        "cannot tell whether " + errors + ", because what is asked before is not known here: maybe "
                                + drop.text(),
                        cure);
    }
}
