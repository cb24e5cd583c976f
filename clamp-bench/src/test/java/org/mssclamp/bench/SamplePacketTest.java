// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.IpPacket;
import org.pcap4j.packet.IpSelector;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.TcpPacket;

/** Another decoder reads what is measured. */
class SamplePacketTest {
    @ParameterizedTest
    @EnumSource
    void isWellFormedWithRightChecksums(Shape shape) throws IllegalRawDataException {
        byte[] octets = new SamplePacket(shape, new SplittableRandom(7)).octets();
        IpPacket packet = (IpPacket) IpSelector.newPacket(octets, 0, octets.length);
        TcpPacket segment = packet.get(TcpPacket.class);

        assertThat(packet.length()).isEqualTo(octets.length);
        assertThat(segment.getHeader().getSyn()).isEqualTo(shape.isSyn());
        assertThat(segment.getHeader().getAck()).isNotEqualTo(shape.isSyn());
        assertThat(segment.hasValidChecksum(
                        packet.getHeader().getSrcAddr(), packet.getHeader().getDstAddr(), false))
                .isTrue();
        if (packet instanceof IpV4Packet ipv4) {
            assertThat(ipv4.getHeader().hasValidChecksum(false)).isTrue();
        }
    }
}
