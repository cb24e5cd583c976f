// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.page;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mssclamp.clamp.Oddity;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.nfqueue.QueueEvent;
import org.mssclamp.route.PathEvent;
import org.mssclamp.status.Json;
import org.mssclamp.tunnel.Parameter;
import org.mssclamp.tunnel.Preset;
import org.mssclamp.tunnel.Presets;
import org.mssclamp.tunnel.TunnelStack;
import org.mssclamp.tunnel.Values.Numbers;
import org.mssclamp.tunnel.Values.Words;

/** What the page explains and offers, from the tables in code. */
final class Tables {
    private Tables() {}

    static String render() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("mostRules", StatusPage.MOST_RULES);
        members.put(
                "outcomes", Arrays.stream(Outcome.values()).map(Tables::outcome).toList());
        members.put(
                "events", Arrays.stream(QueueEvent.values()).map(Tables::event).toList());
        members.put(
                "oddities",
                Arrays.stream(Oddity.values())
                        .map(oddity -> described(oddity.label(), oddity.description()))
                        .toList());
        members.put(
                "paths",
                Arrays.stream(PathEvent.values())
                        .map(event -> described(event.label(), event.description()))
                        .toList());
        members.put("pathMtu", pathMtu());
        members.put("tunnels", Presets.all().stream().map(Tables::tunnel).toList());
        return Json.render(members);
    }

    private static Map<String, Object> described(String name, String description) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", name);
        members.put("description", description);
        return members;
    }

    private static Map<String, Object> outcome(Outcome outcome) {
        Map<String, Object> members = described(outcome.label(), outcome.description());
        members.put("changes", outcome.changesPacket() || outcome.wouldChangePacket());
        return members;
    }

    private static Map<String, Object> event(QueueEvent event) {
        Map<String, Object> members = described(event.label(), event.description());
        members.put("loss", event.isLoss());
        return members;
    }

    private static Map<String, Object> pathMtu() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("low", TunnelStack.MIN_PATH_MTU);
        members.put("high", TunnelStack.MAX_PATH_MTU);
        members.put("standard", TunnelStack.DEFAULT_PATH_MTU);
        return members;
    }

    private static Map<String, Object> tunnel(Preset preset) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", preset.name());
        members.put("title", preset.title());
        members.put("note", preset.note());
        members.put("source", preset.source());
        members.put(
                "parameters",
                preset.parameters().stream().map(Tables::parameter).toList());
        return members;
    }

    private static Map<String, Object> parameter(Parameter parameter) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("key", parameter.key());
        members.put("meaning", parameter.meaning());
        members.put("standard", parameter.standard().orElse(null));
        members.put("allowed", parameter.values().allowed());
        members.put("choices", parameter.values() instanceof Words words ? words.words() : List.of());
        // Of those with a word behind the number only the text is a value.
        members.put(
                "isNumber",
                parameter.values() instanceof Numbers numbers && numbers.words().isEmpty());
        return members;
    }
}
