// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mssclamp.packet.Family;
import org.mssclamp.status.Json;
import org.mssclamp.tunnel.Parameter;

/** Tunnels for programs: what {@link PresetText} says, under keys. */
record PresetJson(int pathMtu, List<PresetFigures> presets) {
    String render() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("pathMtu", pathMtu);
        members.put("presets", presets.stream().map(PresetJson::members).toList());
        return Json.render(members);
    }

    private static Map<String, Object> members(PresetFigures figures) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", figures.preset().name());
        members.put("title", figures.preset().title());
        members.put("arithmetic", figures.arithmetic());
        members.put("innerMtu", number(figures.innerMtu()));
        members.put("mss", mss(figures));
        members.put(
                "carries",
                figures.carried().stream()
                        .map(payload -> payload.label().toLowerCase(Locale.ROOT))
                        .toList());
        members.put(
                "parameters",
                figures.preset().parameters().stream().map(PresetJson::members).toList());
        members.put("note", figures.preset().note());
        members.put("source", figures.preset().source());
        return members;
    }

    private static Map<String, Object> mss(PresetFigures figures) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (Family family : Family.values()) {
            members.put(family.label(), number(figures.mss(family)));
        }
        return members;
    }

    private static Map<String, Object> members(Parameter parameter) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("key", parameter.key());
        members.put("allowed", parameter.values().allowed());
        members.put("default", parameter.standard().orElse(null));
        members.put("meaning", parameter.meaning());
        return members;
    }

    private static @Nullable Integer number(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }
}
