// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Direction;
import org.mssclamp.tunnel.Parameter;
import org.mssclamp.tunnel.Preset;
import org.mssclamp.tunnel.Presets;
import org.mssclamp.tunnel.Tunnel;
import org.mssclamp.tunnel.TunnelStack;
import org.mssclamp.tunnel.Values;

class TunnelReaderTest {
    static List<Preset> presets() {
        return Presets.all();
    }

    private static Tunnel tunnel(String name, Map<String, String> written) {
        return Presets.named(name).orElseThrow().tunnel(written);
    }

    private static TunnelStack stack(Tunnel... tunnels) {
        return TunnelStack.of(List.of(tunnels));
    }

    private static Action action(String yaml) {
        return Parsed.rule(yaml).action();
    }

    @Test
    void readsANameAlone() {
        assertThat(action("tunnel: wireguard"))
                .isEqualTo(new Action.Tunnel(stack(tunnel("wireguard", Map.of())), 1500, 1440));
    }

    @Test
    void readsParametersAndThePath() {
        assertThat(action("tunnel: { type: ipsec-esp, cipher: aes-gcm-12, nat-traversal: true, path-mtu: 1492 }"))
                .isEqualTo(Action.Tunnel.of(
                        stack(tunnel("ipsec-esp", Map.of("cipher", "aes-gcm-12", "nat-traversal", "true"))), 1492));
    }

    @Test
    void readsAStackWithTheOutermostFirst() {
        TunnelStack stack = stack(tunnel("pppoe", Map.of()), tunnel("wireguard", Map.of("outer", "ipv6")));

        assertThat(action("tunnel: [pppoe, { type: wireguard, outer: ipv6 }]"))
                .isEqualTo(new Action.Tunnel(stack, 1500, 1412));
        assertThat(action("tunnel: [{ type: pppoe, path-mtu: 1508 }, { type: wireguard, outer: ipv6 }]"))
                .isEqualTo(new Action.Tunnel(stack, 1508, 1420));
        assertThat(action("tunnel:\n  - pppoe\n  - type: wireguard\n    outer: ipv6"))
                .isEqualTo(new Action.Tunnel(stack, 1500, 1412));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false", "'\"1400 mtu\"', 1400 mtu", "1400 mtu, 1400 mtu", "1400, 1400"})
    void readsValuesAlsoWhereYamlSeesAnotherType(String written, String value) {
        String key = value.startsWith("1") ? "mssfix" : "peer-id";

        assertThat(action("tunnel: { type: openvpn, " + key + ": " + written + " }"))
                .isEqualTo(Action.Tunnel.of(stack(tunnel("openvpn", Map.of(key, value))), 1500));
    }

    @ParameterizedTest
    @MethodSource("presets")
    void readsWhatAnActionWrites(Preset preset) {
        assertReadsBack(preset.tunnel());
        for (Parameter parameter : preset.parameters()) {
            for (String value : values(parameter.values())) {
                assertReadsBack(preset.tunnel(Map.of(parameter.key(), value)));
            }
        }
    }

    private static List<String> values(Values values) {
        if (values instanceof Values.Words words) {
            return words.words();
        }
        // The lowest MTU that a tunnel may be told leaves too little.
        return List.of(Integer.toString(((Values.Numbers) values).high()));
    }

    private static void assertReadsBack(Tunnel tunnel) {
        List<Action> actions = List.of(
                Action.Tunnel.of(stack(tunnel), 1500),
                Action.Tunnel.of(stack(tunnel), 9000),
                Action.Tunnel.of(stack(tunnel, tunnel), 9000),
                new Action.ClampToPmtu(Direction.FORWARD, 8, stack(tunnel), 65));
        assertThat(actions)
                .allSatisfy(action -> assertThat(action(action.toString())).isEqualTo(action));
    }

    @ParameterizedTest
    @MethodSource("presets")
    void hasNoKeyOfAParameterForItself(Preset preset) {
        assertThat(Keys.TUNNEL.labels()).allMatch(key -> preset.parameter(key).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wireguard, path-mtu: 164                                     | 64 | 44",
                "wireguard, path-mtu: 65535                                   | 65435 | 65415",
                "openvpn, mssfix: 154 fixed                                   | 114 | 94"
            })
    void acceptsATunnelThatLeavesTheLeastMss(String tunnel, int ipv4, int ipv6) {
        Action.Tunnel action = (Action.Tunnel) action("tunnel: { type: " + tunnel + " }");

        assertThat(action.mss(Family.IPV4)).isEqualTo(ipv4);
        assertThat(action.mss(Family.IPV6)).isEqualTo(ipv6);
    }

    @Test
    void asksMoreOfThePathForIpv6Alone() {
        String leaves123 = "version: 1\nrules:\n  - tunnel: { type: wireguard, path-mtu: 183 }\n    match: ";

        assertThat(Parsed.problems(leaves123 + "{ family: ipv6 }"))
                .containsExactly("3 rules[0].tunnel: 183 octets of path leave 123 inside, where 124 are needed,"
                        + " allowed a path-mtu of 184 or more");
        assertThat(Parsed.accepted(leaves123 + "{ family: ipv4 }").rules()).hasSize(1);
    }

    @Test
    void leavesARuleThatContradictsItselfToTheWarnings() {
        assertThat(Parsed.problems("version: 1\nrules:\n  - tunnel: { type: wireguard, path-mtu: 100 }\n"
                        + "    match: { family: ipv4, to: fd00::/8 }"))
                .singleElement()
                .asString()
                .contains("no packet matches");
    }
}
