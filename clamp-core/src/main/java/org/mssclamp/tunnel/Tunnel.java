// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.tunnel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A tunnel with its parameters.
 *
 * @param written the parameters that are not left at their defaults, each allowed by the preset
 */
public record Tunnel(Preset preset, Map<String, String> written) {
    /** Refuses, by an IllegalArgumentException, what the preset does not allow. */
    public Tunnel {
        written = Map.copyOf(written);
        preset.check(written);
    }

    List<Step> steps() {
        return preset.steps(written);
    }

    /** What it is to the tunnel outside it. */
    public Payload payload() {
        return preset.payload(written);
    }

    /**
     * The same with the MTU of its interface: if none is written, that which the path leaves.
     *
     * @param pathMtu what is outside of it, in octets
     */
    Tunnel over(int pathMtu) {
        Optional<String> mtu = preset.parameter(Presets.MTU)
                .filter(parameter -> !written.containsKey(Presets.MTU))
                .map(parameter -> Integer.toString(TunnelStack.of(List.of(this)).innerMtu(pathMtu)))
                .filter(left ->
                        preset.parameter(Presets.MTU).orElseThrow().values().accept(left));
        return mtu.map(left -> with(Presets.MTU, left)).orElse(this);
    }

    private Tunnel with(String key, String value) {
        Map<String, String> more = new HashMap<>(written);
        more.put(key, value);
        return new Tunnel(preset, more);
    }

    /** The same over the other IP version; empty if that is not for it to say. */
    public Optional<Tunnel> overOtherIp() {
        if (preset.parameter(Presets.OUTER).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(with(Presets.OUTER, payload() == Payload.IPV4 ? "ipv6" : "ipv4"));
    }

    /** What may stand inside. */
    public Set<Payload> carried() {
        return preset.carried(written);
    }

    /** As configuration writes it: {@code { type: ipsec-esp, mode: transport }}, or the name alone. */
    @Override
    public String toString() {
        return text(List.of());
    }

    /** The same with further keys, each with its value. */
    String text(List<String> further) {
        List<String> keys = new ArrayList<>();
        keys.add("type: " + preset.name());
        for (Parameter parameter : preset.parameters()) {
            if (written.containsKey(parameter.key())) {
                keys.add(parameter.key() + ": " + written.get(parameter.key()));
            }
        }
        keys.addAll(further);
        return keys.size() == 1 ? preset.name() : "{ " + String.join(", ", keys) + " }";
    }
}
