// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mssclamp.libc.NetlinkSocket;
import org.mssclamp.route.IpsecPolicies;

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
                    .containsExactlyInAnyOrder("10.8.0.0/24 > 10.9.0.0/16", "fd00:8::/64 > fd00:9::/48");
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

    private static List<String> list(Namespace namespace) {
        return namespace.call(() -> IpsecPolicies.list(NetlinkSocket.forIpsec()));
    }
}
