// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.clamp.PacketCounters;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.SynKind;
import org.mssclamp.status.Json;
import org.mssclamp.study.Findings;
import org.mssclamp.study.Findings.Announced;
import org.mssclamp.study.Findings.Connections;
import org.mssclamp.study.Findings.Exceeding;
import org.mssclamp.study.Findings.Fragments;
import org.mssclamp.study.Findings.Odd;
import org.mssclamp.study.Findings.OfRule;
import org.mssclamp.study.Findings.Omissions;
import org.mssclamp.study.Findings.Peer;
import org.mssclamp.study.Findings.Stall;
import org.mssclamp.study.Findings.TooBigReport;
import org.mssclamp.study.Findings.Traffic;
import org.mssclamp.study.Findings.Trial;
import org.mssclamp.study.Verdict;

/** What captures show, for programs. */
record CaptureReportJson(CaptureReport report) {
    String render() {
        Findings findings = report.findings();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("files", report.files());
        members.put("ends", report.ends());
        members.put("interrupted", report.interrupted());
        members.put("verdict", verdict(report.verdict()));
        members.put("traffic", traffic(findings.traffic()));
        members.put("connections", connections(findings.connections()));
        members.put("announced", list(findings.announcements(), CaptureReportJson::announced));
        members.put("peers", list(findings.peers(), CaptureReportJson::peer));
        members.put("stalls", list(findings.stalls(), CaptureReportJson::stall));
        members.put("exceeding", list(findings.exceeding(), CaptureReportJson::exceeding));
        members.put("tooBig", list(findings.tooBig(), CaptureReportJson::tooBig));
        members.put("fragments", list(findings.fragments(), CaptureReportJson::fragments));
        members.put("odd", list(findings.odd(), CaptureReportJson::odd));
        members.put("trial", trial());
        members.put("omissions", omissions(findings.omissions()));
        return Json.render(members);
    }

    private static <T> List<Map<String, Object>> list(List<T> items, Function<T, Map<String, Object>> members) {
        return items.stream().map(members).toList();
    }

    private static Map<String, Object> verdict(Verdict verdict) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("kind", verdict.kind().label());
        members.put("text", verdict.text());
        members.put("mtu", number(verdict.mtu()));
        return members;
    }

    private static @Nullable Integer number(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }

    private static Map<String, Object> traffic(Traffic traffic) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("frames", traffic.frames());
        members.put("withoutIp", traffic.withoutIp());
        members.put("unreadable", traffic.unreadable());
        members.put("segments", traffic.segments());
        members.put("sentAgain", traffic.sentAgain());
        members.put("copies", traffic.copies());
        members.put("aggregates", traffic.aggregates());
        members.put("firstNs", traffic.firstNs());
        members.put("lastNs", traffic.lastNs());
        return members;
    }

    private static Map<String, Object> connections(Connections connections) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("begun", connections.begun());
        members.put("complete", connections.complete());
        members.put("refused", connections.refused());
        members.put("unanswered", connections.unanswered());
        members.put("underway", connections.underway());
        members.put("stalled", connections.stalled());
        members.put("recovered", connections.recovered());
        members.put("lost", connections.lost());
        members.put("untested", connections.untested());
        return members;
    }

    private static Map<String, Object> announced(Announced announced) {
        Map<String, Object> members = place(announced.place(), announced.kind(), announced.family());
        members.put("syns", announced.syns());
        members.put("absent", announced.absent());
        members.put("others", announced.others());
        members.put("values", values(announced.values()));
        members.put("histogram", histogram(announced.values()));
        return members;
    }

    private static Map<String, Object> place(String interfaceName, SynKind kind, Family family) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("interface", nullIfEmpty(interfaceName));
        members.put("kind", kind.label());
        members.put("family", family.label());
        return members;
    }

    private static @Nullable String nullIfEmpty(String name) {
        return name.isEmpty() ? null : name;
    }

    private static Map<String, Long> values(SortedMap<Integer, Long> counts) {
        Map<String, Long> members = new LinkedHashMap<>();
        counts.forEach((mss, syns) -> members.put(mss.toString(), syns));
        return members;
    }

    /** By upper bound, those of the daemon's histograms; each without what is in those before it. */
    private static Map<String, Long> histogram(SortedMap<Integer, Long> counts) {
        Map<String, Long> members = new LinkedHashMap<>();
        TreeMap<Integer, Long> left = new TreeMap<>(counts);
        for (long bound : PacketCounters.MSS_BUCKETS.bounds()) {
            SortedMap<Integer, Long> below = left.headMap((int) bound + 1);
            members.put(
                    Long.toString(bound),
                    below.values().stream().mapToLong(Long::longValue).sum());
            below.clear();
        }
        return members;
    }

    private static Map<String, Object> peer(Peer peer) {
        Map<String, Object> members =
                place(peer.place(), peer.kind(), peer.host().family());
        members.put("host", peer.host().toString());
        members.put("syns", peer.syns());
        members.put("absent", peer.absent());
        members.put("others", peer.others());
        members.put("values", values(peer.values()));
        return members;
    }

    private static Map<String, Object> stall(Stall stall) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("interface", nullIfEmpty(stall.place()));
        members.put("from", stall.from());
        members.put("to", stall.to());
        members.put("vanished", stall.vanished());
        members.put("arrived", stall.arrived() == 0 ? null : stall.arrived());
        members.put("recovered", stall.recovered());
        members.put("sendings", stall.sendings());
        members.put("sinceNs", stall.sinceNs());
        members.put("untilNs", stall.untilNs());
        members.put("tooBigMtu", number(stall.tooBigMtu()));
        return members;
    }

    private static Map<String, Object> exceeding(Exceeding row) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("family", row.family().label());
        members.put("from", nullIfEmpty(row.from()));
        members.put("to", nullIfEmpty(row.to()));
        members.put("mss", row.mss());
        members.put("syns", row.syns());
        members.put("carried", number(row.carried()));
        members.put("vanished", number(row.vanished()));
        members.put("arrived", row.arrived() == 0 ? null : row.arrived());
        members.put("evidence", row.evidence().label());
        return members;
    }

    private static Map<String, Object> tooBig(TooBigReport row) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("router", row.router().toString());
        members.put("mtu", row.mtu() == 0 ? null : row.mtu());
        members.put("messages", row.count());
        members.put("from", row.from().toString());
        members.put("to", row.to().toString());
        return members;
    }

    private static Map<String, Object> fragments(Fragments row) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("family", row.family().label());
        members.put("first", row.first());
        members.put("later", row.later());
        members.put("tcp", row.tcp());
        members.put("udp", row.udp());
        members.put("largest", row.largest());
        members.put("from", row.from().toString());
        members.put("to", row.to().toString());
        return members;
    }

    private static Map<String, Object> odd(Odd row) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("kind", row.kind().label());
        members.put("syns", row.count());
        members.put("first", row.example());
        return members;
    }

    private @Nullable Map<String, Object> trial() {
        CaptureReport.Rules rules = report.rules();
        Trial trial = report.findings().trial().orElse(null);
        if (rules == null || trial == null) {
            return null;
        }
        Passage passage = report.passage();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("file", rules.file());
        members.put("in", nullIfEmpty(passage.in()));
        members.put("out", nullIfEmpty(passage.out()));
        members.put("mark", Integer.toUnsignedLong(passage.mark()));
        members.put("paths", rules.paths().label());
        members.put("outcomes", outcomes(trial));
        members.put("rules", list(trial.rules(), CaptureReportJson::rule));
        return members;
    }

    private static Map<String, Object> outcomes(Trial trial) {
        Map<String, Object> members = new LinkedHashMap<>();
        Arrays.stream(Outcome.values())
                .filter(outcome -> trial.outcomes().containsKey(outcome))
                .forEach(
                        outcome -> members.put(outcome.label(), trial.outcomes().getOrDefault(outcome, 0L)));
        return members;
    }

    private static Map<String, Object> rule(OfRule rule) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", rule.name());
        members.put("matched", rule.matched());
        members.put("changed", rule.changed());
        members.put("medianMssBefore", number(rule.mss().medianBefore()));
        members.put("medianMssAfter", number(rule.mss().medianAfter()));
        return members;
    }

    private static Map<String, Object> omissions(Omissions omissions) {
        Map<String, Object> limits = new LinkedHashMap<>();
        limits.put("flows", omissions.limits().flows());
        limits.put("paths", omissions.limits().paths());
        limits.put("rows", omissions.limits().rows());
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("limits", limits);
        members.put("flows", omissions.flows());
        members.put("paths", omissions.paths());
        members.put("peerSyns", omissions.peerSyns());
        members.put("stalls", omissions.stalls());
        members.put("routerReports", omissions.routerReports());
        return members;
    }
}
