// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.List;
import java.util.stream.Stream;
import org.mssclamp.clamp.Explanation.Applied;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.route.PathAnswer;
import org.mssclamp.rule.Direction;

/**
 * What the kernel said of a packet's paths, for people.
 *
 * <pre>
 *   path to 192.0.2.10: mtu 1500 of the interface eth0
 *   path back to 10.8.0.2: mtu 1400 of the route by wg0
 * </pre>
 */
record PathText(Question question, Reply reply) {
    /** None if no rule asked. */
    List<String> lines() {
        if (!reply.paths().isEmpty()) {
            return reply.paths().stream().map(this::line).toList();
        }
        boolean isUnknown = reply.explanation().steps().stream()
                .anyMatch(step -> step instanceof Applied applied && applied.outcome() == Outcome.MTU_UNKNOWN);
        return isUnknown ? List.of("no path: " + whyNone()) : List.of();
    }

    private String whyNone() {
        return question.out().isEmpty()
                ? "without --out the packet is one that has no route yet, or ends here"
                : "there is no interface " + question.out() + " here";
    }

    private String line(PathAnswer answer) {
        SampleSyn syn = question.syn();
        String path = answer.direction() == Direction.FORWARD
                ? "path to " + syn.to().text()
                : "path back to " + syn.from().text();
        String mtu = answer.mtu().isPresent() ? "mtu " + answer.mtu().getAsInt() + " " : "";
        return path + ": " + mtu + origin(answer) + String.join("", notes(answer));
    }

    private static String origin(PathAnswer answer) {
        return switch (answer.origin()) {
            case LINK -> "of the interface " + answer.out();
            case ROUTE -> "of the route by " + answer.out();
            case EXCEPTION -> "learned from ICMP, by " + answer.out();
            case NO_ROUTE, UNKNOWN -> answer.origin().description();
        };
    }

    private static List<String> notes(PathAnswer answer) {
        String headroom = ", less " + answer.headroom() + " for what the route puts before the packet";
        String asOwn = ", asked as for a packet of this host";
        return Stream.of(answer.headroom() > 0 ? headroom : "", answer.asOwn() ? asOwn : "")
                .toList();
    }
}
