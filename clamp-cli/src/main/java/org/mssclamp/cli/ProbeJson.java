// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mssclamp.probe.AddressText;
import org.mssclamp.probe.Hop;
import org.mssclamp.probe.Hop.Drop;
import org.mssclamp.probe.ProbeMethod;
import org.mssclamp.probe.ProbeResult;
import org.mssclamp.probe.ProbeVerdict;
import org.mssclamp.probe.Report;
import org.mssclamp.probe.SegmentBound;
import org.mssclamp.probe.SmallPackets;
import org.mssclamp.probe.TcpPath;
import org.mssclamp.status.Json;

/** What {@code probe} found, for programs; docs/schema/probe.json describes it. */
record ProbeJson(String host, ProbeResult result) {
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_SECOND = 1e9;

    String render() {
        ProbeVerdict verdict = new ProbeVerdict(result);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("host", host);
        members.put("address", AddressText.of(result.target().address()));
        members.put("family", result.target().family().label());
        members.put("localMtu", result.localMtu());
        members.put("tried", result.tried());
        members.put("search", result.strategy().label());
        members.put(
                "smallPackets",
                result.smallPackets().stream().map(ProbeJson::smallPackets).toList());
        members.put("method", result.method().map(ProbeMethod::label).orElse(null));
        members.put("ending", result.ending().name().toLowerCase(Locale.ROOT));
        members.put("pathMtu", orNull(result.pathMtu()));
        members.put("refused", orNull(result.refused()));
        members.put("segmentBound", result.bound().map(ProbeJson::bound).orElse(null));
        members.put("blackHole", result.isBlackHole());
        members.put("contradicted", result.isContradicted());
        members.put("reports", result.reports().stream().map(this::report).toList());
        members.put("tcp", result.tcp().map(this::tcp).orElse(null));
        members.put("hops", result.hops().stream().map(this::hop).toList());
        members.put("verdict", verdict.sentence());
        members.put("rule", verdict.rule().orElse(null));
        members.put("packets", result.packets());
        members.put("seconds", result.time().toNanos() / NS_PER_SECOND);
        return Json.render(members);
    }

    private static @Nullable Integer orNull(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }

    private static @Nullable Double milliseconds(Duration time) {
        return time.isZero() ? null : time.toNanos() / NS_PER_MS;
    }

    private static Map<String, Object> smallPackets(SmallPackets small) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("method", small.method().label());
        members.put("answered", small.answered());
        members.put("permitted", small.permitted());
        members.put("roundTripMs", milliseconds(small.roundTrip()));
        return members;
    }

    private static Map<String, Object> bound(SegmentBound bound) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("octets", bound.octets());
        members.put("owner", bound.owner().name().toLowerCase(Locale.ROOT));
        return members;
    }

    private Map<String, Object> report(Report report) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("from", AddressText.of(report.from()));
        members.put("mtu", report.mtu() == 0 ? null : report.mtu());
        members.put("true", result.isTrue(report));
        return members;
    }

    private Map<String, Object> tcp(TcpPath tcp) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("port", result.target().port().orElseThrow());
        members.put("open", tcp.open());
        members.put("mssOffered", tcp.open() ? tcp.mssOffered() : null);
        members.put("mssReceived", orNull(tcp.mssReceived()));
        members.put("packetOctets", tcp.open() ? tcp.packetOctets() : null);
        members.put("segment", tcp.segment().name().toLowerCase(Locale.ROOT));
        return members;
    }

    private Map<String, Object> hop(Hop hop) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("number", hop.number());
        members.put("address", hop.address().map(AddressText::of).orElse(null));
        members.put("mtu", orNull(hop.mtu()));
        members.put("roundTripMs", milliseconds(hop.roundTrip()));
        members.put("drop", hop.drop().map(this::drop).orElse(null));
        return members;
    }

    private Map<String, Object> drop(Drop drop) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("behindHop", drop.behind());
        members.put("orUpToHop", drop.upTo());
        members.put("router", drop.router().map(AddressText::of).orElse(null));
        members.put("saidBy", drop.said().map(Report::from).map(AddressText::of).orElse(null));
        return members;
    }
}
