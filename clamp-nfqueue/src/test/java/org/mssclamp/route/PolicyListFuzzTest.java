// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;
import org.mssclamp.channel.ErrnoException;
import org.mssclamp.channel.KernelOctets;
import org.mssclamp.channel.RecordedSocket;
import org.mssclamp.config.Gateway.ProtectedTraffic;
import org.mssclamp.packet.Family;
import org.mssclamp.packet.Octets;
import org.mssclamp.rule.Prefix;

/** Whatever comes instead of IPsec policies is refused with an errno, or read as prefixes that there can be. */
class PolicyListFuzzTest {
    private static final int XFRM_MSG_NEWPOLICY = 0x13;
    private static final int XFRMA_TMPL = 5;
    private static final int DONE = 3;
    private static final int MULTI = 2;

    static List<byte[]> lists() {
        return List.of(list(2, 24, 16), list(10, 64, 128));
    }

    /** Of one policy, from 10.8.0.0 or its like of IPv6. */
    private static byte[] list(int family, int bitsTo, int bitsFrom) {
        byte[] policy = Octets.hex(
                "0a090000 00000000 00000000 00000000", // to
                "0a080000 00000000 00000000 00000000", // from
                "0000 0000 0000 0000", // ports
                String.format("%02x00 %02x %02x", family, bitsTo, bitsFrom), // family in host order
                "00".repeat(116), // protocol, interface, user, lifetimes, priority, index
                "01 00 00 00 00000000"); // outgoing
        return KernelOctets.joined(
                KernelOctets.message(
                        XFRM_MSG_NEWPOLICY, MULTI, 1, policy, KernelOctets.attribute(XFRMA_TMPL, new byte[64])),
                KernelOctets.message(DONE, MULTI, 1, new byte[4]));
    }

    @MethodSource("lists")
    @FuzzTest
    void readsPrefixesOrRefuses(byte[] datagram) {
        RecordedSocket socket = new RecordedSocket();
        socket.deliver(datagram);
        try {
            assertThat(IpsecPolicies.list(socket)).allMatch(PolicyListFuzzTest::isPossible);
        } catch (ErrnoException refused) {
            assertThat(refused).hasMessageContaining("list the IPsec policies");
        }
    }

    private static boolean isPossible(ProtectedTraffic traffic) {
        return traffic.from().family() == traffic.to().family()
                && isPossible(traffic.from())
                && isPossible(traffic.to());
    }

    private static boolean isPossible(Prefix prefix) {
        int bits = prefix.family() == Family.IPV4 ? 32 : 128;
        return prefix.length() >= 0 && prefix.length() <= bits && !prefix.excluded();
    }
}
