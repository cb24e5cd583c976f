// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mssclamp.netfilter.Answer;
import org.mssclamp.netfilter.Hook;
import org.mssclamp.netfilter.KernelChain;
import org.mssclamp.netfilter.Obstacle;
import org.mssclamp.netfilter.PacketKind;
import org.mssclamp.netfilter.Placed;
import org.mssclamp.netfilter.Probe;
import org.mssclamp.netfilter.Walk;
import org.mssclamp.netfilter.WorstWay;
import org.mssclamp.packet.Family;

/** Whether SYNs come as far as the rules that are for them. Not thread-safe. */
final class OrderCheck {
    private static final Cure MOVE = Cures.advice("put the rule that hands over before that, where both are written;"
            + " what the daemon accepts sees no further rule of the chain");

    private final Facts facts;
    private final Map<Family, Map<PacketKind, WorstWay>> worst = new EnumMap<>(Family.class);

    private OrderCheck(Facts facts) {
        this.facts = facts;
    }

    /** What is known goes before what cannot be told. */
    private interface Look {
        Optional<Finding> at(Probe probe, List<Placed> meant) throws UnseenException;
    }

    /** No rule before those that feed the daemon takes all SYNs. */
    static Finding check(Facts facts) throws UnseenException {
        OrderCheck check = new OrderCheck(facts);
        Optional<Finding> known = check.first(check::cutOff);
        if (known.isPresent()) {
            return known.get();
        }
        Optional<Finding> unclear = check.first(check::unclear);
        return unclear.isPresent()
                ? unclear.get()
                : facts.feeds().areAll("is behind nothing that takes all SYNs or SYN-ACKs");
    }

    private Optional<Finding> first(Look look) throws UnseenException {
        for (Family family : facts.families()) {
            List<Placed> before = List.of();
            for (int number : facts.queues().keySet()) {
                List<Placed> feeds = facts.feeds().of(number, family);
                // Most often the same rules feed them all.
                if (feeds.equals(before)) {
                    continue;
                }
                before = feeds;
                for (PacketKind kind : List.of(PacketKind.SYN, PacketKind.SYN_ACK)) {
                    Probe probe = new Probe(kind, family);
                    List<Placed> meant = meant(feeds, probe);
                    Optional<Finding> found = meant.isEmpty() ? Optional.empty() : look.at(probe, meant);
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static List<Placed> meant(List<Placed> feeds, Probe probe) {
        return feeds.stream()
                .filter(feed -> feed.rule().matches(probe) != Answer.NO)
                .filter(feed -> feed.hooks().stream().anyMatch(Hook.THROUGH::contains)
                        || feed.mayLeadHere().isPresent())
                .toList();
    }

    private Optional<Finding> cutOff(Probe probe, List<Placed> meant) throws UnseenException {
        Walk walk = facts.walk(probe.kind(), probe.family());
        if (meant.stream().anyMatch(feed -> walk.matched(feed.rule()))) {
            return Optional.empty();
        }
        Placed feed = meant.get(0);
        Optional<Placed> leading = feed.mayLeadHere();
        return Optional.of(
                leading.isPresent()
                        ? unclear(probe, feed, leading.get())
                        : Finding.fail("no " + packets(probe, feed) + ": " + why(walk, feed), MOVE));
    }

    private Optional<Finding> unclear(Probe probe, List<Placed> meant) throws UnseenException {
        Map<PacketKind, WorstWay> known =
                worst.computeIfAbsent(probe.family(), unknown -> new EnumMap<>(PacketKind.class));
        WorstWay way = known.get(probe.kind());
        if (way == null) {
            way = new WorstWay(facts.rules(), probe, Hook.THROUGH);
            known.put(probe.kind(), way);
        }
        return way.toAnyOf(meant.stream().map(Placed::rule).toList())
                .flatMap(Obstacle::placed)
                .map(obstacle -> unclear(probe, meant.get(0), obstacle));
    }

    private static String packets(Probe probe, Placed feed) {
        return probe.kind().label() + " of " + probe.family().label() + " comes to " + feed.text();
    }

    private static Finding unclear(Probe probe, Placed feed, Placed obstacle) {
        return Finding.warn(
                "cannot tell whether each " + packets(probe, feed) + ", because what " + obstacle.text()
                        + " asks or does is not known here",
                Cures.lookAt(obstacle));
    }

    private static String why(Walk walk, Placed feed) {
        for (KernelChain chain : feed.table().chains()) {
            Optional<Placed> end = walk.end(chain);
            boolean calls = chain.base()
                    .filter(base -> feed.hooks().contains(base.hook()))
                    .isPresent();
            if (end.isPresent() && calls) {
                return end.get().text() + " is before it";
            }
        }
        boolean translates = feed.table().chains().stream()
                .flatMap(chain -> chain.base().stream())
                .anyMatch(base -> base.translates());
        return walk.drop()
                .map(Obstacle::text)
                .orElse(translates ? "that table sees the first packet of a connection alone" : "no rule leads there");
    }
}
