// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.explain;

import java.util.List;
import java.util.Optional;
import org.mssclamp.clamp.Explanation.Applied;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.tunnel.TunnelStack;

/** Where the MSS that a rule writes comes from. */
final class Arithmetic {
    private Arithmetic() {}

    /** Such as {@code mtu 1400 - 40 = 1360}; empty if the rule writes none. */
    static Optional<String> of(Applied step, Family family) {
        Action action = step.rule().action();
        if (action instanceof Action.SetMss setMss) {
            int limit = setMss.mss(family);
            return Optional.of("set-mss " + limit + least(step, family, limit));
        }
        if (action instanceof Action.Mtu mtu) {
            return Optional.of("mtu " + mtu.octets() + headers(step, family, mtu.octets()));
        }
        if (action instanceof Action.ProbedMtu probed) {
            return Optional.of(ofProbes(probed, step, family));
        }
        if (action instanceof Action.Tunnel tunnel) {
            String path = "path " + tunnel.pathMtu() + inside(tunnel.stack(), tunnel.innerMtu());
            return Optional.of(path + headers(step, family, tunnel.innerMtu()));
        }
        if (action instanceof Action.ClampToPmtu clamp && step.pathMtu().isPresent()) {
            return Optional.of(ofPath(clamp, step, family));
        }
        return Optional.empty();
    }

    /** What tunnels leave of the path, a sum on each line; none if the rule names no tunnel, or its path is unknown. */
    static List<String> ofTunnels(Applied step) {
        Action action = step.rule().action();
        if (action instanceof Action.Tunnel tunnel) {
            return tunnel.stack().arithmetic(tunnel.pathMtu());
        }
        return action instanceof Action.ClampToPmtu clamp
                        && step.pathMtu().isPresent()
                        && !clamp.tunnels().equals(TunnelStack.NONE)
                ? clamp.tunnels().arithmetic(step.pathMtu().getAsInt() - clamp.overhead())
                : List.of();
    }

    private static String ofProbes(Action.ProbedMtu probed, Applied step, Family family) {
        boolean isKnown = step.pathMtu().isPresent();
        int mtu = step.pathMtu().orElse(probed.initial());
        String whence = isKnown
                ? " (probed to " + probed.way() + ")"
                : " (initial, until probes to " + probed.way() + " say more)";
        return "mtu " + mtu + whence + headers(step, family, mtu);
    }

    private static String ofPath(Action.ClampToPmtu clamp, Applied step, Family family) {
        int pathMtu = step.pathMtu().orElseThrow();
        int left = pathMtu - clamp.overhead();
        String path = "path " + pathMtu + (clamp.overhead() == 0 ? "" : " - " + clamp.overhead() + " (overhead)");
        if (clamp.tunnels().equals(TunnelStack.NONE)) {
            return path + headers(step, family, left);
        }
        int inner = clamp.tunnels().innerMtu(left);
        return path + inside(clamp.tunnels(), inner) + headers(step, family, inner);
    }

    private static String inside(TunnelStack tunnels, int innerMtu) {
        return ", inside " + tunnels + " " + innerMtu;
    }

    private static String headers(Applied step, Family family, int mtu) {
        int limit = family.mss(mtu);
        return " - " + family.fixedHeaderOctets() + " = " + limit + least(step, family, limit);
    }

    /** Of an option that is added. */
    private static String least(Applied step, Family family, int limit) {
        boolean adds = step.outcome() == Outcome.ADDED || step.outcome() == Outcome.WOULD_ADD;
        return adds ? ", min(" + limit + ", " + family.defaultMss() + ") = " + step.target() : "";
    }
}
