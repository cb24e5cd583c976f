// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mssclamp.netfilter.Answer;
import org.mssclamp.netfilter.KernelRule;
import org.mssclamp.netfilter.PacketKind;
import org.mssclamp.netfilter.Placed;
import org.mssclamp.netfilter.Probe;
import org.mssclamp.packet.Family;

/** Of the rules that hand SYNs to the daemon: what they take. */
final class SynChecks {
    private static final List<PacketKind> HANDSHAKE = List.of(PacketKind.SYN, PacketKind.SYN_ACK);
    private static final String SYNS = "--tcp-flags SYN,RST SYN in iptables, tcp flags & (syn | rst) == syn in nft";

    private SynChecks() {}

    /** They take both packets of the handshake, and nothing else. */
    static Finding only(Facts facts) throws UnseenException {
        for (Placed feed : facts.feeds().all()) {
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
                    Optional<Finding> missed = missed(facts.feeds().of(number, family), new Probe(kind, family));
                    if (missed.isPresent()) {
                        return missed.get();
                    }
                }
            }
        }
        return facts.feeds().areAll("takes SYNs and SYN-ACKs, and nothing else");
    }

    private static Optional<Finding> missed(List<Placed> feeds, Probe probe) {
        Answer taken = feeds.stream().map(feed -> feed.rule().matches(probe)).reduce(Answer.NO, SynChecks::better);
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
        boolean isHarmless = Replacement.isHarmless(feed);
        return (isHarmless
                        ? Replacement.forSyns(feed)
                                .cure(rule -> takesOnlySyns(rule, feed.table().families()))
                        : Optional.<Cure>empty())
                .orElseGet(() -> Cures.advice("write into that rule what takes SYNs and SYN-ACKs alone: " + SYNS));
    }

    private static boolean takesOnlySyns(KernelRule rule, Set<Family> families) {
        return families.stream()
                .allMatch(family -> rule.matches(new Probe(PacketKind.DATA, family)) == Answer.NO
                        && HANDSHAKE.stream().allMatch(kind -> rule.matches(new Probe(kind, family)) != Answer.NO));
    }
}
