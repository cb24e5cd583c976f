// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.tunnel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tunnels in tunnels, the outermost first: {@code [pppoe, wireguard]} is WireGuard over a PPPoE line.
 */
public final class TunnelStack {
    /** What Ethernet carries. */
    public static final int DEFAULT_PATH_MTU = 1500;

    /** The least MTU of IPv4 (RFC 791 3.2). */
    public static final int MIN_PATH_MTU = 68;

    /** The longest IP packet. */
    public static final int MAX_PATH_MTU = 65535;

    /** Stands for an inner MTU where the path is too small for the headers alone. */
    public static final int NOTHING_FITS = 0;

    /** No tunnel: what is inside is what is outside. */
    public static final TunnelStack NONE = new TunnelStack(List.of());

    private final List<Tunnel> tunnels;
    /** An array, so that going through it for a packet allocates nothing. */
    private final Step[] steps;

    private TunnelStack(List<Tunnel> tunnels) {
        this.tunnels = List.copyOf(tunnels);
        this.steps = tunnels.stream().flatMap(tunnel -> tunnel.steps().stream()).toArray(Step[]::new);
    }

    /**
     * The stack of these, the outermost first.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static TunnelStack of(List<Tunnel> tunnels) {
        if (tunnels.isEmpty()) {
            throw new IllegalArgumentException("no tunnel, allowed one or more");
        }
        return new TunnelStack(tunnels);
    }

    /** The outermost first. */
    public List<Tunnel> tunnels() {
        return tunnels;
    }

    /**
     * The largest inner packet, in octets from its IP header on, whose encapsulation fits a path.
     *
     * <p>Never less for a larger path MTU.
     *
     * @param pathMtu the largest packet outside the outermost tunnel, in octets
     * @return {@link #NOTHING_FITS} if no packet fits
     */
    public int innerMtu(int pathMtu) {
        int space = pathMtu;
        for (Step step : steps) {
            space = step.after(space);
            if (space < 0) {
                return NOTHING_FITS;
            }
        }
        return Math.max(space, NOTHING_FITS);
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

    /** The same with the MTU of each interface that has one; where none is written, it is what the path leaves. */
    public TunnelStack over(int pathMtu) {
        List<Tunnel> over = new ArrayList<>();
        int space = pathMtu;
        for (Tunnel tunnel : tunnels) {
            over.add(tunnel.over(space));
            space = of(List.of(tunnel)).innerMtu(space);
        }
        return new TunnelStack(over);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TunnelStack stack && tunnels.equals(stack.tunnels);
    }

    @Override
    public int hashCode() {
        return tunnels.hashCode();
    }

    /** As configuration writes it: {@code [pppoe, wireguard]}, or one tunnel by itself. */
    @Override
    public String toString() {
        return text(DEFAULT_PATH_MTU);
    }

    /** The same over a path; its MTU is written if it is not the default. */
    public String text(int pathMtu) {
        List<String> path = pathMtu == DEFAULT_PATH_MTU ? List.of() : List.of("path-mtu: " + pathMtu);
        List<String> texts = new ArrayList<>();
        for (Tunnel tunnel : tunnels) {
            texts.add(tunnel.text(texts.isEmpty() ? path : List.of()));
        }
        return texts.size() == 1 ? texts.get(0) : texts.toString();
    }
}
