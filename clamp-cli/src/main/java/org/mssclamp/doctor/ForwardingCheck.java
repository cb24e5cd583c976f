// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.Set;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.InterfacePattern;

/** Whether packets go through this machine at all. */
final class ForwardingCheck {
    private static final String BEHIND = " in /etc/sysctl.d, behind a firewall that says what may be forwarded";

    private ForwardingCheck() {}

    /** A family, at least, is forwarded, and what comes in by the interfaces that rules name. */
    static Finding check(Facts facts) throws UnseenException {
        Forwarding forwarding = facts.forwarding();
        if (!forwarding.isSeen()) {
            throw new UnseenException("there is no /proc/sys/net/ipv4/ip_forward");
        }
        Set<Family> families = forwarding.families();
        if (families.isEmpty()) {
            return Finding.fail(
                    "this machine forwards neither IPv4 nor IPv6",
                    Cures.advice("if it is to be a gateway, set net.ipv4.ip_forward=1 and"
                            + " net.ipv6.conf.all.forwarding=1" + BEHIND));
        }
        for (String name : facts.machine().names("/sys/class/net")) {
            for (Family family : families) {
                String hindrance = forwarding.hindrance(family, name);
                if (!hindrance.isEmpty() && isNamed(facts, name)) {
                    return Finding.warn(
                            "packets of " + family.label() + " that come in by " + name + " are not forwarded: "
                                    + hindrance + " is 0",
                            Cures.advice("if they are to be, set " + hindrance + "=1" + BEHIND));
                }
            }
        }
        return Finding.ok(
                families.size() == 1
                        ? "only " + families.iterator().next().label() + " is forwarded"
                        : "IPv4 and IPv6 are forwarded");
    }

    private static boolean isNamed(Facts facts, String name) {
        return !name.equals("lo")
                && LinkChecks.named(facts).keySet().stream()
                        .anyMatch((InterfacePattern pattern) -> pattern.matches(name));
    }
}
