// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Inner MTUs that kernels, vendors and calculators name, and such with a known header more or less.
 *
 * <p>Tunnels are joined by {@code +}, the outermost first.
 */
class PublishedFiguresTest {
    @ParameterizedTest
    @CsvSource({
        "wireguard, 1500, 1440",
        "wireguard outer=ipv6, 1500, 1420",
        "pppoe + wireguard, 1500, 1432",
        "wireguard mtu=1420, 1500, 1420",
        "wireguard mtu=1432, 1492, 1432",
        "wireguard mtu=1440, 1492, 1424",
        "wireguard outer=ipv6 mtu=1420, 1492, 1408",
        "tailscale, 1500, 1280",
        "tailscale outer=ipv6, 1360, 1280",
        "openvpn, 1500, 1448",
        "openvpn outer=ipv6, 1500, 1428",
        "openvpn, 1492, 1440",
        "openvpn mssfix=1492_mtu, 1500, 1440",
        "openvpn mssfix=1492_mtu outer=ipv6, 1500, 1420",
        "openvpn mssfix=1450, 1500, 1426",
        "openvpn mssfix=1400_fixed, 1500, 1400",
        "openvpn cipher=aes-gcm-epoch, 1500, 1444",
        "openvpn proto=tcp, 1500, 1434",
        "openvpn proto=tcp outer=ipv6, 1500, 1414",
        "ipsec-esp, 1500, 1446",
        "ipsec-esp outer=ipv6, 1500, 1426",
        "ipsec-esp nat-traversal=true, 1500, 1438",
        "ipsec-esp nat-traversal=true outer=ipv6, 1500, 1418",
        "ipsec-esp cipher=chacha20-poly1305, 1500, 1446",
        "ipsec-esp cipher=aes-cbc-sha1-96, 1500, 1438",
        "ipsec-esp cipher=aes-cbc-sha1-96 outer=ipv6, 1500, 1422",
        "ipsec-esp cipher=aes-cbc-sha1-96 nat-traversal=true, 1500, 1422",
        "ipsec-esp cipher=aes-cbc-sha1-96 nat-traversal=true outer=ipv6, 1500, 1406",
        "ipsec-esp cipher=aes-cbc-sha2-256, 1500, 1438",
        "ipsec-esp cipher=aes-cbc-sha2-256 outer=ipv6, 1500, 1406",
        "ipsec-esp cipher=aes-cbc-sha2-256 nat-traversal=true, 1500, 1422",
        "ipsec-esp cipher=aes-cbc-sha2-512, 1500, 1422",
        "ipsec-esp cipher=aes-cbc-sha2-512 outer=ipv6, 1500, 1390",
        "ipsec-esp cipher=aes-cbc-sha2-512 nat-traversal=true, 1500, 1406",
        "ipsec-esp + gre, 1500, 1422",
        "gre, 1500, 1476",
        "gre outer=ipv6, 1500, 1456",
        "gre key=true, 1500, 1472",
        "gre key=true sequence=true checksum=true, 1500, 1464",
        "ip6gre, 1500, 1448",
        "ip6gre encap-limit=false, 1500, 1456",
        "ipip, 1500, 1480",
        "sit, 1500, 1480",
        "ip6ip6, 1500, 1452",
        "ip6ip6 encap-limit=false, 1500, 1460",
        "ds-lite, 1500, 1460",
        "pppoe + ds-lite, 1500, 1452",
        "map-e, 1500, 1460",
        "vxlan, 1500, 1450",
        "vxlan outer=ipv6, 1500, 1430",
        "geneve, 1500, 1450",
        "geneve outer=ipv6 options=8, 1500, 1422",
        "pppoe, 1500, 1492",
        "pppoe, 1508, 1500",
        "vlan, 1500, 1496",
        "qinq, 1500, 1492",
        "mpls, 1500, 1496",
        "mpls labels=3, 1500, 1488",
        "l2tp, 1500, 1460",
        "l2tp length=false, 1500, 1462",
        "gtp-u, 1500, 1464",
        "gtp-u outer=ipv6, 1500, 1444",
    })
    void areWhatIsComputed(String stack, int pathMtu, int innerMtu) {
        assertThat(stack(stack).innerMtu(pathMtu)).isEqualTo(innerMtu);
    }

    /** An underscore stands for a space inside a value. */
    private static TunnelStack stack(String text) {
        List<Tunnel> tunnels = new ArrayList<>();
        for (String tunnel : text.split(" \\+ ", -1)) {
            String[] words = tunnel.split(" ", -1);
            Map<String, String> written = new HashMap<>();
            for (int i = 1; i < words.length; i++) {
                String[] pair = words[i].split("=", 2);
                written.put(pair[0], pair[1].replace('_', ' '));
            }
            tunnels.add(Presets.named(words[0]).orElseThrow().tunnel(written));
        }
        return TunnelStack.of(tunnels);
    }
}
