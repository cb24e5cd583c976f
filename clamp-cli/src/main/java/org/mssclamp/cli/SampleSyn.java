// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.OptionalInt;
import org.mssclamp.packet.Family;
import org.mssclamp.packet.InternetChecksum;
import org.mssclamp.rule.Prefix;

/**
 * A SYN or SYN-ACK as Linux sends it, to ask the rules about.
 *
 * @param from one address
 * @param to one address of the same family
 * @param mss what it announces, if anything
 */
record SampleSyn(Prefix from, Prefix to, int sourcePort, int destinationPort, OptionalInt mss, boolean ack) {
    private static final int IPV4_OCTETS = 20;
    private static final int IPV6_OCTETS = 40;
    private static final int TCP_OCTETS = 20;
    private static final int MSS_OPTION_OCTETS = 4;
    private static final int OTHER_OPTION_OCTETS = 16;

    private static final int TCP = 6;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int TTL = 64;
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final int WINDOW = 64240;

    /** What a host on Ethernet announces. */
    static int usualMss(Family family) {
        return 1500 - family.fixedHeaderOctets();
    }

    Family family() {
        return from.family();
    }

    /** The packet, whole and with right checksums, with room behind it for an MSS option. */
    ByteBuf octets() {
        ByteBuf packet = Unpooled.buffer(length() + MSS_OPTION_OCTETS);
        int addressIndex = family() == Family.IPV4 ? writeIpv4(packet) : writeIpv6(packet);
        int tcpIndex = packet.writerIndex();
        writeTcp(packet);
        int pseudoHeader = InternetChecksum.sum(packet, addressIndex, tcpIndex - addressIndex) + TCP + segmentLength();
        int sum = pseudoHeader + InternetChecksum.sum(packet, tcpIndex, segmentLength());
        packet.setShort(tcpIndex + 16, ~InternetChecksum.fold(sum));
        return packet;
    }

    private int length() {
        return (family() == Family.IPV4 ? IPV4_OCTETS : IPV6_OCTETS) + segmentLength();
    }

    private int segmentLength() {
        return TCP_OCTETS + (mss.isPresent() ? MSS_OPTION_OCTETS : 0) + OTHER_OPTION_OCTETS;
    }

    /** Returns where the addresses begin; they end the header. */
    private int writeIpv4(ByteBuf packet) {
        packet.writeByte(0x45).writeByte(0).writeShort(length());
        packet.writeShort(0).writeShort(DONT_FRAGMENT);
        packet.writeByte(TTL).writeByte(TCP).writeShort(0);
        int addressIndex = packet.writerIndex();
        packet.writeInt((int) from.low()).writeInt((int) to.low());
        packet.setShort(10, InternetChecksum.of(packet, 0, IPV4_OCTETS));
        return addressIndex;
    }

    /** Returns where the addresses begin; they end the header. */
    private int writeIpv6(ByteBuf packet) {
        packet.writeInt(0x6000_0000);
        packet.writeShort(segmentLength()).writeByte(TCP).writeByte(TTL);
        int addressIndex = packet.writerIndex();
        packet.writeLong(from.high()).writeLong(from.low());
        packet.writeLong(to.high()).writeLong(to.low());
        return addressIndex;
    }

    /** Options in the order of Linux: MSS, SACK permitted, timestamps, no-operation, window scale. */
    private void writeTcp(ByteBuf packet) {
        packet.writeShort(sourcePort).writeShort(destinationPort);
        packet.writeInt(1).writeInt(ack ? 1 : 0);
        packet.writeByte((segmentLength() / 4) << 4);
        packet.writeByte(ack ? SYN | ACK : SYN).writeShort(WINDOW);
        packet.writeShort(0).writeShort(0);
        mss.ifPresent(value -> packet.writeShort(0x0204).writeShort(value));
        packet.writeShort(0x0402);
        packet.writeShort(0x080A).writeInt(1).writeInt(ack ? 1 : 0);
        packet.writeByte(1);
        packet.writeMedium(0x030307);
    }
}
