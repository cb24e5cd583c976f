// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.tunnel;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Tunnels in tunnels, the outermost first: {@code [pppoe, wireguard]} is WireGuard over a PPPoE line.
 *
 * @param tunnels at least one
 */
public record TunnelStack(List<Tunnel> tunnels) {
    /** What Ethernet carries. */
    public static final int DEFAULT_PATH_MTU = 1500;

    /** Refuses an empty list by an IllegalArgumentException. */
    public TunnelStack {
        tunnels = List.copyOf(tunnels);
        if (tunnels.isEmpty()) {
            throw new IllegalArgumentException("no tunnel, allowed one or more");
        }
    }

    /** The stack of these, the outermost first. */
    public static TunnelStack of(List<Tunnel> tunnels) {
        return new TunnelStack(tunnels);
    }

    /**
     * The largest inner packet, in octets from its IP header on, whose encapsulation fits a path.
     *
     * <p>Never less for a larger path MTU.
     *
     * @param pathMtu the largest packet outside the outermost tunnel, in octets
     * @return empty if no packet fits
     */
    public OptionalInt innerMtu(int pathMtu) {
        int space = pathMtu;
        for (Tunnel tunnel : tunnels) {
            for (Step step : tunnel.steps()) {
                space = step.after(space);
                if (space < 0) {
                    return OptionalInt.empty();
                }
            }
        }
        return space > 0 ? OptionalInt.of(space) : OptionalInt.empty();
    }

    /**
     * The way from the path MTU to the inner MTU, a sum on each line: {@code 1500 - 8 (PPPoE) = 1492}.
     *
     * <p>Every tunnel begins a line. The last line says so if nothing fits.
     */
    public List<String> arithmetic(int pathMtu) {
        List<String> lines = new ArrayList<>();
        int space = pathMtu;
        for (Tunnel tunnel : tunnels) {
            Sum sum = new Sum(space, lines);
            for (Step step : tunnel.steps()) {
                sum.take(step);
                if (sum.space() < 0) {
                    break;
                }
            }
            sum.end();
            space = sum.space();
            if (space < 0) {
                break;
            }
        }
        if (space <= 0) {
            int last = lines.size() - 1;
            lines.set(last, lines.get(last) + ", nothing fits");
        }
        return List.copyOf(lines);
    }

    /** As configuration writes it: {@code [pppoe, wireguard]}. */
    @Override
    public String toString() {
        return tunnels.toString();
    }
}
