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

    /** The same over the other IP version; empty if that is not for it to say. */
    public Optional<Tunnel> overOtherIp() {
        if (preset.parameter(Presets.OUTER).isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> other = new HashMap<>(written);
        other.put(Presets.OUTER, payload() == Payload.IPV4 ? "ipv6" : "ipv4");
        return Optional.of(new Tunnel(preset, other));
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
