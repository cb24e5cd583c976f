// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.mssclamp.packet.Family;
import org.mssclamp.packet.InternetChecksum;
import org.mssclamp.packet.Ipv4Header;
import org.mssclamp.rule.Prefix;

/** A packet to measure with: whole, with right checksums, as Linux sends it; addresses, ports and MSS are drawn. */
final class SamplePacket {
    /** What every sample announces at least: above the limits of sample rules. */
    static final int LOWEST_MSS = 1400;

    private static final int TCP = 6;
    private static final int HOP_BY_HOP = 0;
    private static final int TTL = 64;
    private static final int TCP_FIXED_OCTETS = 20;
    private static final int TCP_CHECKSUM = 16;
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;

    /** Behind the MSS option: SACK permitted, timestamps, no operation, window scale. */
    private static final byte[] SYN_OPTIONS = HexFormat.of().parseHex("0402080A000000010000000001030307");
    /** No operation twice, timestamps. */
    private static final byte[] ACK_OPTIONS = HexFormat.of().parseHex("0101080A0000000100000001");

    private final Shape shape;
    private final SplittableRandom random;
    private final int sourcePort;
    private final int mss;
    private long fromHigh;
    private long fromLow;
    private long toHigh;
    private long toLow;
    private int destinationPort;

    SamplePacket(Shape shape, SplittableRandom random) {
        this.shape = shape;
        this.random = random;
        fromHigh = random.nextLong();
        fromLow = random.nextLong();
        toHigh = random.nextLong();
        toLow = random.nextLong();
        sourcePort = random.nextInt(1024, 0x10000);
        destinationPort = random.nextInt(1, 0x10000);
        mss = LOWEST_MSS + random.nextInt(60);
    }

    /** Draws the source from a prefix, which for IPv6 has 64 bits at most. */
    SamplePacket from(Prefix prefix) {
        fromHigh = high(prefix);
        fromLow = low(prefix);
        return this;
    }

    /** Draws the destination from a prefix, which for IPv6 has 64 bits at most. */
    SamplePacket to(Prefix prefix) {
        toHigh = high(prefix);
        toLow = low(prefix);
        return this;
    }

    SamplePacket toPort(int port) {
        destinationPort = port;
        return this;
    }

    private long high(Prefix prefix) {
        return prefix.high() | hostBits(64 - prefix.length());
    }

    private long low(Prefix prefix) {
        return prefix.family() == Family.IPV4 ? prefix.low() | hostBits(32 - prefix.length()) : random.nextLong();
    }

    private long hostBits(int count) {
        return random.nextLong() & ((1L << count) - 1);
    }

    byte[] octets() {
        ByteBuf packet = Unpooled.buffer();
        int addresses = shape.family() == Family.IPV4 ? writeIpv4(packet) : writeIpv6(packet);
        int pseudoHeader = InternetChecksum.sum(packet, addresses, shape.family() == Family.IPV4 ? 8 : 32);
        int segment = packet.writerIndex();
        writeSegment(packet);
        int length = packet.writerIndex() - segment;
        int sum = pseudoHeader + TCP + length + InternetChecksum.sum(packet, segment, length);
        packet.setShort(segment + TCP_CHECKSUM, ~InternetChecksum.fold(sum));
        byte[] octets = new byte[packet.readableBytes()];
        packet.readBytes(octets);
        packet.release();
        return octets;
    }

    private int segmentOctets() {
        return TCP_FIXED_OCTETS + (shape.isSyn() ? Integer.BYTES + SYN_OPTIONS.length : ACK_OPTIONS.length);
    }

    /** Returns where the addresses begin. */
    private int writeIpv4(ByteBuf packet) {
        byte[] options = shape.beforeSegment();
        int headerOctets = Ipv4Header.MIN_OCTETS + options.length;
        packet.writeShort(0x4000 | (headerOctets / 4) << 8).writeShort(headerOctets + segmentOctets());
        packet.writeShort(random.nextInt()).writeShort(0x4000);
        packet.writeByte(TTL).writeByte(TCP).writeShort(0);
        packet.writeInt((int) fromLow).writeInt((int) toLow).writeBytes(options);
        packet.setShort(10, InternetChecksum.of(packet, 0, headerOctets));
        return 12;
    }

    /** Returns where the addresses begin. */
    private int writeIpv6(ByteBuf packet) {
        byte[] extensions = shape.beforeSegment();
        packet.writeInt(0x6000_0000).writeShort(extensions.length + segmentOctets());
        packet.writeByte(extensions.length == 0 ? TCP : HOP_BY_HOP).writeByte(TTL);
        packet.writeLong(fromHigh).writeLong(fromLow).writeLong(toHigh).writeLong(toLow);
        packet.writeBytes(extensions);
        return 8;
    }

    private void writeSegment(ByteBuf packet) {
        packet.writeShort(sourcePort).writeShort(destinationPort);
        packet.writeInt(random.nextInt()).writeInt(shape.isSyn() ? 0 : random.nextInt());
        packet.writeShort((segmentOctets() / 4) << 12 | (shape.isSyn() ? SYN : ACK));
        packet.writeShort(64240).writeInt(0);
        if (shape.isSyn()) {
            packet.writeShort(0x0204).writeShort(mss).writeBytes(SYN_OPTIONS);
        } else {
            packet.writeBytes(ACK_OPTIONS);
        }
    }
}
