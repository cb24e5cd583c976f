// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.netfilter.Answer;
import org.mssclamp.netfilter.KernelRules;
import org.mssclamp.netfilter.MarkUse;
import org.mssclamp.netfilter.PacketKind;
import org.mssclamp.netfilter.Placed;
import org.mssclamp.netfilter.Probe;
import org.mssclamp.netfilter.Walk;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.MarkMask;

/** Of the kernel's rule that clamps what the daemon did not answer: whether it is there, and can tell. */
final class NetChecks {
    private NetChecks() {}

    /** Each queue with a mark has one behind it in each family. */
    static Finding net(Facts facts) throws UnseenException {
        int marked = 0;
        for (Map.Entry<Integer, QueueSettings> queue : facts.queues().entrySet()) {
            Optional<MarkMask> mark = queue.getValue().mark();
            if (mark.isEmpty()) {
                continue;
            }
            marked++;
            for (Family family : facts.families()) {
                List<Placed> feeds = facts.feeds().of(queue.getKey(), family);
                Optional<Finding> hole =
                        feeds.isEmpty() ? Optional.empty() : hole(facts, queue.getKey(), mark.get(), family, feeds);
                if (hole.isPresent()) {
                    return hole.get();
                }
            }
        }
        if (marked == 0) {
            return Finding.ok("no queue of the configuration sets a mark, by which a safety net would tell");
        }
        return facts.feeds().areAll("has a rule behind that clamps what the daemon did not answer");
    }

    private static Optional<Finding> hole(Facts facts, int number, MarkMask mark, Family family, List<Placed> feeds)
            throws UnseenException {
        for (PacketKind kind : List.of(PacketKind.SYN, PacketKind.SYN_ACK)) {
            Optional<Finding> hole = hole(facts, number, mark, new Probe(kind, family), feeds);
            if (hole.isPresent()) {
                return hole;
            }
        }
        return Optional.empty();
    }

    private static Optional<Finding> hole(Facts facts, int number, MarkMask mark, Probe probe, List<Placed> feeds)
            throws UnseenException {
        Walk walk = facts.walk(probe.kind(), probe.family());
        List<Placed> reached =
                feeds.stream().filter(feed -> walk.matched(feed.rule())).toList();
        if (reached.isEmpty()) {
            return Optional.empty(); // Other checks say so.
        }
        List<Placed> behind = facts.rules().rules().stream()
                .filter(placed -> placed.rule().clamps())
                .filter(net -> reached.stream().anyMatch(feed -> walk.isLater(net.rule(), feed.rule())))
                .toList();
        List<Placed> catching =
                behind.stream().filter(net -> catches(net, mark)).toList();
        if (catching.stream().anyMatch(net -> net.rule().matches(probe) != Answer.UNKNOWN)) {
            return Optional.empty();
        }
        String packets =
                "the " + probe.kind().label() + "s of " + probe.family().label() + " that the daemon did not answer";
        Optional<Placed> unclear = catching.isEmpty() ? hidden(facts.rules()) : Optional.of(catching.get(0));
        if (unclear.isPresent()) {
            return Optional.of(Finding.warn(
                    "cannot tell whether a rule behind queue " + number + " clamps " + packets + ", because what "
                            + unclear.get().text() + " asks or does is not known here",
                    Cures.lookAt(unclear.get())));
        }
        String text = behind.isEmpty()
                ? "no rule behind queue " + number + " clamps " + packets
                : behind.get(0).text() + " does not tell by the mark " + mark + ", which queue " + number + " sets";
        return Optional.of(Finding.warn(text, Generation.cure(facts)));
    }

    /** What may lead to a rule that clamps. */
    private static Optional<Placed> hidden(KernelRules rules) {
        return rules.rules().stream()
                .filter(placed -> placed.rule().clamps())
                .flatMap(placed -> placed.mayLeadHere().stream())
                .findFirst();
    }

    /** One that asks for no mark clamps all, which does no harm. */
    private static boolean catches(Placed net, MarkMask mark) {
        return net.rule().marks().stream().filter(use -> !use.sets()).allMatch(use -> isNet(use, mark));
    }

    /** Whether a rule that clamps tells so by that mark. */
    static boolean isNet(MarkUse use, MarkMask mark) {
        return use.negated() && use.mark().equals(mark);
    }
}
