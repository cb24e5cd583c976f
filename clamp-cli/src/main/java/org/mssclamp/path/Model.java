// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.path;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.mssclamp.packet.Family;
import org.mssclamp.tunnel.TunnelStack;

/**
 * What becomes of a scenario.
 *
 * @param arithmetic from the path MTU to the inner MTU, a sum on each line; none without tunnels
 * @param families those that have room, IPv4 first
 */
public record Model(
        Scenario scenario, List<String> arithmetic, Map<Family, FamilyModel> families, List<Warning> warnings) {
    /** Copies. */
    public Model {
        arithmetic = List.copyOf(arithmetic);
        Map<Family, FamilyModel> copy = new EnumMap<>(Family.class);
        copy.putAll(families);
        families = Collections.unmodifiableMap(copy);
        warnings = List.copyOf(warnings);
    }

    /** Computes it all. */
    public static Model of(Scenario scenario) {
        Map<Family, FamilyModel> families = new EnumMap<>(Family.class);
        for (Family family : Family.values()) {
            FamilyModel.of(scenario, family).ifPresent(model -> families.put(family, model));
        }
        List<String> arithmetic = scenario.tunnels().equals(TunnelStack.NONE)
                ? List.of()
                : scenario.tunnels().arithmetic(scenario.pathMtu());
        return new Model(scenario, arithmetic, families, Warnings.of(scenario, families));
    }
}
