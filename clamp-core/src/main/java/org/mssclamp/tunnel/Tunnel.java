// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.tunnel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

    /** As in {@code ipsec-esp(mode: transport)}, or the name alone. */
    @Override
    public String toString() {
        List<String> pairs = new ArrayList<>();
        for (Parameter parameter : preset.parameters()) {
            if (written.containsKey(parameter.key())) {
                pairs.add(parameter.key() + ": " + written.get(parameter.key()));
            }
        }
        return pairs.isEmpty() ? preset.name() : preset.name() + "(" + String.join(", ", pairs) + ")";
    }
}
