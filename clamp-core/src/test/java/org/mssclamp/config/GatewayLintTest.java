// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.config.Gateway.GatewayInterface;
import org.mssclamp.config.Gateway.ProtectedTraffic;

class GatewayLintTest {
    private static final List<GatewayInterface> INTERFACES = List.of(
            new GatewayInterface("wg0", 1420),
            new GatewayInterface("wg1", 1400),
            new GatewayInterface("eth0", 1500),
            new GatewayInterface("eth1", 1400),
            new GatewayInterface("eth2", 1500));
    private static final ProtectedTraffic BRANCH = policy("10.8.0.0/24", "10.9.0.0/16");
    private static final String BY_ROUTE = "clamp-to-pmtu: true";

    private record Known(List<GatewayInterface> interfaces, List<ProtectedTraffic> ipsecPolicies) implements Gateway {}

    private static List<String> warnings(List<ProtectedTraffic> policies, String... rules) {
        String text = Stream.of(rules)
                .map(rule -> "  - { " + rule + " }\n")
                .collect(Collectors.joining("", "version: 1\nrules:\n", ""));
        ParseResult result = ConfigParser.parse("test.yaml", text, new Known(INTERFACES, policies));
        assertThat(result).as("%s", result.problems()).isInstanceOf(ParseResult.Accepted.class);
        return result.problems().stream()
                .map(problem -> problem.path() + ": " + problem.message())
                .toList();
    }

    private static ProtectedTraffic policy(String from, String to) {
        try {
            return new ProtectedTraffic(Addresses.prefix(from), Addresses.prefix(to));
        } catch (FormatException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String ipsec(int rule, String policies) {
        return "rules[" + rule + "].clamp-to-pmtu: no route knows what IPsec adds, and it protects " + policies;
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
        assertThat(warnings("mtu: { probe: 10.9.0.1, via: wg0, initial: 1421 }"))
                .containsExactly("rules[0].mtu: the MSS of 1381 for ipv4 is more than wg0 carries, whose MTU of 1420"
                        + " leaves 1380");
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
    void warnsOfATunnelTakenOffTheWrongOneOfTwoPaths() {
        String both = "rules[0].clamp-to-pmtu: direction both takes the headers off the smaller of ";

        assertThat(warnings("match: { in: eth0, out: eth1 }, clamp-to-pmtu: { tunnel: wireguard }"))
                .containsExactly(both + "eth0 (1500) and eth1 (1400), whichever the tunnel leads through");
        assertThat(warnings("match: { in: 'wg*', out: [eth1, eth0] }, clamp-to-pmtu: { overhead: 8 }"))
                .containsExactly(both + "wg0 (1420) and eth0 (1500), whichever the tunnel leads through");
    }

    @Test
    void saysWhichDirectionIsForWhichPath() {
        String text = "version: 1\nrules:\n  - match: { in: eth0, out: eth1 }\n    clamp-to-pmtu: { overhead: 8 }\n";
        ParseResult result = ConfigParser.parse("test.yaml", text, new Known(INTERFACES, List.of()));

        assertThat(result.problems())
                .singleElement()
                .extracting(Problem::hint)
                .isEqualTo(Optional.of("write \"direction: forward\" if the tunnel lies behind eth1,"
                        + " \"direction: reverse\" if behind eth0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "match: { in: eth0, out: eth1 }, clamp-to-pmtu: { direction: reverse, overhead: 8 }",
                "match: { in: eth0, out: eth1 }, clamp-to-pmtu: { direction: forward, tunnel: wireguard }",
                "match: { in: eth0, out: eth1 }, clamp-to-pmtu: true",
                "match: { in: eth0, out: eth2 }, clamp-to-pmtu: { tunnel: wireguard }",
                "match: { in: eth0, out: ppp0 }, clamp-to-pmtu: { tunnel: wireguard }",
                "match: { in: '*', out: eth1 }, clamp-to-pmtu: { direction: forward, tunnel: wireguard }",
                "match: { out: eth1 }, clamp-to-pmtu: { tunnel: wireguard }",
                "clamp-to-pmtu: { tunnel: wireguard }"
            })
    void keepsQuietOfBothDirectionsWherePathsAreAlikeOrNoHeadersAreTakenOff(String rule) {
        assertThat(warnings(rule)).noneMatch(warning -> warning.contains("direction both"));
    }

    @Test
    void warnsOfARouteThatIsTrustedForWhatIpsecProtects() {
        assertThat(warnings(List.of(BRANCH), BY_ROUTE)).containsExactly(ipsec(0, "10.8.0.0/24 > 10.9.0.0/16"));
        assertThat(warnings(List.of(), BY_ROUTE)).isEmpty();
    }

    @Test
    void warnsOncePerRuleOfSomeOfItsPolicies() {
        List<ProtectedTraffic> policies = List.of(
                BRANCH,
                policy("10.8.0.0/24", "10.10.0.0/16"),
                policy("10.8.0.0/24", "10.11.0.0/16"),
                policy("fd00:8::/64", "fd00:9::/48"));

        assertThat(warnings(policies, "match: { family: ipv4 }, " + BY_ROUTE, "name: two, " + BY_ROUTE))
                .containsExactly(
                        ipsec(0, "10.8.0.0/24 > 10.9.0.0/16, 10.8.0.0/24 > 10.10.0.0/16, and 1 more"),
                        ipsec(1, "fd00:8::/64 > fd00:9::/48"));
    }

    @Test
    void keepsQuietWhereRulesForThePrefixesOfThePolicyComeFirst() {
        String toPeers = "match: { out: 'wg*' }, " + BY_ROUTE;
        String fromPeers = "match: { in: 'wg*' }, " + BY_ROUTE;

        assertThat(warnings(
                        List.of(BRANCH),
                        "match: { to: 10.9.0.0/16 }, tunnel: { type: ipsec-esp, cipher: aes-gcm-16, nat-traversal: true }",
                        "match: { from: 10.9.0.0/16 }, tunnel: { type: ipsec-esp, cipher: aes-gcm-16, nat-traversal: true }",
                        toPeers,
                        fromPeers))
                .isEmpty();
        assertThat(warnings(
                        List.of(BRANCH),
                        "match: { to: 10.9.0.0/16 }, clamp-to-pmtu: { direction: forward, tunnel: ipsec-esp }",
                        "match: { from: 10.9.0.0/16 }, clamp-to-pmtu: { direction: reverse, tunnel: ipsec-esp }",
                        toPeers,
                        fromPeers))
                .isEmpty();
    }

    @Test
    void warnsOfATrustingRuleAboveTheOneForThePolicy() {
        assertThat(warnings(
                        List.of(BRANCH),
                        "match: { out: 'wg*' }, " + BY_ROUTE,
                        "match: { to: 10.9.0.0/16 }, tunnel: ipsec-esp",
                        "match: { in: 'wg*' }, " + BY_ROUTE))
                .containsExactly(ipsec(0, "10.8.0.0/24 > 10.9.0.0/16"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "match: { to: 10.9.0.0/17 }, tunnel: ipsec-esp",
                "match: { to: 10.9.0.0/16, from: 10.8.0.1 }, tunnel: ipsec-esp",
                "match: { to: 10.9.0.0/16, out: eth0 }, tunnel: ipsec-esp",
                "match: { to: 10.9.0.0/16, flags: syn }, tunnel: ipsec-esp",
                "match: { to: ['10.9.0.0/16', '!10.9.1.0/24'] }, tunnel: ipsec-esp",
                "match: { to: 10.9.0.0/16 }, tunnel: ipsec-esp, continue: true",
                "match: { family: ipv6 }, tunnel: ipsec-esp"
            })
    void warnsWhereARuleAboveLeavesSomeOfThePolicy(String above) {
        assertThat(warnings(List.of(BRANCH), above, BY_ROUTE)).containsExactly(ipsec(1, "10.8.0.0/24 > 10.9.0.0/16"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "match: { to: 10.0.0.0/8 }, mtu: 1400",
                "match: { from: 10.8.0.0/24, to: 10.9.0.0/16 }, pass: true",
                "match: { to: ['10.9.0.0/16', '!10.10.0.0/16'] }, clamp-to-pmtu: { overhead: 62 }",
                "match: { family: ipv4 }, clamp-to-pmtu: { tunnel: ipsec-esp }"
            })
    void keepsQuietWhereARuleAboveTakesAllOfThePolicy(String above) {
        assertThat(warnings(List.of(BRANCH), above, BY_ROUTE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "to: 10.9.7.0/24",
                "to: 10.0.0.0/8",
                "from: 10.8.0.9",
                "to: ['!10.9.7.0/24']",
                "to: ['fd00::/8', '10.9.0.0/16']",
                "in: wg9, dport: 443, mark: 1"
            })
    void warnsOfATrustingRuleThatMayMatchSomeOfThePolicy(String match) {
        assertThat(warnings(List.of(BRANCH), "match: { " + match + " }, " + BY_ROUTE))
                .containsExactly(ipsec(0, "10.8.0.0/24 > 10.9.0.0/16"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "to: 10.10.0.0/16",
                "from: 10.9.0.0/16",
                "from: 10.8.0.0/24, to: 10.8.0.0/24",
                "to: ['!10.0.0.0/8']",
                "to: 'fd00::/8'",
                "family: ipv6"
            })
    void keepsQuietOfATrustingRuleThatMatchesNoneOfThePolicy(String match) {
        assertThat(warnings(List.of(BRANCH), "match: { " + match + " }, " + BY_ROUTE))
                .isEmpty();
    }
}
