// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.InterfacePattern;
import org.mssclamp.rule.MatchKey;
import org.mssclamp.rule.MissingMss;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.MssRange;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.Scope;

/** Warns of what is legal and unwise. */
final class Lint {
    private static final int LEAST_PROBE_SECONDS = 60;

    private final Shadows shadows = new Shadows();
    private final Set<Rule> hiding = new HashSet<>();

    /** Takes the rules in their order. */
    void check(WrittenRule rule) {
        Scope scope = new Scope(rule.rule());
        if (scope.families().isEmpty()) {
            warnOfContradiction(rule);
            return;
        }
        warnOfShadow(rule, scope);
        shadows.add(rule, scope);
        warnOfBareWildcard(rule, MatchKey.IN, rule.rule().match().in());
        warnOfBareWildcard(rule, MatchKey.OUT, rule.rule().match().out());
        if (rule.rule().action() instanceof Action.Pass) {
            warnOfIdlePass(rule);
            return;
        }
        if (rule.rule().action() instanceof Action.Limit limit) {
            warnOfOneNumber(rule, scope.families());
            scope.families().forEach(family -> warnOfLowMss(rule, limit, family));
            warnOfIdleRange(rule, limit, scope.families());
        }
        if (rule.rule().action() instanceof Action.ProbedMtu probed) {
            warnOfHaste(rule, probed);
            scope.families().forEach(family -> warnOfLowMss(rule, probed.initially(), family));
        }
        TunnelLint.warn(rule, scope.families());
    }

    private static void warnOfHaste(WrittenRule rule, Action.ProbedMtu action) {
        if (action.everySeconds() < LEAST_PROBE_SECONDS) {
            rule.atAction()
                    .section()
                    .flatMap(keys -> keys.value("every"))
                    .orElse(rule.atAction())
                    .warn("a search takes some seconds and some dozens of packets", "write 1m or more");
        }
    }

    private static void warnOfContradiction(WrittenRule rule) {
        rule.heading()
                .warn(
                        "no packet matches: family, from, to and set-mss leave neither IPv4 nor IPv6",
                        "give the rule addresses and an MSS of the family it is for");
    }

    private void warnOfShadow(WrittenRule rule, Scope scope) {
        Optional<Shadow> over = shadows.over(rule, scope);
        if (over.isEmpty()) {
            return;
        }
        Shadow first = over.get();
        if (first.mode().isEmpty() || rule.rule().mode() == Mode.OBSERVE) {
            String place = first.rule().name() + " on line " + first.line();
            rule.heading()
                    .warn(
                            "no packet gets here, " + place + " takes them all",
                            "move it above " + first.rule().name() + ", or remove it");
        } else if (hiding.add(first.rule())) {
            String place =
                    rule.rule().name() + " on line " + rule.heading().position().line();
            first.mode().get().warn("observes, and keeps its packets from " + place, "add \"continue: true\"");
        }
    }

    private static void warnOfBareWildcard(WrittenRule rule, MatchKey key, List<InterfacePattern> patterns) {
        if (patterns.contains(new InterfacePattern("", true))) {
            rule.atMatch(key.label()).warn("every interface matches \"*\"", "leave the key out");
        }
    }

    private static void warnOfIdlePass(WrittenRule rule) {
        if (rule.rule().continues()) {
            rule.at("continue").warn("a rule that passes and continues does nothing", "leave \"continue\" out");
        }
        if (rule.rule().missingMss() == MissingMss.ADD) {
            rule.at("missing-mss").warn("a rule that passes adds nothing", "leave \"missing-mss\" out");
        }
    }

    private static void warnOfOneNumber(WrittenRule rule, Set<Family> families) {
        Value written = rule.at("set-mss");
        if (!(rule.rule().action() instanceof Action.SetMss setMss) || written.isMapping() || families.size() == 1) {
            return;
        }
        int difference = Family.IPV6.fixedHeaderOctets() - Family.IPV4.fixedHeaderOctets();
        int ipv6 = Math.max(setMss.ipv4() - difference, Action.FLOOR);
        written.warn(
                "one MSS for both families, but the IPv6 header is " + difference + " octets longer",
                "write { ipv4: " + setMss.ipv4() + ", ipv6: " + ipv6 + " }");
    }

    private static void warnOfLowMss(WrittenRule rule, Action.Limit action, Family family) {
        int limit = action.mss(family);
        if (limit >= family.defaultMss() || !TunnelLint.carries(action, family)) {
            return;
        }
        String name = family == Family.IPV4 ? "IPv4" : "IPv6";
        String other = family == Family.IPV4 ? "ipv6" : "ipv4";
        rule.atAction()
                .warn(
                        "the " + name + " MSS of " + limit + " is below " + family.defaultMss()
                                + ", which hosts assume where none is announced",
                        "if the tunnel carries no " + name + ", add \"family: " + other + "\" to the match");
    }

    /** Of a range that holds no MSS above the limit; what lacks the option is changed if it is in and gets one. */
    private static void warnOfIdleRange(WrittenRule rule, Action.Limit action, Set<Family> families) {
        Optional<MssRange> range = rule.rule().match().mss();
        if (range.isEmpty() || (range.get().excluded() && rule.rule().missingMss() == MissingMss.ADD)) {
            return;
        }
        boolean isIdle = families.stream().allMatch(family -> highest(range.get()) <= action.mss(family));
        if (isIdle) {
            String limits = families.stream()
                    .map(family -> action.mss(family) + " for " + family.label())
                    .collect(Collectors.joining(" and "));
            rule.atMatch(MatchKey.MSS.label())
                    .warn(
                            "no MSS in " + range.get() + " is above " + limits + ", the rule lowers nothing",
                            "to leave these packets alone write \"pass: true\"");
        }
    }

    /** The highest MSS that matches; -1 if none does. */
    private static int highest(MssRange range) {
        if (!range.excluded()) {
            return range.high();
        }
        return range.high() < MssRange.MAX ? MssRange.MAX : range.low() - 1;
    }
}
