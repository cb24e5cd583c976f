// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mssclamp.netfilter.Effect;
import org.mssclamp.netfilter.PacketKind;
import org.mssclamp.netfilter.Placed;
import org.mssclamp.packet.Family;

/** Rules for queues which neither the configuration nor the kernel knows: by themselves they do no harm with bypass. */
final class StrayFeeds {
    private static final Cure MEND =
            Cures.advice("start what is to answer there, or mend the rule where it is written");

    private StrayFeeds() {}

    /** The worst of them. */
    static Optional<Finding> find(Facts facts) throws UnseenException {
        Set<Integer> known =
                facts.now().queues().stream().map(queue -> queue.number()).collect(Collectors.toSet());
        known.addAll(facts.queues().keySet());
        Optional<Finding> found = Optional.empty();
        for (Placed placed : facts.rules().rules()) {
            if (placed.rule().effect() instanceof Effect.Queue queue) {
                boolean isOurs = facts.queues().keySet().stream().anyMatch(queue::feeds);
                OptionalInt nobodys = IntStream.rangeClosed(
                                queue.numbers().first(), queue.numbers().last())
                        .filter(number -> !known.contains(number))
                        .findFirst();
                if (nobodys.isPresent() && (isOurs || !queue.bypass())) {
                    Finding stray = stray(facts, placed, nobodys.getAsInt(), queue.bypass());
                    if (stray.state() == State.FAIL) {
                        return Optional.of(stray);
                    }
                    found = found.or(() -> Optional.of(stray));
                }
            }
        }
        return found;
    }

    private static Finding stray(Facts facts, Placed rule, int number, boolean bypass) throws UnseenException {
        String text = rule.text() + " feeds queue " + number + " that nobody has bound, and what comes there "
                + (bypass ? "passes unclamped" : "is dropped");
        return !bypass && takesForwarded(facts, rule)
                ? Finding.fail(text + ", SYNs among it: those connect to nothing", MEND)
                : Finding.warn(text, MEND);
    }

    private static boolean takesForwarded(Facts facts, Placed rule) throws UnseenException {
        for (Family family : facts.families()) {
            for (PacketKind kind : List.of(PacketKind.SYN, PacketKind.SYN_ACK)) {
                if (facts.walk(kind, family).matched(rule.rule())) {
                    return true;
                }
            }
        }
        return false;
    }
}
