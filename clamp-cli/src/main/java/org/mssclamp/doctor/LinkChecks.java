// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mssclamp.config.Problem;
import org.mssclamp.netfilter.Placed;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.InterfacePattern;

/** Of the interfaces that rules name. */
final class LinkChecks {
    private static final String DIRECTORY = "/sys/class/net";
    /** A file of the driver for bonds, among the directories of interfaces. */
    private static final String NO_INTERFACE = "bonding_masters";

    private static final int SMALLEST_IPV6_MTU = 1280;

    private LinkChecks() {}

    /** Each is there. */
    static Finding interfaces(Facts facts) throws UnseenException {
        List<String> there = there(facts);
        for (Map.Entry<InterfacePattern, String> named : named(facts).entrySet()) {
            InterfacePattern pattern = named.getKey();
            if (there.stream().noneMatch(pattern::matches)) {
                return Finding.warn(
                        "there is no interface " + pattern + ", which " + named.getValue() + " names",
                        Cures.advice("bring it up, or name another; there are: " + String.join(", ", there)));
            }
        }
        return Finding.ok("the interfaces that rules name are there");
    }

    static List<String> there(Facts facts) throws UnseenException {
        List<String> names = facts.machine().names(DIRECTORY).stream()
                .filter(name -> !name.equals(NO_INTERFACE))
                .toList();
        if (names.isEmpty()) {
            throw new UnseenException("there is no " + DIRECTORY);
        }
        return names;
    }

    /** With who names them first. */
    static Map<InterfacePattern, String> named(Facts facts) {
        Map<InterfacePattern, String> named = new LinkedHashMap<>();
        facts.configured().configuration().stream()
                .flatMap(configuration -> configuration.rules().stream())
                .forEach(rule ->
                        rule.interfaces().forEach(pattern -> named.putIfAbsent(pattern, "rule " + rule.name())));
        for (Placed feed : feeds(facts)) {
            feed.rule().interfaces().stream()
                    .map(InterfacePattern::parse)
                    .forEach(pattern -> named.putIfAbsent(pattern, feed.text()));
        }
        return named;
    }

    private static List<Placed> feeds(Facts facts) {
        try {
            return facts.feeds().all();
        } catch (UnseenException unseen) {
            return List.of();
        }
    }

    /** Each carries what the rules leave of it, and IPv6. */
    static Finding mtu(Facts facts) throws UnseenException {
        Optional<Problem> unwise = facts.configured().problemsHere().stream().findFirst();
        if (unwise.isPresent()) {
            Problem problem = unwise.get();
            String hint = problem.hint().map(text -> "; " + text).orElse("");
            return Finding.warn(problem.position() + ": " + problem.message() + hint, Cures.edit(facts, "change that"));
        }
        for (String name : there(facts)) {
            String text = String.join(
                    "", facts.machine().read(DIRECTORY + "/" + name + "/mtu").lines());
            boolean isNumber = text.matches("[0-9]{1,9}");
            if (isNumber
                    && Integer.parseInt(text) < SMALLEST_IPV6_MTU
                    && facts.forwarding().families().contains(Family.IPV6)) {
                return Finding.warn(
                        name + " has MTU " + text + ", and IPv6 needs " + SMALLEST_IPV6_MTU,
                        Cures.advice("if the path below carries as much, give it an MTU of " + SMALLEST_IPV6_MTU
                                + " where it is set up"));
            }
        }
        facts.configured().get();
        return Finding.ok("the interfaces carry what the rules leave");
    }
}
