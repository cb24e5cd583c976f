// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.explain;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mssclamp.clamp.Explanation.PassedOver;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.MatchKey;

/**
 * Why a rule passed a packet over.
 *
 * @param value what the packet has; null of an interface that was not given
 * @param wanted what the rule asks, as written
 */
record Mismatch(MatchKey key, @Nullable String value, List<String> wanted) {
    /** A rule may name addresses by the thousand. */
    private static final int MAX_SHOWN = 4;

    static Mismatch of(PassedOver step, ExplainedSyn syn) {
        return new Mismatch(step.key(), syn.value(step.key(), step.mssBefore()), wanted(step, syn.family()));
    }

    private static List<String> wanted(PassedOver step, Family family) {
        Match match = step.rule().match();
        return switch (step.key()) {
            // Not that of the packet: the match says so, or the action has a limit for the other only.
            case FAMILY -> List.of((family == Family.IPV4 ? Family.IPV6 : Family.IPV4).label());
            case IN -> texts(match.in());
            case OUT -> texts(match.out());
            case FLAGS -> List.of(match.flags().label());
            case SPORT -> texts(match.sourcePorts());
            case DPORT -> texts(match.destinationPorts());
            case MARK -> texts(match.mark());
            case MSS -> texts(match.mss());
            case FROM -> texts(match.from());
            case TO -> texts(match.to());
        };
    }

    private static List<String> texts(List<?> values) {
        return values.stream().map(String::valueOf).toList();
    }

    private static List<String> texts(Optional<?> value) {
        return value.stream().map(String::valueOf).toList();
    }

    @Override
    public String toString() {
        int shown = Math.min(wanted.size(), MAX_SHOWN);
        String rest = shown < wanted.size() ? ", and " + (wanted.size() - shown) + " more" : "";
        String has = value == null ? "not given" : value;
        return key.label() + " is " + has + ", wanted " + String.join(", ", wanted.subList(0, shown)) + rest;
    }
}
