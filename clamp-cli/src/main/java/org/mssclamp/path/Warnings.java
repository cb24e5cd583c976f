// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.path;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.tunnel.Payload;
import org.mssclamp.tunnel.Tunnel;
import org.mssclamp.tunnel.TunnelStack;

/** Looks for what may be wrong with a scenario. */
final class Warnings {
    /** RFC 8200 5. */
    static final int IPV6_MIN_MTU = 1280;

    private static final String PPPOE = "pppoe";
    private static final int PPPOE_MTU = 1492;

    private final Scenario scenario;
    private final Map<Family, FamilyModel> families;
    private final List<Tunnel> tunnels;
    private final List<Warning> found = new ArrayList<>();

    private Warnings(Scenario scenario, Map<Family, FamilyModel> families) {
        this.scenario = scenario;
        this.families = families;
        this.tunnels = scenario.tunnels().tunnels();
    }

    static List<Warning> of(Scenario scenario, Map<Family, FamilyModel> families) {
        Warnings warnings = new Warnings(scenario, families);
        warnings.lookAtPath();
        warnings.lookAtPppoe();
        warnings.lookAtTunnels();
        warnings.lookAtRoom();
        families.values().forEach(warnings::lookAtMss);
        return List.copyOf(warnings.found);
    }

    private void lookAtPath() {
        if (scenario.pathMtu() > TunnelStack.DEFAULT_PATH_MTU && !isPppoeWithLargerFrames()) {
            warn(
                    "jumbo",
                    "a path of " + scenario.pathMtu()
                            + " octets needs every link of it to carry frames larger than Ethernet's"
                            + " 1500: switches, the provider, and the way back",
                    "IEEE 802.3 3.2.7");
        }
    }

    private boolean isPppoeWithLargerFrames() {
        return has(PPPOE) && scenario.pathMtu() <= TunnelStack.DEFAULT_PATH_MTU + 8;
    }

    private boolean has(String name) {
        return tunnels.stream().anyMatch(tunnel -> tunnel.preset().name().equals(name));
    }

    private void lookAtPppoe() {
        if (scenario.pathMtu() == TunnelStack.DEFAULT_PATH_MTU && !has(PPPOE)) {
            String stack = tunnels.isEmpty() ? PPPOE : PPPOE + " before the others";
            warn(
                    "pppoe-forgotten",
                    "many DSL and fibre lines are PPPoE and carry 1492, not 1500: if yours is, put " + stack,
                    "RFC 2516 7");
        }
        if (scenario.pathMtu() == PPPOE_MTU && has(PPPOE)) {
            warn(
                    "pppoe-twice",
                    "1492 is what PPPoE leaves of 1500, and pppoe takes its 8 octets off again: leave out one of them",
                    "RFC 2516 7");
        }
    }

    private void lookAtTunnels() {
        int space = scenario.pathMtu();
        for (int i = 0; i < tunnels.size(); i++) {
            Tunnel tunnel = tunnels.get(i);
            if (i > 0 && !tunnels.get(i - 1).carried().contains(tunnel.payload())) {
                warn(
                        "order",
                        tunnel.preset() + " goes over " + tunnel.payload().label() + ", but "
                                + tunnels.get(i - 1).preset() + " carries " + labels(tunnels.get(i - 1)) + otherIp(i),
                        tunnels.get(i - 1).preset().source());
            }
            if (tunnel.payload() == Payload.IPV6 && space < IPV6_MIN_MTU) {
                warn(
                        "outer-ipv6",
                        tunnel.preset() + " goes over IPv6, which needs an MTU of 1280; here it has " + space,
                        "RFC 8200 5");
            }
            space = TunnelStack.of(List.of(tunnel)).innerMtu(space);
        }
    }

    private String otherIp(int index) {
        Optional<Tunnel> other = tunnels.get(index)
                .overOtherIp()
                .filter(tunnel -> tunnels.get(index - 1).carried().contains(tunnel.payload()));
        return other.map(tunnel -> "; as " + tunnel + " it fits").orElse("");
    }

    private static String labels(Tunnel tunnel) {
        return tunnel.carried().stream().sorted().map(Payload::label).collect(Collectors.joining(", "));
    }

    private void lookAtRoom() {
        if (families.isEmpty()) {
            boolean hasRoom = Family.IPV4.mss(scenario.innerMtu()) >= Action.FLOOR;
            warn(
                    hasRoom ? "not-carried" : "no-room",
                    scenario.innerMtu() + " octets inside " + (hasRoom ? "carry no IP packet with" : "are too few for")
                            + " TCP",
                    "docs/tunnels.md");
            return;
        }
        if (families.containsKey(Family.IPV6) && scenario.innerMtu() < IPV6_MIN_MTU) {
            warn(
                    "ipv6-below-1280",
                    "the inner MTU is " + scenario.innerMtu()
                            + ": IPv6 wants 1280, and Linux takes IPv6 off an interface that" + " has less",
                    "RFC 8200 5");
        }
    }

    private void lookAtMss(FamilyModel model) {
        Family family = model.segment().family();
        int mss = model.segment().mss();
        if (mss < 536) {
            warn(
                    "small-mss",
                    family.label() + ": an MSS of " + mss
                            + " is below 536, which every host can receive; some do not go below it, and send"
                            + " segments that do not fit",
                    "RFC 9293 3.7.1");
        }
        scenario.mss().ifPresent(asked -> judge(family, asked, mss));
    }

    private void judge(Family family, int asked, int fitting) {
        if (asked > fitting) {
            warn(
                    "mss-too-large",
                    family.label() + ": with an MSS of " + asked + " a full segment is " + (asked - fitting)
                            + " octets too large: a black hole where ICMP is filtered, else fragments, or a delay until the path MTU"
                            + " is learned",
                    "RFC 2923 2.1");
        }
    }

    private void warn(String code, String text, String source) {
        found.add(new Warning(code, text, source));
    }
}
