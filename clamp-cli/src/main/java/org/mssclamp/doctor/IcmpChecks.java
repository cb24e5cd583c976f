// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mssclamp.netfilter.Hook;
import org.mssclamp.netfilter.Obstacle;
import org.mssclamp.netfilter.PacketKind;
import org.mssclamp.netfilter.Probe;
import org.mssclamp.netfilter.Walk;
import org.mssclamp.netfilter.WorstWay;
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

    private interface Question {
        Optional<Finding> of(Probe probe, List<Hook> way) throws UnseenException;
    }

    /** No rule drops them on any way. */
    static Finding filter(Facts facts) throws UnseenException {
        Optional<Finding> known = first(
                facts,
                (probe, way) -> Walk.of(facts.rules(), probe, way)
                        .drop()
                        .map(drop -> Finding.fail("no " + errors(probe, way) + ": " + drop.text(), accept(probe))));
        if (known.isPresent()) {
            return known.get();
        }
        return first(
                        facts,
                        (probe, way) -> new WorstWay(facts.rules(), probe, way)
                                .toTheEnd()
                                .flatMap(Obstacle::placed)
                                .map(unclear -> Finding.warn(
                                        "cannot tell whether " + errors(probe, way) + ", because what " + unclear.text()
                                                + " asks or does is not known here",
                                        accept(probe))))
                .orElse(Finding.ok("no rule drops all ICMP errors that say what is too big"));
    }

    private static Optional<Finding> first(Facts facts, Question question) throws UnseenException {
        for (Family family : facts.families()) {
            for (List<Hook> way : List.of(Hook.THROUGH, Hook.OUT, Hook.IN)) {
                Optional<Finding> found = question.of(new Probe(PacketKind.TOO_BIG, family), way);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static String errors(Probe probe, List<Hook> way) {
        return "ICMP errors " + NAMES.get(probe.family()) + " " + WAYS.getOrDefault(way, "");
    }

    private static Cure accept(Probe probe) {
        return Cures.advice("where the firewall is written, accept before that " + MATCHES.get(probe.family()));
    }
}
