// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mssclamp.config.Gateway.GatewayInterface;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Direction;
import org.mssclamp.rule.InterfacePattern;
import org.mssclamp.rule.Scope;
import org.mssclamp.tunnel.TunnelStack;

/** Warns of what is legal, and unwise on the gateway at hand. */
final class GatewayLint {
    private static final int POLICIES_SHOWN = 2;

    private final List<GatewayInterface> interfaces;

    private GatewayLint(Gateway gateway) {
        interfaces = gateway.interfaces();
    }

    static void warn(List<WrittenRule> rules, Gateway gateway) {
        GatewayLint lint = new GatewayLint(gateway);
        rules.forEach(lint::check);
        rules.stream()
                .filter(GatewayLint::trustsTheRoute)
                .findFirst()
                .ifPresent(rule -> warnOfIpsec(rule, gateway.ipsecPolicies()));
    }

    private void check(WrittenRule rule) {
        if (rule.rule().action() instanceof Action.Limit limit) {
            warnOfHighLimit(rule, limit);
        } else if (rule.rule().action() instanceof Action.ClampToPmtu clamp && clamp.direction() == Direction.BOTH) {
            warnOfOneWay(rule);
        }
    }

    /** Of a limit that lets segments through which do not fit the interface that the rule names. */
    private void warnOfHighLimit(WrittenRule rule, Action.Limit limit) {
        List<InterfacePattern> in = rule.rule().match().in();
        List<InterfacePattern> out = rule.rule().match().out();
        for (GatewayInterface named :
                named(Stream.concat(in.stream(), out.stream()).toList())) {
            for (Family family : new Scope(rule.rule()).families()) {
                int most = family.mss(named.mtu());
                if (limit.mss(family) > most) {
                    warnOfHighLimit(rule, limit.mss(family), family, named);
                    return;
                }
            }
        }
    }

    private static void warnOfHighLimit(WrittenRule rule, int mss, Family family, GatewayInterface named) {
        rule.atAction()
                .warn(
                        "the MSS of " + mss + " for " + family.label() + " is more than " + named.name()
                                + " carries, whose MTU of " + named.mtu() + " leaves " + family.mss(named.mtu()),
                        "write \"mtu: " + named.mtu() + "\", or \"clamp-to-pmtu: true\"");
    }

    /** Of a limit on what comes by an interface that may be meant for what leaves by it. */
    private void warnOfOneWay(WrittenRule rule) {
        Optional<GatewayInterface> smallest = named(rule.rule().match().out()).stream()
                .filter(out -> !out.tunnel())
                .min((one, other) -> Integer.compare(one.mtu(), other.mtu()));
        Optional<GatewayInterface> in = named(rule.rule().match().in()).stream().findFirst();
        if (smallest.isEmpty()
                || in.isEmpty()
                || in.get().mtu() <= smallest.get().mtu()) {
            return;
        }
        GatewayInterface out = smallest.get();
        rule.atAction()
                .warn(
                        "direction both limits what comes in by " + out.name() + " to its MTU of " + out.mtu()
                                + ", though " + in.get().name() + ", by which it goes on, carries "
                                + in.get().mtu(),
                        "if more may come by " + out.name()
                                + " write \"direction: reverse\", if not \"direction: forward\"");
    }

    private List<GatewayInterface> named(List<InterfacePattern> patterns) {
        return interfaces.stream()
                .filter(one ->
                        patterns.stream().anyMatch(pattern -> !pattern.name().isEmpty() && pattern.matches(one.name())))
                .toList();
    }

    private static boolean trustsTheRoute(WrittenRule rule) {
        return rule.rule().action() instanceof Action.ClampToPmtu clamp
                && clamp.overhead() == 0
                && clamp.tunnels().equals(TunnelStack.NONE);
    }

    private static void warnOfIpsec(WrittenRule rule, List<String> policies) {
        if (policies.isEmpty()) {
            return;
        }
        int more = policies.size() - POLICIES_SHOWN;
        String shown = String.join(", ", policies.subList(0, Math.min(policies.size(), POLICIES_SHOWN)));
        rule.atAction()
                .warn(
                        "no route knows what IPsec adds, and it protects " + shown
                                + (more > 0 ? ", and " + more + " more" : ""),
                        "add \"tunnel: ipsec-esp\" or \"overhead\", or a rule for that traffic above");
    }
}
