// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.mssclamp.path.Estimate;
import org.mssclamp.path.Paths.Path;
import org.mssclamp.path.SearchFact;
import org.mssclamp.path.SearchTrials;
import org.mssclamp.path.SearchTrials.Result;
import org.mssclamp.status.Json;
import org.mssclamp.tunnel.TunnelStack;

/** Compared searches for programs: what {@link ModelSearchText} says and more, under keys. */
record ModelSearchJson(SearchTrials trials, List<Result> results) {
    String render() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("seed", trials.seed());
        members.put("runs", trials.runs());
        members.put("loss", trials.loss());
        members.put("rttSeconds", trials.rttSeconds());
        members.put("probeTimerSeconds", trials.probeTimerSeconds());
        members.put("maxProbes", trials.plan().maxProbes());
        members.put("base", trials.plan().base());
        members.put("max", trials.plan().max());
        members.put("farOctets", SearchTrials.FAR_OCTETS);
        members.put(
                "paths",
                trials.paths().all().stream().map(ModelSearchJson::path).toList());
        members.put("results", results.stream().map(ModelSearchJson::result).toList());
        members.put(
                "facts",
                Stream.of(SearchFact.values()).map(ModelSearchJson::fact).toList());
        return Json.render(members);
    }

    private static Map<String, Object> path(Path path) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(
                "tunnels",
                path.tunnels().equals(TunnelStack.NONE) ? null : path.tunnels().toString());
        members.put("mtu", path.mtu());
        return members;
    }

    private static Map<String, Object> result(Result result) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("strategy", result.plan().strategy().label());
        members.put("step", result.plan().step());
        members.put("probes", estimate(result.probes()));
        members.put("unanswered", estimate(result.unanswered()));
        members.put("seconds", estimate(result.seconds()));
        members.put("mtu", estimate(result.mtu()));
        members.put("shortOctets", estimate(result.shortOctets()));
        members.put("farShort", estimate(result.farShort()));
        members.put("exact", estimate(result.exact()));
        members.put("nothing", estimate(result.nothing()));
        return members;
    }

    private static Map<String, Object> estimate(Estimate estimate) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("mean", estimate.mean());
        members.put("standardError", estimate.standardError());
        return members;
    }

    private static Map<String, Object> fact(SearchFact fact) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", fact.label());
        members.put("text", fact.text());
        members.put("source", fact.source());
        return members;
    }
}
