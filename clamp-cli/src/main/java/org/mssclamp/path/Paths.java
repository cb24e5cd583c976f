// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.path;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mssclamp.tunnel.Preset;
import org.mssclamp.tunnel.Presets;
import org.mssclamp.tunnel.Tunnel;
import org.mssclamp.tunnel.TunnelStack;

/** The paths that searches are tried on, each as likely as any other. */
public final class Paths {
    private static final String PPPOE = "pppoe";

    private final List<Path> paths;

    private Paths(List<Path> paths) {
        this.paths = List.copyOf(paths);
    }

    /**
     * What is left of a line.
     *
     * @param tunnels none, a PPPoE line, one tunnel, or one over a PPPoE line
     * @param mtu what it carries, in octets
     */
    public record Path(TunnelStack tunnels, int mtu) {}

    /**
     * A line with and without PPPoE, bare or with one tunnel: each preset with its defaults, over IPv4 and IPv6 where it has
     * the choice.
     */
    public static Paths ofTunnels(int lineMtu) {
        Tunnel pppoe = Presets.named(PPPOE).orElseThrow().tunnel();
        List<Path> paths = new ArrayList<>();
        for (List<Tunnel> line : List.of(List.<Tunnel>of(), List.of(pppoe))) {
            add(line, lineMtu, paths);
            for (Tunnel tunnel : tunnels()) {
                if (line.isEmpty() || pppoe.carried().contains(tunnel.payload())) {
                    add(Stream.concat(line.stream(), Stream.of(tunnel)).toList(), lineMtu, paths);
                }
            }
        }
        return new Paths(paths);
    }

    private static List<Tunnel> tunnels() {
        return Presets.all().stream()
                .filter(preset -> !preset.name().equals(PPPOE))
                .map(Preset::tunnel)
                .flatMap(tunnel -> Stream.of(Optional.of(tunnel), tunnel.overOtherIp()))
                .flatMap(Optional::stream)
                .toList();
    }

    private static void add(List<Tunnel> tunnels, int lineMtu, List<Path> paths) {
        TunnelStack stack = tunnels.isEmpty() ? TunnelStack.NONE : TunnelStack.of(tunnels);
        int mtu = stack.innerMtu(lineMtu);
        if (mtu != TunnelStack.NOTHING_FITS) {
            paths.add(new Path(stack, mtu));
        }
    }

    /** All of them. */
    public List<Path> all() {
        return paths;
    }
}
