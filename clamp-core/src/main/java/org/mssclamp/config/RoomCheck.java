// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.Set;
import java.util.stream.IntStream;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Scope;
import org.mssclamp.tunnel.TunnelStack;

/** Refuses a rule whose tunnels leave too little for any packet it is for. */
final class RoomCheck {
    private RoomCheck() {}

    static void check(WrittenRule rule) {
        Action action = rule.rule().action();
        if (!(action instanceof Action.Tunnel || action instanceof Action.ClampToPmtu)) {
            return;
        }
        Set<Family> families = new Scope(rule.rule()).families();
        if (families.isEmpty()) {
            return;
        }
        if (action instanceof Action.Tunnel tunnel
                && families.stream().allMatch(family -> tunnel.mss(family) < Action.FLOOR)) {
            refuse(rule, tunnel, families);
        }
        if (action instanceof Action.ClampToPmtu clamp
                && families.stream().allMatch(family -> clamp.mss(TunnelStack.MAX_PATH_MTU, family) < clamp.floor())) {
            rule.atAction()
                    .refuse(
                            "no path leaves an MSS of " + clamp.floor() + ", allowed less overhead or a lower floor",
                            null);
        }
    }

    private static void refuse(WrittenRule rule, Action.Tunnel tunnel, Set<Family> families) {
        int needed = Action.FLOOR
                + families.stream().mapToInt(Family::fixedHeaderOctets).min().orElseThrow();
        String allowed = IntStream.rangeClosed(tunnel.pathMtu(), TunnelStack.MAX_PATH_MTU)
                .filter(pathMtu -> tunnel.stack().innerMtu(pathMtu) >= needed)
                .mapToObj(pathMtu -> ", allowed a path-mtu of " + pathMtu + " or more")
                .findFirst()
                .orElse(", allowed tunnels that leave as much");
        rule.atAction()
                .refuse(
                        tunnel.pathMtu() + " octets of path leave " + tunnel.innerMtu() + " inside, where " + needed
                                + " are needed" + allowed,
                        String.join("; ", tunnel.stack().arithmetic(tunnel.pathMtu())));
    }
}
