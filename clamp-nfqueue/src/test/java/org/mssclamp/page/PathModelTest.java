// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mssclamp.packet.Family;
import org.mssclamp.page.PathModel.Part;
import org.mssclamp.tunnel.Preset;
import org.mssclamp.tunnel.Presets;
import org.mssclamp.tunnel.TunnelStack;

/** The drawn packet is one that fits, and no larger one does. */
class PathModelTest {
    private static PathModel model(String tunnels, int pathMtu, String family) {
        return PathModel.of(
                new Query(Map.of("tunnels", tunnels, "path-mtu", Integer.toString(pathMtu), "family", family)));
    }

    /** Each kind of tunnel by itself and on a line, and what limits and pads. */
    static Stream<String> stacks() {
        Stream<String> kinds = Presets.all().stream().map(Preset::name);
        Stream<String> onLine = Presets.all().stream().map(preset -> "[pppoe, " + preset.name() + "]");
        return Stream.of(
                        kinds,
                        onLine,
                        Stream.of(
                                "",
                                "{ type: wireguard, mtu: 1280 }",
                                "{ type: wireguard, mtu: 1420 }",
                                "{ type: openvpn, cipher: aes-cbc-sha256, mssfix: 1400 fixed }",
                                "{ type: ipsec-esp, cipher: aes-cbc-sha2-512, mode: transport, nat-traversal: true }",
                                "[ipsec-esp, gre]"))
                .flatMap(stream -> stream);
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void drawsTheSmallestPacketOutsideThatHoldsTheLargestInside(String tunnels) {
        for (int pathMtu : new int[] {576, 1280, 1399, 1400, 1401, 1492, 1500, 9000}) {
            for (Family family : Family.values()) {
                PathModel model = model(tunnels, pathMtu, family.label());
                TunnelStack stack = model.stack();
                int outer = pathMtu;
                while (outer > 0 && stack.innerMtu(outer - 1) == stack.innerMtu(pathMtu)) {
                    outer--;
                }
                assertThat(model.outerOctets()).isEqualTo(outer);
                List<Part> parts = model.parts();
                assertThat(parts).allMatch(part -> part.octets() > 0);
                if (parts.isEmpty()) {
                    assertThat(stack.innerMtu(pathMtu)).isLessThanOrEqualTo(family.fixedHeaderOctets() + 12);
                } else {
                    assertThat(parts.stream().mapToInt(Part::octets).sum()).isEqualTo(outer);
                    assertThat(parts).hasSize(stack.tunnels().size() + 4);
                    int inside = parts.stream()
                            .skip(stack.tunnels().size())
                            .mapToInt(Part::octets)
                            .sum();
                    assertThat(inside).isEqualTo(stack.innerMtu(pathMtu));
                    assertThat(model.mss()).isEqualTo(inside - family.fixedHeaderOctets());
                    assertThat(model.payload()).isEqualTo(model.mss() - 12);
                }
            }
        }
    }

    @Test
    void takesTimestampsOffThePayloadAlone() {
        Map<String, String> query = Map.of("path-mtu", "1500", "timestamps", "false", "tunnels", "wireguard");
        PathModel without = PathModel.of(new Query(query));
        assertThat(without.mss()).isEqualTo(1400);
        assertThat(without.payload()).isEqualTo(1400);
        assertThat(model("wireguard", 1500, "ipv4").mss()).isEqualTo(1400);
        assertThat(model("wireguard", 1500, "ipv4").payload()).isEqualTo(1388);
    }

    @Test
    void warnsAsCheckDoesAndOfWhatItDrawsBesides() {
        assertThat(model("[wireguard, pppoe]", 1500, "ipv4").render())
                .contains("pppoe goes over Ethernet, but wireguard carries IPv4, IPv6 (the outermost comes first:"
                        + " [pppoe, wireguard])");
        assertThat(model("sit", 1500, "ipv4").render()).contains("sit carries IPv6, the rule is for IPv4");
        assertThat(model("", 9000, "ipv4").render()).contains("few paths carry more than 1500 octets");
        assertThat(model("wireguard", 1300, "ipv6").render()).contains("IPv6 needs an MTU of 1280 at least");
        assertThat(model("", 570, "ipv4").render()).contains("the MSS is below 536");
        assertThat(model("", 68, "ipv6").render()).contains("nothing fits", "\"parts\":[]");
        assertThat(model("wireguard", 1500, "ipv4").render()).contains("\"warnings\":[]");
    }

    @Test
    void writesTheRuleAsAConfigurationHasIt() {
        assertThat(model("[ pppoe, { type: wireguard, outer: ipv6 } ]", 1480, "ipv4")
                        .render())
                .contains("\"tunnels\":\"[{ type: pppoe, path-mtu: 1480 }, { type: wireguard, outer: ipv6 }]\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            path-mtu=67                            | path-mtu is "67", allowed 68-65535
            path-mtu=65536                         | path-mtu is "65536", allowed 68-65535
            path-mtu=1e3                           | path-mtu is "1e3", allowed 68-65535
            family=ipv4                            | path-mtu is "", allowed 68-65535
            path-mtu=1500&family=ipv5              | family is "ipv5", allowed ipv4, ipv6
            path-mtu=1500&tunnels=wireguard%0Amtu  | tunnels have a control character in them
            path-mtu=1500&tunnels=%zz              | URLDecoder
            """)
    void refusesWhatIsNotAllowedAndSaysWhatIs(String query, String message) {
        assertThatThrownBy(() -> PathModel.of(Query.parse(query)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesAPathThatIsTooSmallAndShowsWhy() {
        assertThatThrownBy(() -> model("wireguard", 100, "ipv4"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("100 octets of path leave 40 inside, where 104 are needed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            wirguard                         | "wirguard" is not a kind of tunnel
            { type: wireguard, mtu: 7 }      | allowed 68-65535
            { type: wireguard, cipher: x }   | unknown key, allowed in wireguard: type, outer, mtu, path-mtu
            [wireguard                       | what begins here is never closed
            }                                | expected
            null                             | has no value
            []                               | empty
            """)
    void refusesWhatIsNoStackOfTunnels(String tunnels, String message) {
        assertThatThrownBy(() -> model(tunnels, 1500, "ipv4"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
