// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mssclamp.config.OnFailure;
import org.mssclamp.netfilter.Effect;
import org.mssclamp.netfilter.Placed;

/** Whether the rules that hand SYNs to the daemon let pass what it is not there to answer. */
final class BypassCheck {
    private BypassCheck() {}

    /** They let pass while no daemon runs what the configuration wants to pass. */
    static Finding check(Facts facts) throws UnseenException {
        for (Placed feed : facts.feeds().all()) {
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
                    Cure cure = cure(facts, feed, wants, wanted);
                    return wants ? Finding.fail(text, cure) : Finding.warn(text, cure);
                }
            }
        }
        return facts.feeds().areAll("does without the daemon what on-failure says");
    }

    /** With bypass a packet goes past the rest of a chain, too; in mangle that filters nothing. */
    private static Cure cure(Facts facts, Placed feed, boolean wants, Set<OnFailure> wanted) throws UnseenException {
        boolean agree = wanted.stream().allMatch(onFailure -> (onFailure != OnFailure.DROP) == wants);
        if (!agree) {
            return Cures.advice("feed queues whose on-failure differs by rules of their own");
        }
        if (feed.isGenerated()) {
            return Generation.cure(facts);
        }
        boolean isHarmless = !wants || Replacement.isHarmless(feed);
        return (isHarmless ? Replacement.withBypass(feed, wants).cure(rule -> true) : Optional.<Cure>empty())
                .orElseGet(() -> Cures.advice(
                        (wants ? "write bypass into" : "take bypass out of") + " that rule, where it is written"));
    }
}
