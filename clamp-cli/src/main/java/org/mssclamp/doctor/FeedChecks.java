// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.List;
import java.util.Optional;
import org.mssclamp.netfilter.Answer;
import org.mssclamp.netfilter.Effect;
import org.mssclamp.netfilter.PacketKind;
import org.mssclamp.netfilter.Placed;
import org.mssclamp.netfilter.Probe;
import org.mssclamp.packet.Family;

/** Of the rules that hand SYNs to the daemon: whether they are there. */
final class FeedChecks {
    private FeedChecks() {}

    /** Each queue has one in each family, and each one's queue is there. */
    static Finding feeds(Facts facts) throws UnseenException {
        for (Family family : facts.families()) {
            for (int number : facts.queues().keySet()) {
                if (facts.feeds().of(number, family).isEmpty()) {
                    return missing(facts, number, family);
                }
            }
        }
        Optional<Finding> stray = StrayFeeds.find(facts);
        if (stray.isPresent()) {
            return stray.get();
        }
        List<Placed> feeds = facts.feeds().all();
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
        if (unknown.isPresent()) {
            return Finding.warn(
                    "cannot tell whether a rule" + handed + ", because what "
                            + unknown.get().text() + " does is not known here",
                    Cures.lookAt(unknown.get()));
        }
        return dormant(facts, number, family)
                .map(asleep -> Finding.fail(
                        "no rule" + handed + ": " + asleep.text() + " would, but its table is dormant",
                        Cures.advice("if all that is in it is to be in force, wake it: nft add table "
                                + asleep.table().name())))
                .orElse(Finding.fail("no rule" + handed, Generation.cure(facts)));
    }

    private static Optional<Placed> dormant(Facts facts, int number, Family family) throws UnseenException {
        return facts.rules().rulesAsleep().stream()
                .filter(placed -> placed.table().families().contains(family)
                        && placed.rule().effect() instanceof Effect.Queue queue
                        && queue.feeds(number)
                        && Feeds.takesTcp(placed, family))
                .findFirst();
    }
}
