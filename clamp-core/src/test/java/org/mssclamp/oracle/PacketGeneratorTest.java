// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PacketGeneratorTest {
    private static final long SEED = 20_261_120;
    private static final List<byte[]> PACKETS = new PacketGenerator(SEED).next(20_000);

    @Test
    void makesTheSamePacketsFromTheSameSeed() {
        assertThat(new PacketGenerator(SEED).next(1_000)).containsExactlyElementsOf(PACKETS.subList(0, 1_000));
    }

    @Test
    void makesOtherPacketsFromAnotherSeed() {
        assertThat(new PacketGenerator(SEED + 1).next(10)).doesNotContainAnyElementsOf(PACKETS);
    }

    @Test
    void numbersItsPackets() {
        assertThat(PACKETS.stream().map(PacketNumber::of))
                .containsExactlyElementsOf(
                        IntStream.range(0, PACKETS.size()).boxed().toList());
    }

    @Test
    void statesTheLengthOfEachPacketInItsIpHeader() {
        assertThat(PACKETS).allMatch(packet -> NaivePacket.of(packet).hasWholeIp());
    }

    @Test
    void keepsIpv4HeaderChecksumsRight() {
        assertThat(PACKETS).allMatch(packet -> {
            int headerLength = packet[0] >> 4 == 6 ? 0 : (packet[0] & 0xF) * 4;
            return NaivePacket.sum(packet, 0, headerLength) % 0xFFFF == 0;
        });
    }

    @Test
    void makesWellFormedSynsOfAboutHalf() {
        assertThat(PACKETS.stream().filter(PacketGeneratorTest::isWellFormedSyn).count())
                .isBetween(PACKETS.size() * 45L / 100, PACKETS.size() * 70L / 100);
    }

    @Test
    void makesWellFormedSynsAroundAnMssIfAskedTo() {
        List<byte[]> synsAround9000 = PacketGenerator.around(SEED, 9000).next(1_000).stream()
                .filter(PacketGeneratorTest::isWellFormedSyn)
                .toList();

        assertThat(synsAround9000).hasSizeGreaterThan(750);
        assertThat(synsAround9000.stream().map(PacketGeneratorTest::mss).filter(mss -> mss >= 8800 && mss <= 9200))
                .hasSizeGreaterThan(synsAround9000.size() / 3);
    }

    private static int mss(byte[] syn) {
        return NaivePacket.u16(
                syn, ReceivedOptions.of(NaivePacket.of(syn)).mssValues().get(0));
    }

    private static boolean isWellFormedSyn(byte[] octets) {
        NaivePacket packet = NaivePacket.of(octets);
        if (!packet.beginsTcp() || packet.fragment() || !packet.isSyn() || !packet.holdsTcpHeader()) {
            return false;
        }
        ReceivedOptions options = ReceivedOptions.of(packet);
        return !options.isMalformed() && options.mssValues().size() == 1 && hasRightChecksum(packet);
    }

    private static boolean hasRightChecksum(NaivePacket packet) {
        return (packet.checksummed() + packet.tcpChecksum()) % 0xFFFF == 0;
    }

    @Test
    void usesEveryDataOffsetAndEveryMixOfFlags() {
        BitSet dataOffsets = new BitSet();
        BitSet flags = new BitSet();
        PACKETS.stream()
                .map(NaivePacket::of)
                .filter(PacketGeneratorTest::hasFlags)
                .forEach(packet -> {
                    dataOffsets.set(packet.tcpHeaderLength() / 4);
                    flags.set(packet.octets()[packet.transportOffset() + 13] & 0xFF);
                });

        assertThat(dataOffsets.cardinality()).isEqualTo(16);
        assertThat(flags.cardinality()).isEqualTo(256);
    }

    private static boolean hasFlags(NaivePacket packet) {
        return packet.beginsTcp() && packet.segmentLength() >= NaivePacket.TCP_MIN_OCTETS;
    }

    @Test
    void givesCauseForEveryDivergence() {
        Set<Divergence> met = EnumSet.noneOf(Divergence.class);
        for (byte[] packet : PACKETS) {
            Divergence.of(packet, ReferenceClamp.leavingMissing(1400)).ifPresent(met::add);
            Divergence.of(packet, ReferenceClamp.addingMissing(1400)).ifPresent(met::add);
        }

        assertThat(met).containsExactly(Divergence.values());
    }
}
