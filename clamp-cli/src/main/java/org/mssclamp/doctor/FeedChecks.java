// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mssclamp.config.OnFailure;
import org.mssclamp.netfilter.Answer;
import org.mssclamp.netfilter.Effect;
import org.mssclamp.netfilter.Hook;
import org.mssclamp.netfilter.KernelRule;
import org.mssclamp.netfilter.PacketKind;
import org.mssclamp.netfilter.Placed;
import org.mssclamp.netfilter.Probe;
import org.mssclamp.packet.Family;

/** Of the rules that hand SYNs to the daemon: whether they are there, and what they say. */
final class FeedChecks {
    private static final List<PacketKind> HANDSHAKE = List.of(PacketKind.SYN, PacketKind.SYN_ACK);
    private static final String SYNS = "--tcp-flags SYN,RST SYN in iptables, tcp flags & (syn | rst) == syn in nft";

    private FeedChecks() {}

    /** Each queue has one in each family, and each one's queue is there. */
    static Finding feeds(Facts facts) throws UnseenException {
        for (Family family : facts.families()) {
            for (int number : facts.queues().keySet()) {
                if (of(facts, number, family).isEmpty()) {
                    return missing(facts, number, family);
                }
            }
        }
        Optional<Finding> stray = stray(facts);
        if (stray.isPresent()) {
            return stray.get();
        }
        List<Placed> feeds = facts.feeds();
        return Finding.ok(
                feeds.size() == 1
                        ? feeds.get(0).text()
                        : feeds.size() + " rules, the first is " + feeds.get(0).text());
    }

    private static Finding missing(Facts facts, int number, Family family) throws UnseenException {
        String handed = " hands SYNs of " + family.label() + " to queue " + number;
        Optional<Placed> unknown = facts.rules().rules().stream()
                .filter(placed -> placed.rule().effect() instanceof Effect.Unknown)
                .filter(placed -> placed.table().families().contains(family)
                        && placed.rule().matches(new Probe(PacketKind.SYN, family)) != Answer.NO)
                .findFirst();
        return unknown.map(rule -> Finding.warn(
                        "cannot tell whether a rule" + handed + ", because what " + rule.text()
                                + " does is not known here",
                        Cures.lookAt(rule)))
                .orElse(Finding.fail("no rule" + handed, Generation.cure(facts)));
    }

    /** In one family. */
    static List<Placed> of(Facts facts, int number, Family family) throws UnseenException {
        return facts.feeds(Set.of(number)).stream()
                .filter(feed -> feed.table().families().contains(family))
                .filter(feed -> List.of(PacketKind.SYN, PacketKind.SYN_ACK, PacketKind.DATA).stream()
                        .anyMatch(kind -> feed.rule().matches(new Probe(kind, family)) != Answer.NO))
                .toList();
    }

    /** A rule for a queue which neither the configuration nor the kernel knows: by itself it does no harm with bypass. */
    private static Optional<Finding> stray(Facts facts) throws UnseenException {
        Set<Integer> known =
                facts.now().queues().stream().map(queue -> queue.number()).collect(Collectors.toSet());
        known.addAll(facts.queues().keySet());
        for (Placed placed : facts.rules().rules()) {
            if (placed.rule().effect() instanceof Effect.Queue queue) {
                boolean isOurs = facts.queues().keySet().stream().anyMatch(queue::feeds);
                OptionalInt nobodys = IntStream.rangeClosed(
                                queue.numbers().first(), queue.numbers().last())
                        .filter(number -> !known.contains(number))
                        .findFirst();
                if (nobodys.isPresent() && (isOurs || !queue.bypass())) {
                    return Optional.of(stray(placed, nobodys.getAsInt(), queue.bypass()));
                }
            }
        }
        return Optional.empty();
    }

    private static Finding stray(Placed rule, int number, boolean bypass) {
        return Finding.warn(
                rule.text() + " feeds queue " + number + " that nobody has bound, and what comes there "
                        + (bypass ? "passes unclamped" : "is dropped"),
                Cures.advice("start what is to answer there, or mend the rule where it is written"));
    }

    /** They take both packets of the handshake, and nothing else. */
    static Finding onlySyns(Facts facts) throws UnseenException {
        for (Placed feed : facts.feeds()) {
            for (Family family : feed.table().families()) {
                Answer data = feed.rule().matches(new Probe(PacketKind.DATA, family));
                if (data == Answer.YES || data == Answer.SOME) {
                    return Finding.warn(
                            feed.text() + " hands over later packets of connections, not their SYNs alone",
                            forSyns(feed));
                }
                if (data == Answer.UNKNOWN) {
                    return unclear(feed, "hands over SYNs alone");
                }
            }
        }
        for (Family family : facts.families()) {
            for (int number : facts.queues().keySet()) {
                for (PacketKind kind : HANDSHAKE) {
                    Optional<Finding> missed = missed(of(facts, number, family), new Probe(kind, family));
                    if (missed.isPresent()) {
                        return missed.get();
                    }
                }
            }
        }
        return ofAll(facts, "takes SYNs and SYN-ACKs, and nothing else");
    }

    private static Optional<Finding> missed(List<Placed> feeds, Probe probe) {
        Answer taken = feeds.stream().map(feed -> feed.rule().matches(probe)).reduce(Answer.NO, FeedChecks::better);
        if (feeds.isEmpty() || taken == Answer.YES || taken == Answer.SOME) {
            return Optional.empty();
        }
        Placed feed = feeds.get(0);
        return Optional.of(
                taken == Answer.UNKNOWN
                        ? unclear(feed, "takes " + probe.kind().label() + "s")
                        : Finding.warn(
                                feed.text() + " takes no " + probe.kind().label()
                                        + ", and one direction of each connection stays unclamped",
                                forSyns(feed)));
    }

    /** What is known to be taken goes before what is not known. */
    private static Answer better(Answer one, Answer other) {
        return one == Answer.NO || (one == Answer.UNKNOWN && other != Answer.NO) ? other : one;
    }

    private static Finding unclear(Placed feed, String what) {
        return Finding.warn(
                "cannot tell whether " + feed.text() + " " + what + ", because what it asks is not known here",
                Cures.lookAt(feed));
    }

    /** A packet that is queued goes past the rest of the chain, and one that is not any more comes to it. */
    private static Cure forSyns(Placed feed) {
        boolean isHarmless = feed.table().name().equals("mangle") && filtersNothing(feed);
        return (isHarmless
                        ? Replacement.forSyns(feed)
                                .cure(rule -> takesOnlySyns(rule, feed.table().families()))
                        : Optional.<Cure>empty())
                .orElseGet(() -> Cures.advice("write into that rule what takes SYNs and SYN-ACKs alone: " + SYNS));
    }

    private static boolean filtersNothing(Placed feed) {
        return feed.table().chains().stream()
                .allMatch(chain -> chain.base().filter(base -> base.drops()).isEmpty()
                        && chain.rules().stream()
                                .map(rule -> rule.effect())
                                .noneMatch(effect -> effect instanceof Effect.Unknown
                                        || (effect instanceof Effect.End end && end.drops())));
    }

    private static boolean takesOnlySyns(KernelRule rule, Set<Family> families) {
        return families.stream()
                .allMatch(family -> rule.matches(new Probe(PacketKind.DATA, family)) == Answer.NO
                        && HANDSHAKE.stream().allMatch(kind -> rule.matches(new Probe(kind, family)) != Answer.NO));
    }

    /** They let pass while no daemon runs what the configuration wants to pass. */
    static Finding bypass(Facts facts) throws UnseenException {
        for (Placed feed : facts.feeds()) {
            Effect.Queue queue = (Effect.Queue) feed.rule().effect();
            Set<OnFailure> wanted = facts.queues().entrySet().stream()
                    .filter(entry -> queue.feeds(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .map(settings -> settings.onFailure())
                    .collect(Collectors.toSet());
            for (OnFailure onFailure : wanted) {
                boolean wants = onFailure != OnFailure.DROP;
                if (queue.bypass() != wants) {
                    String text = feed.text() + (wants ? " has no bypass" : " has bypass") + ", but on-failure is "
                            + onFailure.label() + ": while no daemon runs, SYNs "
                            + (wants ? "are dropped" : "pass unclamped");
                    Cure cure = bypass(facts, feed, wants, wanted);
                    return wants ? Finding.fail(text, cure) : Finding.warn(text, cure);
                }
            }
        }
        return ofAll(facts, "does without the daemon what on-failure says");
    }

    /** With bypass a packet goes past the rest of a chain, too; in mangle that filters nothing. */
    private static Cure bypass(Facts facts, Placed feed, boolean wants, Set<OnFailure> wanted) throws UnseenException {
        boolean agree = wanted.stream().allMatch(onFailure -> (onFailure != OnFailure.DROP) == wants);
        if (!agree) {
            return Cures.advice("feed queues whose on-failure differs by rules of their own");
        }
        if (feed.isGenerated()) {
            return Generation.cure(facts);
        }
        boolean isHarmless = !wants || (feed.table().name().equals("mangle") && filtersNothing(feed));
        return (isHarmless ? Replacement.withBypass(feed, wants).cure(rule -> true) : Optional.<Cure>empty())
                .orElseGet(() -> Cures.advice(
                        (wants ? "write bypass into" : "take bypass out of") + " that rule, where it is written"));
    }

    /** They are where packets through the gateway come by. */
    static Finding chain(Facts facts) throws UnseenException {
        for (Family family : facts.families()) {
            for (int number : facts.queues().keySet()) {
                List<Placed> feeds = of(facts, number, family);
                if (feeds.isEmpty()) {
                    continue;
                }
                Set<Hook> hooks = feeds.stream()
                        .flatMap(feed -> feed.hooks().stream())
                        .filter(Hook.THROUGH::contains)
                        .collect(Collectors.toSet());
                if (hooks.isEmpty()) {
                    return outside(facts, feeds.get(0));
                }
                if (hooks.equals(Set.of(Hook.PREROUTING)) && asksForOut(facts)) {
                    return Finding.warn(
                            feeds.get(0).text() + " comes before routing, where no packet has an outgoing interface,"
                                    + " and rules with \"out\" never match",
                            Cures.advice("move that rule to FORWARD, where it is written"));
                }
            }
        }
        return ofAll(facts, "is in a chain that forwarded packets come to");
    }

    private static Finding outside(Facts facts, Placed feed) throws UnseenException {
        Optional<Placed> leading = feed.mayLeadHere();
        return leading.isPresent()
                ? Finding.warn(
                        "cannot tell whether forwarded packets come to " + feed.text() + ", because what "
                                + leading.get().text() + " does is not known here",
                        Cures.lookAt(leading.get()))
                : Finding.fail(
                        feed.text() + " is in a chain that forwarded packets do not come to", Generation.cure(facts));
    }

    private static boolean asksForOut(Facts facts) {
        return facts.configured().configuration().stream()
                .flatMap(configuration -> configuration.rules().stream())
                .anyMatch(rule -> !rule.match().out().isEmpty());
    }

    /** Throws if there is none. */
    static Finding ofAll(Facts facts, String predicate) throws UnseenException {
        int count = facts.feeds().size();
        if (count == 0) {
            throw new UnseenException("no rule hands packets to the daemon");
        }
        return Finding.ok((count == 1 ? "the rule " : "each of the " + count + " rules ") + predicate);
    }
}
