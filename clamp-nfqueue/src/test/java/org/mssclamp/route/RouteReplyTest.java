// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mssclamp.Seed;
import org.mssclamp.channel.KernelOctets;
import org.mssclamp.oracle.Dice;
import org.mssclamp.packet.Octets;

/** The whole messages are those of Linux 6.18 on a little-endian machine. */
class RouteReplyTest {
    private static final int RTM_F_CLONED = 0x200;
    private static final int OIF = 4;
    private static final int METRICS = 8;
    private static final int CACHEINFO = 12;
    private static final int ENCAP_TYPE = 21;
    private static final int ENCAP = 22;
    private static final int LOCK = 1;
    private static final int MTU = 2;
    private static final int ADVMSS = 8;

    private static final int MPLS = 1;
    private static final byte[] TWO_LABELS = KernelOctets.attribute(1, new byte[8]);

    private static final String CACHE_INFO = "24000c00" + "0100000000000000" + "00000000" // expires
            + "0000000000000000000000000000000000000000";

    /** To 203.0.113.7 by link 3, without metrics. */
    private static final String PLAIN = "68000000" + "1800" + "0000" + "07000000" + "80050000"
            + "02200000" + "fe000001" + "00020000" // AF_INET, 32 bits, main table, unicast, CLONED
            + "08000f00" + "fe000000" // TABLE
            + "08000100" + "cb007107" // DST
            + "08000400" + "03000000" // OIF
            + "08000700" + "cb007101" // PREFSRC
            + "08001900" + "00000000" // UID
            + CACHE_INFO;

    /** From 192.0.2.1 by link 2 to 198.51.100.2, mtu lock 1300. */
    private static final String LOCKED = "84000000" + "1800" + "0000" + "07000000" + "80050000"
            + "02202000" + "fe000001" + "00020000"
            + "08000f00" + "fe000000"
            + "08000100" + "c6336402"
            + "08000200" + "c0000201"
            + "08000400" + "03000000"
            + "08000500" + "cb007109" // GATEWAY
            + "14000800" + "08000100" + "04000000" + "08000200" + "14050000" // METRICS: LOCK of MTU, MTU
            + "08000300" + "02000000" // IIF
            + CACHE_INFO;

    /** From 2001:db8::1 by link 2 to 2001:db8:ffff::2, mtu 1400. */
    private static final String IPV6 = "b0000000" + "1800" + "0000" + "07000000" + "80050000"
            + "0a808000" + "fe030001" + "00000000" // AF_INET6, 128 bits of both, protocol boot
            + "08000f00" + "fe000000"
            + "14000100" + "20010db8ffff00000000000000000002"
            + "14000200" + "20010db8000000000000000000000001"
            + "08000300" + "02000000"
            + "0c000800" + "08000200" + "78050000"
            + "08000600" + "00040000" // PRIORITY
            + "14000500" + "20010db8000100000000000000000009"
            + "08000400" + "03000000"
            + CACHE_INFO
            + "05001400" + "00000000"; // PREF

    /** To 2001:db8:eeee::1 by link 3, through two segments. */
    private static final String SEGMENT_ROUTED = "d8000000" + "1800" + "0000" + "07000000" + "80050000"
            + "0a808000" + "fe030001" + "00000000"
            + "08000f00" + "fe000000"
            + "14000100" + "20010db8eeee00000000000000000001"
            + "14000200" + "00000000000000000000000000000000"
            + "14000700" + "20010db8000100000000000000000001"
            + "08000600" + "00040000"
            + "08000400" + "03000000"
            + "34001600" + "30000100" + "01000000" // ENCAP: SEG6_IPTUNNEL_SRH, mode encap
            + "0004040101000000" + "20010db8000500000000000000000002" + "20010db8000500000000000000000001"
            + "06001500" + "05000000" // ENCAP_TYPE: SEG6
            + CACHE_INFO
            + "05001400" + "00000000";

    private final RouteReply reply = new RouteReply();

    private boolean wraps(byte[] octets) {
        return wraps(octets, octets.length);
    }

    /** As the beginning of a buffer that ends with it: what reads behind throws. */
    private boolean wraps(byte[] octets, int length) {
        ByteBuf buffer = Unpooled.wrappedBuffer(Arrays.copyOf(octets, length));
        return reply.wrap(buffer, 0, length);
    }

    private boolean wraps(int flags, byte[]... attributes) {
        byte[] rtmsg = KernelOctets.integers(0, 0, flags);
        return wraps(KernelOctets.message(RouteReply.RTM_NEWROUTE, 0, 7, rtmsg, KernelOctets.joined(attributes)));
    }

    private void assertReads(int out, int mtu, boolean learned, int headroom) {
        assertThat(reply.out()).isEqualTo(out);
        assertThat(reply.mtu()).isEqualTo(mtu);
        assertThat(reply.isLearned()).isEqualTo(learned);
        assertThat(reply.headroom()).isEqualTo(headroom);
    }

    private static byte[] out(int index) {
        return KernelOctets.attribute(OIF, index);
    }

    private static byte[] mtu(int octets) {
        return KernelOctets.attribute(METRICS, KernelOctets.attribute(MTU, octets));
    }

    private static byte[] expires(int hundredths) {
        return KernelOctets.attribute(CACHEINFO, KernelOctets.integers(1, 0, hundredths, 0, 0, 0, 0, 0));
    }

    private static byte[] encapsulation(byte[] attributes) {
        return KernelOctets.attribute(ENCAP, attributes);
    }

    private static byte[] encapsulationType(int type) {
        return KernelOctets.attribute(ENCAP_TYPE, new byte[] {(byte) type, 0});
    }

    @Test
    void readsAPlainRoute() {
        assertThat(wraps(Octets.hex(PLAIN))).isTrue();
        assertReads(3, 0, false, 0);
    }

    @Test
    void readsTheMtuOfARouteBesideItsLock() {
        assertThat(wraps(Octets.hex(LOCKED))).isTrue();
        assertReads(3, 1300, false, 0);
    }

    @Test
    void readsAnIpv6Route() {
        assertThat(wraps(Octets.hex(IPV6))).isTrue();
        assertReads(3, 1400, false, 0);
    }

    @Test
    void readsTheHeadroomOfSegmentRouting() {
        assertThat(wraps(Octets.hex(SEGMENT_ROUTED))).isTrue();
        assertReads(3, 0, false, 40 + 8 + 2 * 16);
    }

    @Test
    void readsOtherMetricsAsNoMtu() {
        byte[] others = KernelOctets.joined(KernelOctets.attribute(LOCK, 4), KernelOctets.attribute(ADVMSS, 1300));
        assertThat(wraps(RTM_F_CLONED, out(3), KernelOctets.attribute(METRICS, others)))
                .isTrue();
        assertReads(3, 0, false, 0);
    }

    @Test
    void forgetsTheRouteBefore() {
        assertThat(wraps(
                        RTM_F_CLONED,
                        out(3),
                        mtu(1200),
                        expires(1),
                        encapsulation(TWO_LABELS),
                        encapsulationType(MPLS)))
                .isTrue();
        assertReads(3, 1200, true, 8);
        assertThat(wraps(RTM_F_CLONED, out(4))).isTrue();
        assertReads(4, 0, false, 0);
        assertThat(wraps(RTM_F_CLONED, encapsulationType(MPLS))).isFalse();
        assertReads(0, 0, false, 0);
    }

    @Test
    void takesAnMtuForLearnedOnlyIfAClonedRouteExpires() {
        wraps(RTM_F_CLONED, out(3), mtu(1200), expires(59970));
        assertThat(reply.isLearned()).isTrue();
        wraps(RTM_F_CLONED, out(3), mtu(1200), expires(0));
        assertThat(reply.isLearned()).as("never expires").isFalse();
        wraps(RTM_F_CLONED, out(3), mtu(1200), expires(-5));
        assertThat(reply.isLearned()).as("has expired").isFalse();
        wraps(0, out(3), mtu(1200), expires(180_000));
        assertThat(reply.isLearned()).as("advertised by a router").isFalse();
    }

    @Test
    void needsAnInterface() {
        assertThat(wraps(RTM_F_CLONED, mtu(1400))).isFalse();
        assertThat(wraps(RTM_F_CLONED, out(0))).isFalse();
        assertThat(wraps(RTM_F_CLONED, out(-1))).isFalse();
        assertThat(wraps(RTM_F_CLONED, KernelOctets.attribute(OIF, new byte[2])))
                .isFalse();
        assertThat(wraps(RTM_F_CLONED)).isFalse();
    }

    @Test
    void takesNoMtuThatIsNone() {
        wraps(RTM_F_CLONED, out(3), mtu(-1));
        assertReads(3, 0, false, 0);
        wraps(RTM_F_CLONED, out(3), KernelOctets.attribute(METRICS, KernelOctets.attribute(MTU, new byte[3])));
        assertReads(3, 0, false, 0);
    }

    @Test
    void readsAttributesInAnyOrder() {
        Dice dice = new Dice(Seed.VALUE);
        List<byte[]> attributes = new ArrayList<>(List.of(
                out(3),
                mtu(1200),
                expires(100),
                encapsulation(TWO_LABELS),
                encapsulationType(MPLS),
                KernelOctets.attribute(1, 0x7FFF_FFFF),
                KernelOctets.attribute(99, new byte[5])));
        for (int i = 0; i < 200; i++) {
            dice.shuffle(attributes);
            assertThat(wraps(RTM_F_CLONED, attributes.toArray(new byte[0][])))
                    .as(Seed.REPLAY)
                    .isTrue();
            assertReads(3, 1200, true, 8);
        }
    }

    @Test
    void readsNothingOutsideAMessageThatIsCutShort() {
        for (String hex : List.of(PLAIN, LOCKED, IPV6, SEGMENT_ROUTED)) {
            byte[] whole = Octets.hex(hex);
            int outIsThere = hex.indexOf("08000400" + "03000000") / 2 + 8;
            for (int length = 0; length < whole.length; length++) {
                assertThat(wraps(whole, length)).as("%d octets", length).isEqualTo(length >= outIsThere);
                assertThat(reply.mtu()).isIn(0, 1300, 1400);
                assertThat(reply.headroom()).isIn(0, 80);
            }
        }
    }
}
