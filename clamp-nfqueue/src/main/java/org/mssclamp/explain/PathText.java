// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.explain;

import java.util.List;
import java.util.stream.Stream;
import org.mssclamp.clamp.Explanation.Applied;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.route.PathAnswer;

/**
 * What the kernel said of a packet's paths, for people.
 *
 * <pre>
 *   path to 192.0.2.10: mtu 1500 of the interface eth0
 *     ip route get 192.0.2.10 from 10.8.0.2 iif wg0 ipproto tcp
 *   path back to 10.8.0.2: mtu 1400 of the route by wg0
 *     ip route get 10.8.0.2 from 192.0.2.10 iif eth0 ipproto tcp
 * </pre>
 */
record PathText(ExplainedSyn syn, Reply reply) {
    /** None if no rule asked. */
    List<String> lines() {
        if (!reply.paths().isEmpty()) {
            return reply.paths().stream().flatMap(this::lines).toList();
        }
        boolean isUnknown = reply.explanation().steps().stream()
                .anyMatch(step -> step instanceof Applied applied && applied.outcome() == Outcome.MTU_UNKNOWN);
        return isUnknown ? List.of("no path: " + whyNone()) : List.of();
    }

    private String whyNone() {
        return reply.absent().isEmpty()
                ? "without --out the packet is one that has no route yet, or ends here"
                : "there is no interface " + String.join(" and no ", reply.absent()) + " here";
    }

    private Stream<String> lines(PathAnswer answer) {
        AskedPath asked = new AskedPath(syn, answer);
        String path = (asked.isForward() ? "path to " : "path back to ") + asked.to();
        String mtu = answer.mtu().isPresent() ? "mtu " + (answer.mtu().getAsInt() + answer.headroom()) + " " : "";
        return Stream.of(path + ": " + mtu + origin(answer) + headroom(answer), "  " + asked.command());
    }

    private static String origin(PathAnswer answer) {
        return switch (answer.origin()) {
            case LINK -> "of the interface " + answer.out();
            case ROUTE -> "of the route by " + answer.out();
            case WORKER -> answer.origin().description();
            case EXCEPTION -> "learned from ICMP, by " + answer.out();
            case NO_ROUTE, UNKNOWN -> answer.origin().description();
        };
    }

    private static String headroom(PathAnswer answer) {
        return answer.headroom() == 0
                ? ""
                : ", less " + answer.headroom() + " for what the route puts before the packet";
    }
}
