// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mssclamp.netfilter.Hook;
import org.mssclamp.netfilter.Placed;
import org.mssclamp.packet.Family;

/** Whether the rules that hand SYNs to the daemon are where packets through the gateway come by. */
final class ChainCheck {
    private ChainCheck() {}

    static Finding check(Facts facts) throws UnseenException {
        for (Family family : facts.families()) {
            for (int number : facts.queues().keySet()) {
                List<Placed> feeds = facts.feeds().of(number, family);
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
        return facts.feeds().areAll("is in a chain that forwarded packets come to");
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
}
