// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.config.Gateway.GatewayInterface;

class GatewayLintTest {
    private static final List<GatewayInterface> INTERFACES = List.of(
            new GatewayInterface("wg0", 1420, true),
            new GatewayInterface("wg1", 1400, true),
            new GatewayInterface("eth0", 1500, false),
            new GatewayInterface("eth1", 1400, false));

    private record Known(List<GatewayInterface> interfaces, List<String> ipsecPolicies) implements Gateway {}

    private static List<String> warnings(List<String> policies, String... rules) {
        String text = Stream.of(rules)
                .map(rule -> "  - { " + rule + " }\n")
                .collect(Collectors.joining("", "version: 1\nrules:\n", ""));
        ParseResult result = ConfigParser.parse("test.yaml", text, new Known(INTERFACES, policies));
        assertThat(result).as("%s", result.problems()).isInstanceOf(ParseResult.Accepted.class);
        return result.problems().stream()
                .map(problem -> problem.path() + ": " + problem.message())
                .toList();
    }

    private static List<String> warnings(String... rules) {
        return warnings(List.of(), rules);
    }

    @Test
    void warnsOfALimitAboveWhatTheNamedInterfaceCarries() {
        assertThat(warnings("match: { out: wg0 }, mtu: 1421"))
                .containsExactly("rules[0].mtu: the MSS of 1381 for ipv4 is more than wg0 carries, whose MTU of 1420"
                        + " leaves 1380");
        assertThat(warnings("match: { in: eth0 }, set-mss: { ipv6: 1441 }"))
                .containsExactly(
                        "rules[0].set-mss: the MSS of 1441 for ipv6 is more than eth0 carries, whose MTU of 1500"
                                + " leaves 1440");
        assertThat(warnings("match: { out: eth1 }, tunnel: wireguard"))
                .containsExactly(
                        "rules[0].tunnel: the MSS of 1400 for ipv4 is more than eth1 carries, whose MTU of 1400"
                                + " leaves 1360");
    }

    @Test
    void warnsOnceOfAPatternOfWhichOneInterfaceCarriesLess() {
        assertThat(warnings("match: { out: 'wg*' }, mtu: 1420"))
                .containsExactly("rules[0].mtu: the MSS of 1380 for ipv4 is more than wg1 carries, whose MTU of 1400"
                        + " leaves 1360");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "match: { out: wg0 }, mtu: 1420",
                "match: { out: wg0, family: ipv6 }, set-mss: { ipv6: 1360 }",
                "match: { out: ppp0 }, mtu: 9000",
                "mtu: 9000",
                "match: { out: wg0 }, pass: true",
                "match: { out: wg0 }, clamp-to-pmtu: true"
            })
    void keepsQuietOfWhatFitsOrNamesNoInterfaceThatIsThere(String rule) {
        assertThat(warnings(rule)).isEmpty();
    }

    @Test
    void warnsOfTheSmallerMtuOnTheWayInOfWhatGoesOnByALarger() {
        assertThat(warnings("match: { in: eth0, out: eth1 }, clamp-to-pmtu: true"))
                .containsExactly(
                        "rules[0].clamp-to-pmtu: direction both limits what comes in by eth1 to its MTU of 1400,"
                                + " though eth0, by which it goes on, carries 1500");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "match: { in: eth0, out: eth1 }, clamp-to-pmtu: { direction: reverse }",
                "match: { in: eth0, out: eth1 }, clamp-to-pmtu: { direction: forward }",
                "match: { in: eth1, out: eth0 }, clamp-to-pmtu: true",
                "match: { in: eth0, out: wg1 }, clamp-to-pmtu: true",
                "match: { out: eth1 }, clamp-to-pmtu: true"
            })
    void keepsQuietOfBothDirectionsWhereTheSmallerIsSurelyMeant(String rule) {
        assertThat(warnings(rule)).isEmpty();
    }

    @Test
    void warnsOnceOfARouteThatKnowsNothingOfIpsec() {
        List<String> policies = List.of("10.8.0.0/24 > 10.9.0.0/16", "a > b", "c > d");
        String trusting = "name: one, match: { out: eth0 }, clamp-to-pmtu: true";

        assertThat(warnings(policies, trusting, "name: two, clamp-to-pmtu: true"))
                .containsExactly("rules[0].clamp-to-pmtu: no route knows what IPsec adds, and it protects"
                        + " 10.8.0.0/24 > 10.9.0.0/16, a > b, and 1 more");
        assertThat(warnings(List.of(), trusting)).isEmpty();
        assertThat(warnings(policies, "clamp-to-pmtu: { tunnel: ipsec-esp }")).isEmpty();
        assertThat(warnings(policies, "clamp-to-pmtu: { overhead: 62 }")).isEmpty();
        assertThat(warnings(policies, "mtu: 1400")).isEmpty();
    }
}
