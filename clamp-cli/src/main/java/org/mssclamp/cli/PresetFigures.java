// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.List;
import java.util.OptionalInt;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.tunnel.Payload;
import org.mssclamp.tunnel.Preset;
import org.mssclamp.tunnel.Tunnel;
import org.mssclamp.tunnel.TunnelStack;

/**
 * What a tunnel with all its parameters at their defaults leaves of a path.
 *
 * @param arithmetic a sum on each line
 * @param innerMtu in octets; empty if nothing fits
 */
record PresetFigures(Preset preset, List<String> arithmetic, OptionalInt innerMtu, List<Payload> carried) {
    PresetFigures {
        arithmetic = List.copyOf(arithmetic);
        carried = List.copyOf(carried);
    }

    static PresetFigures of(Preset preset, int pathMtu) {
        Tunnel tunnel = preset.tunnel();
        TunnelStack stack = TunnelStack.of(List.of(tunnel));
        int inner = stack.innerMtu(pathMtu);
        return new PresetFigures(
                preset,
                stack.arithmetic(pathMtu),
                inner == TunnelStack.NOTHING_FITS ? OptionalInt.empty() : OptionalInt.of(inner),
                tunnel.carried().stream().sorted().toList());
    }

    /** Empty if the tunnel does not carry the family, or leaves less than a rule would write. */
    OptionalInt mss(Family family) {
        boolean isCarried = carried.contains(family == Family.IPV4 ? Payload.IPV4 : Payload.IPV6);
        int mss = isCarried ? family.mss(innerMtu.orElse(0)) : 0;
        return mss < Action.FLOOR ? OptionalInt.empty() : OptionalInt.of(mss);
    }
}
