// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.List;
import org.mssclamp.config.Gateway.GatewayInterface;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Direction;
import org.mssclamp.rule.InterfacePattern;
import org.mssclamp.rule.Scope;

/** Warns of what is legal, and unwise on the gateway at hand. */
final class GatewayLint {
    private final List<GatewayInterface> interfaces;
    private final IpsecLint ipsec;

    GatewayLint(Gateway gateway) {
        interfaces = gateway.interfaces();
        ipsec = new IpsecLint(gateway.ipsecPolicies());
    }

    /** Takes the rules in their order. */
    void check(WrittenRule rule) {
        checkPath(rule);
        ipsec.check(rule);
    }

    private void checkPath(WrittenRule rule) {
        if (rule.rule().action() instanceof Action.Limit limit) {
            warnOfHighLimit(rule, limit);
        } else if (rule.rule().action() instanceof Action.ProbedMtu probed) {
            warnOfHighLimit(rule, probed.initially());
        } else if (rule.rule().action() instanceof Action.ClampToPmtu clamp
                && clamp.direction() == Direction.BOTH
                && !IpsecLint.trustsTheRoute(clamp)) {
            warnOfWrongPath(rule);
        }
    }

    /** Of a limit that lets segments through which do not fit an interface that the rule names. */
    private void warnOfHighLimit(WrittenRule rule, Action.Limit limit) {
        for (GatewayInterface named : named(rule.rule().interfaces())) {
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

    /** Of headers that are taken off the path that is the smaller, though they may be on the other. */
    private void warnOfWrongPath(WrittenRule rule) {
        for (GatewayInterface in : named(rule.rule().match().in())) {
            for (GatewayInterface out : named(rule.rule().match().out())) {
                if (in.mtu() != out.mtu()) {
                    warnOfWrongPath(rule, in, out);
                    return;
                }
            }
        }
    }

    private static void warnOfWrongPath(WrittenRule rule, GatewayInterface in, GatewayInterface out) {
        rule.atAction()
                .warn(
                        "direction both takes the headers off the smaller of " + in.name() + " (" + in.mtu() + ") and "
                                + out.name() + " (" + out.mtu() + "), whichever the tunnel leads through",
                        "write \"direction: forward\" if the tunnel lies behind " + out.name()
                                + ", \"direction: reverse\" if behind " + in.name());
    }

    private List<GatewayInterface> named(List<InterfacePattern> patterns) {
        return interfaces.stream()
                .filter(one ->
                        patterns.stream().anyMatch(pattern -> !pattern.name().isEmpty() && pattern.matches(one.name())))
                .toList();
    }
}
