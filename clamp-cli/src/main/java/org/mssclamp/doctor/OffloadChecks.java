// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mssclamp.netfilter.Flowtable;

/** What packets may pass by instead of the hooks of netfilter. */
final class OffloadChecks {
    private static final Pattern INGRESS = Pattern.compile("(?m)^qdisc (?:ingress|clsact) .*\\bdev (\\S+)");
    private static final Pattern REDIRECT =
            Pattern.compile("mirred \\((Egress|Ingress) Redirect to device ([^)\\s]+)\\)");
    private static final Pattern PROGRAM = Pattern.compile("\\bbpf\\b|\\bin_hw\\b");
    /** What comes back from them goes the way it would have gone. */
    private static final List<String> IFB = List.of("ip", "-o", "link", "show", "type", "ifb");

    private OffloadChecks() {}

    /** None of nft. */
    static Finding flowtables(Facts facts) throws UnseenException {
        List<Flowtable> flowtables = facts.rules().flowtables();
        return flowtables.isEmpty()
                ? Finding.ok("there is no flowtable")
                : Finding.warn(
                        "packets of connections in the flowtable "
                                + flowtables.get(0).name()
                                + " pass the hooks by, the SYN of one that begins again on the same ports among them",
                        Cures.advice("keep out of it, where it is written, what is to be clamped"));
    }

    /** No filter of traffic control that takes packets before the hooks. */
    static Finding trafficControl(Facts facts) throws UnseenException {
        String disciplines = facts.machine().run(List.of("tc", "qdisc", "show")).text();
        List<String> devices = INGRESS.matcher(disciplines)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
        for (String device : devices) {
            String filters = facts.machine()
                    .run(List.of("tc", "filter", "show", "dev", device, "ingress"))
                    .text();
            Optional<Finding> found = redirect(facts, device, filters).or(() -> program(device, filters));
            if (found.isPresent()) {
                return found.get();
            }
        }
        return Finding.ok("no filter of traffic control takes packets before netfilter sees them");
    }

    private static Optional<Finding> redirect(Facts facts, String device, String filters) throws UnseenException {
        List<String> targets =
                REDIRECT.matcher(filters).results().map(found -> found.group(2)).toList();
        if (targets.isEmpty()) {
            return Optional.empty();
        }
        String intermediate = facts.machine().run(IFB).text();
        return targets.stream()
                .filter(target -> !intermediate.contains(": " + target + ":"))
                .findFirst()
                .map(target -> Finding.warn(
                        "a filter of traffic control sends packets that come in by " + device + " to " + target
                                + " before netfilter sees them",
                        look("take out of it what is to be clamped", device)));
    }

    private static Optional<Finding> program(String device, String filters) {
        Matcher matcher = PROGRAM.matcher(filters);
        return matcher.results()
                .findFirst()
                .map(MatchResult::group)
                .map(kind -> Finding.warn(
                        "cannot tell whether netfilter sees what comes in by " + device + ", because "
                                + (kind.equals("bpf")
                                        ? "a program of BPF looks at it before"
                                        : "its hardware carries out filters of traffic control"),
                        look("see what it does", device)));
    }

    private static Cure look(String what, String device) {
        return Cures.advice(what + ": tc filter show dev " + Cures.quoted(device) + " ingress");
    }
}
