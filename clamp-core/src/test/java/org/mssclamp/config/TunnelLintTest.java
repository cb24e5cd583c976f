// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TunnelLintTest {
    private static List<Problem> warnings(String rule) {
        String text = "version: 1\nrules:\n  - { " + rule + " }\n";
        ParseResult result = ConfigParser.parse("test.yaml", text);
        assertThat(result).as("%s", result.problems()).isInstanceOf(ParseResult.Accepted.class);
        return result.problems();
    }

    @Test
    void pointsAtTheTunnelThatDoesNotFit() {
        assertThat(warnings("tunnel: [wireguard, pppoe]")).singleElement().hasToString("""
                        test.yaml:3:27: warning: rules[0].tunnel[1]: pppoe goes over Ethernet, but wireguard carries IPv4, IPv6
                           3 |   - { tunnel: [wireguard, pppoe] }
                             |                           ^~~~~
                        hint: the outermost comes first: [pppoe, wireguard]""");
        assertThat(warnings("clamp-to-pmtu: { tunnel: [gre, vlan] }"))
                .singleElement()
                .extracting(Problem::path)
                .isEqualTo("rules[0].clamp-to-pmtu.tunnel[1]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[gre, vlan]               | vlan goes over Ethernet, but gre carries IPv4, IPv6, MPLS",
                "[ipsec-esp, qinq]         | qinq goes over Ethernet, but ipsec-esp carries IPv4, IPv6",
                "[pppoe, vlan]             | vlan goes over Ethernet, but pppoe carries IPv4, IPv6, MPLS",
                "[pppoe, openvpn, pppoe]   | pppoe goes over Ethernet, but openvpn carries IPv4, IPv6",
                "[wireguard, mpls]         | mpls goes over MPLS, but wireguard carries IPv4, IPv6",
                "[sit, wireguard]          | wireguard goes over IPv4, but sit carries IPv6",
                "[ds-lite, ip6gre]         | ip6gre goes over IPv6, but ds-lite carries IPv4",
                "[{ type: ipsec-esp, mode: transport, outer: ipv6 }, l2tp]"
                        + "                | l2tp goes over IPv4, but ipsec-esp carries IPv6"
            })
    void warnsOfWhatATunnelDoesNotCarry(String tunnel, String message) {
        assertThat(warnings("tunnel: " + tunnel))
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[vlan, wireguard, pppoe]           | the outermost comes first: [pppoe, wireguard]",
                "[sit, { type: gre, key: true }]    | write { type: gre, outer: ipv6, key: true }",
                "[ipip, { type: gre, outer: ipv6 }] | write { type: gre, outer: ipv4 }",
                "[sit, ipip]                        | the outermost comes first: [ipip, sit]"
            })
    void saysWhatToWrite(String tunnel, String hint) {
        assertThat(warnings("tunnel: " + tunnel).get(0).hint()).contains(hint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[pppoe, wireguard]",
                "[vlan, pppoe, wireguard]",
                "[qinq, mpls, gre]",
                "[wireguard, vxlan, vlan]",
                "[wireguard, vxlan, pppoe]",
                "[{ type: openvpn, dev: tap }, vlan]",
                "[gre, mpls]",
                "[sit, { type: wireguard, outer: ipv6 }]",
                "[{ type: ipsec-esp, mode: transport }, l2tp]",
                "[pppoe, ds-lite, wireguard]",
                "sit",
                "ipip"
            })
    void keepsQuietOfTunnelsThatGoTogether(String tunnel) {
        assertThat(warnings("tunnel: " + tunnel)).isEmpty();
        assertThat(warnings("clamp-to-pmtu: { tunnel: " + tunnel + " }")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tunnel: ipip, match: { family: ipv6 }            | ipip carries IPv4, the rule is for IPv6",
                "tunnel: [pppoe, sit], match: { to: 10.0.0.0/8 }  | sit carries IPv6, the rule is for IPv4",
                "clamp-to-pmtu: { tunnel: map-e }, match: { from: fd00::/8 }"
                        + "                                       | map-e carries IPv4, the rule is for IPv6"
            })
    void warnsOfARuleForNoneOfWhatTheInnermostCarries(String rule, String message) {
        assertThat(warnings(rule)).singleElement().extracting(Problem::message).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tunnel: ipip, match: { family: ipv4 }",
                "tunnel: sit, match: { to: fd00::/8 }",
                "tunnel: [sit, { type: gre, outer: ipv6 }], match: { family: ipv4 }",
                "clamp-to-pmtu: true, match: { family: ipv6 }"
            })
    void keepsQuietOfARuleForSomeOfIt(String rule) {
        assertThat(warnings(rule)).isEmpty();
    }

    @Test
    void doesNotMindALowMssOfWhatIsNotCarried() {
        assertThat(warnings("tunnel: { type: ipip, path-mtu: 1280 }")).isEmpty();
        assertThat(warnings("tunnel: { type: sit, path-mtu: 1280 }"))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .startsWith("the IPv6 MSS of 1200 is below 1220");
    }
}
