// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.mssclamp.config.Gateway.ProtectedTraffic;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.MissingMss;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.Prefix;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.Scope;
import org.mssclamp.rule.SynKind;
import org.mssclamp.tunnel.TunnelStack;

/** Warns of rules that believe the route of what an IPsec policy protects. */
final class IpsecLint {
    private static final int POLICIES_SHOWN = 2;

    /** Policies that no rule so far has surely taken, or been warned of. */
    private final List<Policy> open;

    /** A policy, and its traffic to compare with that of a rule. */
    private record Policy(ProtectedTraffic traffic, Scope scope) {
        static Policy of(ProtectedTraffic traffic) {
            Match match = new Match(
                    List.of(),
                    List.of(),
                    List.of(traffic.from()),
                    List.of(traffic.to()),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    SynKind.BOTH);
            Rule rule = new Rule("", match, new Action.Pass(), Mode.ENFORCE, false, MissingMss.LEAVE);
            return new Policy(traffic, new Scope(rule));
        }

        /** By its addresses; whatever else the rule asks may be so. */
        boolean mayMatch(Match match) {
            Family family = traffic.from().family();
            return match.family().orElse(family) == family
                    && mayBeIn(match.from(), traffic.from())
                    && mayBeIn(match.to(), traffic.to());
        }
    }

    IpsecLint(List<ProtectedTraffic> policies) {
        open = policies.stream().map(Policy::of).collect(Collectors.toCollection(ArrayList::new));
    }

    /** Whether it takes nothing off the MTU that the kernel tells. */
    static boolean trustsTheRoute(Action.ClampToPmtu clamp) {
        return clamp.overhead() == 0 && clamp.tunnels().equals(TunnelStack.NONE);
    }

    /** Takes the rules in their order. */
    void check(WrittenRule written) {
        if (open.isEmpty()) {
            return;
        }
        Rule rule = written.rule();
        Predicate<Policy> mayMatch = policy -> policy.mayMatch(rule.match());
        if (rule.action() instanceof Action.ClampToPmtu clamp && trustsTheRoute(clamp)) {
            warn(written, open.stream().filter(mayMatch).toList());
            open.removeIf(mayMatch);
        } else if (!rule.continues()) {
            Scope scope = new Scope(rule);
            open.removeIf(mayMatch.and(policy -> scope.covers(policy.scope)));
        }
    }

    private static void warn(WrittenRule rule, List<Policy> policies) {
        if (policies.isEmpty()) {
            return;
        }
        int more = policies.size() - POLICIES_SHOWN;
        String shown = policies.stream()
                .limit(POLICIES_SHOWN)
                .map(policy -> policy.traffic.toString())
                .collect(Collectors.joining(", "));
        rule.atAction()
                .warn(
                        "no route knows what IPsec adds, and it protects " + shown
                                + (more > 0 ? ", and " + more + " more" : ""),
                        "add \"tunnel: ipsec-esp\" or \"overhead\", or a rule for that traffic above");
    }

    /** Whether some address of the prefix may be one that a rule asks for. */
    private static boolean mayBeIn(List<Prefix> asked, Prefix prefix) {
        boolean anywhere = true;
        boolean overlaps = false;
        for (Prefix one : asked) {
            if (one.excluded() && covers(one, prefix)) {
                return false;
            }
            anywhere &= one.excluded();
            overlaps |= !one.excluded() && overlap(one, prefix);
        }
        return anywhere || overlaps;
    }

    private static boolean overlap(Prefix one, Prefix other) {
        return covers(one, other) || covers(other, one);
    }

    private static boolean covers(Prefix wide, Prefix narrow) {
        if (wide.family() != narrow.family() || wide.length() > narrow.length()) {
            return false;
        }
        Prefix shortened = narrow.shortened(wide.length());
        return shortened.high() == wide.high() && shortened.low() == wide.low();
    }
}
