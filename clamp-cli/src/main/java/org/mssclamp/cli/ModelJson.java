// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mssclamp.packet.Family;
import org.mssclamp.path.Claim;
import org.mssclamp.path.FamilyModel;
import org.mssclamp.path.Formula;
import org.mssclamp.path.Model;
import org.mssclamp.path.MssCost;
import org.mssclamp.path.Scenario;
import org.mssclamp.path.Segment;
import org.mssclamp.path.Throughput;
import org.mssclamp.path.Warning;
import org.mssclamp.status.Json;
import org.mssclamp.tunnel.Encapsulation.Layer;
import org.mssclamp.tunnel.Encapsulation.Part;
import org.mssclamp.tunnel.Tunnel;
import org.mssclamp.tunnel.TunnelStack;

/** A model for programs: what {@link ModelText} says and more, under keys. */
record ModelJson(Model model) {
    String render() {
        Scenario scenario = model.scenario();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("scenario", scenario(scenario));
        members.put("arithmetic", model.arithmetic());
        members.put("innerMtu", scenario.innerMtu() == TunnelStack.NOTHING_FITS ? null : scenario.innerMtu());
        members.put("rule", rule(scenario));
        members.put("mss", families(family -> family.segment().mss()));
        members.put("families", families(ModelJson::family));
        members.put(
                "warnings", model.warnings().stream().map(ModelJson::warning).toList());
        members.put("claims", Stream.of(Claim.values()).map(ModelJson::claim).toList());
        members.put(
                "formulas", Stream.of(Formula.values()).map(ModelJson::formula).toList());
        return Json.render(members);
    }

    private interface Member {
        Object of(FamilyModel family);
    }

    private Map<String, Object> families(Member member) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (Family family : Family.values()) {
            FamilyModel there = model.families().get(family);
            members.put(family.label(), there == null ? null : member.of(there));
        }
        return members;
    }

    private @Nullable String rule(Scenario scenario) {
        return scenario.tunnels().equals(TunnelStack.NONE) || model.families().isEmpty()
                ? null
                : "tunnel: " + scenario.tunnels().text(scenario.pathMtu());
    }

    private static Map<String, Object> scenario(Scenario scenario) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("pathMtu", scenario.pathMtu());
        members.put(
                "stack",
                scenario.tunnels().tunnels().stream().map(ModelJson::tunnel).toList());
        members.put("timestamps", scenario.timestamps());
        members.put("mss", scenario.mss().isPresent() ? scenario.mss().getAsInt() : null);
        members.put("rttSeconds", scenario.rttSeconds());
        members.put("loss", scenario.loss());
        members.put("windowOctets", scenario.windowOctets());
        return members;
    }

    private static Map<String, Object> tunnel(Tunnel tunnel) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", tunnel.preset().name());
        members.put("title", tunnel.preset().title());
        members.put("parameters", new TreeMap<>(tunnel.written()));
        members.put("source", tunnel.preset().source());
        return members;
    }

    private static Map<String, Object> family(FamilyModel family) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("mss", family.segment().mss());
        members.put("packet", packet(family));
        members.put("throughput", throughput(family.throughput()));
        members.put("costs", family.costs().stream().map(ModelJson::cost).toList());
        return members;
    }

    private static Map<String, Object> packet(FamilyModel family) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("onPathOctets", family.packet().outer());
        members.put("innerOctets", family.packet().inner());
        members.put(
                "encapsulation",
                family.packet().layers().stream().map(ModelJson::layer).toList());
        members.put(
                "encapsulationOctets", family.packet().outer() - family.packet().inner());
        members.put("ipOctets", family.segment().ipHeader());
        members.put("tcpOctets", Segment.TCP_OCTETS);
        members.put("optionOctets", family.segment().options());
        members.put("payloadOctets", family.segment().payload());
        members.put("payloadShare", family.payloadShare());
        return members;
    }

    private static Map<String, Object> layer(Layer layer) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("tunnel", layer.tunnel().preset().name());
        members.put("octets", layer.octets());
        members.put("parts", layer.parts().stream().map(ModelJson::part).toList());
        return members;
    }

    private static Map<String, Object> part(Part part) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", part.name());
        members.put("octets", part.octets());
        return members;
    }

    private static Map<String, Object> throughput(Throughput throughput) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("lossBitsPerSecond", number(throughput.byLoss()));
        members.put("timeoutBitsPerSecond", number(throughput.byLossWithTimeouts()));
        members.put("windowBitsPerSecond", throughput.byWindow());
        members.put("boundBitsPerSecond", throughput.bound());
        members.put("boundBy", throughput.isBoundByWindow() ? "window" : "loss");
        members.put("windowScale", throughput.windowScale());
        return members;
    }

    private static Map<String, Object> cost(MssCost cost) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("mss", cost.mss());
        members.put("fit", cost.fit().label());
        members.put("payloadOctets", cost.payload());
        members.put("packets", cost.packets());
        members.put("onPathOctets", cost.onPath());
        members.put("payloadShare", cost.payloadShare());
        members.put("packetsPerMegabyte", cost.packetsPerMegabyte());
        members.put("segmentLoss", cost.segmentLoss());
        members.put("boundBitsPerSecond", number(cost.rate()));
        return members;
    }

    private static Map<String, Object> warning(Warning warning) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("code", warning.code());
        members.put("text", warning.text());
        members.put("source", warning.source());
        return members;
    }

    private static Map<String, Object> claim(Claim claim) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", claim.label());
        members.put("claim", claim.claim());
        members.put("truth", claim.truth());
        members.put("source", claim.source());
        return members;
    }

    private static Map<String, Object> formula(Formula formula) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", formula.label());
        members.put("text", formula.text());
        members.put("source", formula.source());
        return members;
    }

    private static @Nullable Double number(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }
}
