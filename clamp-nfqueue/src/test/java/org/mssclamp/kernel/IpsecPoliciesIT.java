// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mssclamp.config.Gateway.ProtectedTraffic;
import org.mssclamp.libc.NetlinkSocket;
import org.mssclamp.packet.Family;
import org.mssclamp.route.IpsecPolicies;
import org.mssclamp.rule.Prefix;

@ExtendWith(KernelTests.class)
class IpsecPoliciesIT {
    private static final String TUNNEL_IPV4 = "tmpl src 192.0.2.1 dst 192.0.2.2 proto esp mode tunnel";
    private static final String TUNNEL_IPV6 = "tmpl src 2001:db8::1 dst 2001:db8::2 proto esp mode tunnel";

    @Test
    void findsThePoliciesThatProtectWhatLeaves() {
        try (Namespace namespace = Namespace.create("ipsec")) {
            assertThat(list(namespace)).isEmpty();

            namespace.ip(String.join(
                    "\n",
                    "xfrm policy add src 10.8.0.0/24 dst 10.9.0.0/16 dir out " + TUNNEL_IPV4,
                    "xfrm policy add src 10.9.0.0/16 dst 10.8.0.0/24 dir in " + TUNNEL_IPV4,
                    "xfrm policy add src 10.9.0.0/16 dst 10.8.0.0/24 dir fwd " + TUNNEL_IPV4,
                    "xfrm policy add src fd00:8::/64 dst fd00:9::/48 dir out " + TUNNEL_IPV6,
                    "xfrm policy add src 10.8.0.0/24 dst 10.8.0.1/32 dir out action allow"));

            assertThat(list(namespace))
                    .extracting(ProtectedTraffic::toString)
                    .containsExactlyInAnyOrder("10.8.0.0/24 > 10.9.0.0/16", "fd00:8::/64 > fd00:9::/48");
        }
    }

    @Test
    void leavesOutPoliciesOfAnInterfaceOrAMark() {
        try (Namespace namespace = Namespace.create("ipsec")) {
            namespace.ip(String.join(
                    "\n",
                    "xfrm policy add src 10.8.0.0/24 dst 10.9.0.0/16 dir out " + TUNNEL_IPV4 + " if_id 5",
                    "xfrm policy add src 10.8.0.0/24 dst 10.10.0.0/16 dir out mark 7 mask 0xff " + TUNNEL_IPV4,
                    "xfrm policy add src 10.8.0.0/24 dst 10.11.0.0/16 dir out " + TUNNEL_IPV4 + " if_id 0"));

            assertThat(list(namespace))
                    .extracting(ProtectedTraffic::toString)
                    .containsExactly("10.8.0.0/24 > 10.11.0.0/16");
        }
    }

    @Test
    void tellsPrefixesWithoutTheBitsBehindThem() {
        try (Namespace namespace = Namespace.create("ipsec")) {
            namespace.ip(String.join(
                    "\n",
                    "xfrm policy add src 10.8.0.5/24 dst 0.0.0.0/0 dir out " + TUNNEL_IPV4,
                    "xfrm policy add src fd00:8::/64 dst fd00:9:0:0:8000::7/65 dir out " + TUNNEL_IPV6));

            assertThat(list(namespace))
                    .flatExtracting(ProtectedTraffic::from, ProtectedTraffic::to)
                    .containsExactlyInAnyOrder(
                            new Prefix(Family.IPV4, 0, 0x0A080000L, 24, false, "10.8.0.0/24"),
                            new Prefix(Family.IPV4, 0, 0, 0, false, "0.0.0.0/0"),
                            new Prefix(Family.IPV6, 0xFD00_0008_0000_0000L, 0, 64, false, "fd00:8::/64"),
                            new Prefix(
                                    Family.IPV6,
                                    0xFD00_0009_0000_0000L,
                                    0x8000_0000_0000_0000L,
                                    65,
                                    false,
                                    "fd00:9:0:0:8000::/65"));
        }
    }

    @Test
    void findsMoreThanOneDatagramHolds() {
        try (Namespace namespace = Namespace.create("ipsec")) {
            StringBuilder commands = new StringBuilder();
            for (int i = 0; i < 500; i++) {
                commands.append("xfrm policy add src 10.8.0.0/24 dst 10.9.")
                        .append(i / 250)
                        .append('.')
                        .append(i % 250)
                        .append("/32 dir out ")
                        .append(TUNNEL_IPV4)
                        .append('\n');
            }
            namespace.ip(commands.toString());

            assertThat(list(namespace)).hasSize(500).doesNotHaveDuplicates();
        }
    }

    private static List<ProtectedTraffic> list(Namespace namespace) {
        return namespace.call(() -> IpsecPolicies.list(NetlinkSocket.forIpsec()));
    }
}
