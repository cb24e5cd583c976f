// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mssclamp.status.Json;

/** What was measured for programs: what {@link BenchText} says, under keys. */
record BenchJson(BenchReport report) {
    String render() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("capture", capture());
        members.put("file", report.configuration());
        members.put("in", nullIfEmpty(report.passage().in()));
        members.put("out", nullIfEmpty(report.passage().out()));
        members.put("mark", Integer.toUnsignedLong(report.passage().mark()));
        members.put("paths", report.paths().label());
        members.put("counted", report.census().packets());
        members.putAll(new CensusJson(report.census()).members());
        members.put("measured", measured());
        members.put("interrupted", report.interrupted());
        members.put("machine", report.machine());
        return Json.render(members);
    }

    private Map<String, Object> capture() {
        CapturedTraffic traffic = report.traffic();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("file", report.capture());
        members.put("packets", traffic.packets().size());
        members.put("syns", traffic.syns());
        members.put("leftOutWithoutIp", traffic.withoutIp());
        members.put("leftOutWithoutHeaders", traffic.withoutHeaders());
        members.put("end", traffic.end());
        return members;
    }

    private @Nullable Map<String, Object> measured() {
        Figures figures = report.figures();
        if (figures.isEmpty()) {
            return null;
        }
        Spread ns = figures.nsPerPacket();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("includesKernel", false);
        members.put("rounds", figures.rounds().size());
        members.put("cpuMillisecondsPerRound", spread(figures.millisecondsPerRound()));
        members.put("packets", figures.packets());
        members.put("cpuNsPerPacket", spread(ns));
        members.put(
                "packetsPerCpuSecond",
                spread(Figures.perSecond(ns.median()), Figures.perSecond(ns.most()), Figures.perSecond(ns.least())));
        members.put("allocatedOctetsPerPacket", figures.allocatedOctetsPerPacket());
        return members;
    }

    private static Map<String, Object> spread(Spread spread) {
        return spread(spread.median(), spread.least(), spread.most());
    }

    private static Map<String, Object> spread(Number median, Number least, Number most) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("median", median);
        members.put("least", least);
        members.put("most", most);
        return members;
    }

    private static @Nullable String nullIfEmpty(String name) {
        return name.isEmpty() ? null : name;
    }
}
