// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.mssclamp.channel.KernelOctets;

/** The headroom is that of lwtunnel_headroom in the kernel. */
class EncapsulationTest {
    private static final int MPLS = 1;
    private static final int IP = 2;
    private static final int SEG6 = 5;
    private static final int BPF = 6;

    private static final int MPLS_DST = 1;
    private static final int MPLS_TTL = 2;
    private static final int SRH = 1;
    private static final int BPF_PROGRAM = 3;

    private final Encapsulation encapsulation = new Encapsulation();

    private int headroom(int type, byte[]... attributes) {
        byte[] octets = KernelOctets.joined(attributes);
        encapsulation.wrap(Unpooled.wrappedBuffer(octets), 0, octets.length);
        return encapsulation.headroom(type);
    }

    /** A routing header of so many segments. */
    private static byte[] segments(int mode, int count) {
        byte[] header = new byte[8 + 16 * count];
        header[1] = (byte) (2 * count);
        return KernelOctets.attribute(SRH, KernelOctets.integers(mode), header);
    }

    @Test
    void countsEveryLabelOfMpls() {
        assertThat(headroom(MPLS, KernelOctets.attribute(MPLS_DST, new byte[4])))
                .isEqualTo(4);
        assertThat(headroom(
                        MPLS,
                        KernelOctets.attribute(MPLS_TTL, new byte[1]),
                        KernelOctets.attribute(MPLS_DST, new byte[8])))
                .isEqualTo(8);
        assertThat(headroom(MPLS, KernelOctets.attribute(MPLS_TTL, new byte[1])))
                .isZero();
    }

    @Test
    void countsTheRoutingHeaderAndTheHeaderBeforeIt() {
        assertThat(headroom(SEG6, segments(0, 3))).as("inline").isEqualTo(8 + 48);
        assertThat(headroom(SEG6, segments(1, 3))).as("encap").isEqualTo(40 + 8 + 48);
        assertThat(headroom(SEG6, segments(3, 1))).as("encap.red").isEqualTo(40 + 8 + 16);
        assertThat(headroom(SEG6, segments(1, 127))).isEqualTo(40 + 8 + 127 * 16);
    }

    @Test
    void countsNothingWhereAFrameIsWrapped() {
        assertThat(headroom(SEG6, segments(2, 3))).as("l2encap").isZero();
        assertThat(headroom(SEG6, segments(4, 3))).as("l2encap.red").isZero();
    }

    @Test
    void countsNothingForTunnelsThatAreLinks() {
        assertThat(headroom(IP, KernelOctets.attribute(MPLS_DST, new byte[8]))).isZero();
        assertThat(headroom(0, KernelOctets.attribute(MPLS_DST, new byte[8]))).isZero();
    }

    @Test
    void readsNothingOutsideAttributesThatAreCutShort() {
        byte[] srh = segments(1, 3);
        for (int length = 0; length < srh.length; length++) {
            int headroom = headroom(SEG6, Arrays.copyOf(srh, length));
            assertThat(headroom).as("%d octets", length).isEqualTo(length < 10 ? 0 : 96);
        }
        byte[] reserve = KernelOctets.attribute(BPF_PROGRAM, 24);
        for (int length = 0; length < reserve.length; length++) {
            assertThat(headroom(BPF, Arrays.copyOf(reserve, length)))
                    .as("%d octets", length)
                    .isZero();
        }
    }
}
