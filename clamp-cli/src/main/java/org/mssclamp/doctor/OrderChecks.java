// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mssclamp.netfilter.Answer;
import org.mssclamp.netfilter.Hook;
import org.mssclamp.netfilter.KernelChain;
import org.mssclamp.netfilter.KernelRule;
import org.mssclamp.netfilter.PacketKind;
import org.mssclamp.netfilter.Placed;
import org.mssclamp.netfilter.Probe;
import org.mssclamp.netfilter.Walk;
import org.mssclamp.netfilter.Walk.Guess;
import org.mssclamp.packet.Family;

/** Whether SYNs come as far as the rules that are for them. */
final class OrderChecks {
    private static final Cure MOVE = Cures.advice("put the rule that hands over before that, where both are written;"
            + " what the daemon accepts sees no further rule of the chain");

    private OrderChecks() {}

    /** No rule before those that feed the daemon takes all SYNs. */
    static Finding order(Facts facts) throws UnseenException {
        Optional<Finding> known = first(facts, Guess.NONE);
        if (known.isPresent()) {
            return known.get();
        }
        Optional<Finding> guessed = first(facts, Guess.MATCHING);
        return guessed.isPresent()
                ? guessed.get()
                : FeedChecks.ofAll(facts, "is behind nothing that takes all SYNs or SYN-ACKs");
    }

    private static Optional<Finding> first(Facts facts, Guess guess) throws UnseenException {
        for (Family family : facts.families()) {
            for (int number : facts.queues().keySet()) {
                for (PacketKind kind : List.of(PacketKind.SYN, PacketKind.SYN_ACK)) {
                    Optional<Finding> cut = cutOff(facts, new Probe(kind, family), number, guess);
                    if (cut.isPresent()) {
                        return cut;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Finding> cutOff(Facts facts, Probe probe, int number, Guess guess) throws UnseenException {
        Walk walk = facts.walk(probe.kind(), probe.family(), guess);
        List<Placed> meant = FeedChecks.of(facts, number, probe.family()).stream()
                .filter(feed -> feed.rule().matches(probe) != Answer.NO)
                .filter(feed -> feed.hooks().stream().anyMatch(Hook.THROUGH::contains)
                        || feed.mayLeadHere().isPresent())
                .toList();
        if (meant.isEmpty() || meant.stream().anyMatch(feed -> walk.matched(feed.rule()))) {
            return Optional.empty();
        }
        Placed feed = meant.get(0);
        String packets = probe.kind().label() + " of " + probe.family().label() + " comes to " + feed.text();
        Optional<Placed> leading = feed.mayLeadHere();
        if (leading.isPresent()) {
            return Optional.of(Finding.warn(
                    "cannot tell whether each " + packets + ", because what "
                            + leading.get().text() + " does is not known here",
                    Cures.lookAt(leading.get())));
        }
        String why = why(walk, feed);
        return Optional.of(
                guess == Guess.NONE
                        ? Finding.fail("no " + packets + ": " + why, MOVE)
                        : Finding.warn(
                                "cannot tell whether each " + packets
                                        + ", because what is asked before it is not known here: " + why,
                                MOVE));
    }

    private static String why(Walk walk, Placed feed) {
        for (KernelChain chain : feed.table().chains()) {
            Optional<KernelRule> end = walk.end(chain);
            boolean calls = chain.base()
                    .filter(base -> feed.hooks().contains(base.hook()))
                    .isPresent();
            if (end.isPresent() && calls) {
                return feed.table().place(end.get()).text() + " is before it";
            }
        }
        boolean translates = feed.table().chains().stream()
                .flatMap(chain -> chain.base().stream())
                .anyMatch(base -> base.translates());
        return walk.drop()
                .map(Walk.Drop::text)
                .orElse(translates ? "that table sees the first packet of a connection alone" : "no rule leads there");
    }

    /** Rules of iptables are all of one kind, and none is there twice. */
    static Finding twoKinds(Facts facts) throws UnseenException {
        List<String> both = new ArrayList<>();
        for (String program : List.of("iptables", "ip6tables")) {
            if (facts.rules().hasRulesOf(program + "-legacy") && facts.rules().hasRulesOf(program + "-nft")) {
                both.add(program + "-legacy and " + program + "-nft");
            }
        }
        if (both.isEmpty()) {
            return Finding.ok("the rules of iptables are all of one kind");
        }
        boolean twice = facts.feeds().stream()
                        .map(feed -> feed.table().program().replaceFirst(".*-", ""))
                        .distinct()
                        .count()
                > 1;
        return Finding.warn(
                String.join(", ", both) + " both have rules, and packets pass through both"
                        + (twice ? ": SYNs are handed over twice" : ""),
                Cures.advice(
                        "write the rules of one anew with the other, policies among them, see that they do what they"
                                + " did, and then take them away"));
    }
}
