// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.oracle;

import static org.mssclamp.oracle.NaivePacket.write16;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes IP packets that a gateway forwards, from a seed: the same seed, the same packets.
 *
 * <p>About half are well-formed SYNs and SYN-ACKs. In the others anything behind the IP header may be wrong, and what is
 * wrong in one place does not depend on another. Each bears a {@link PacketNumber}. Not thread-safe.
 */
public final class PacketGenerator {
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final int ECE_CWR = 0xC0;
    private static final int MAX_DATA_OCTETS = 64;
    private static final int[] SERVER_PORTS = {22, 80, 443, 8080};
    private static final int[] OTHER_PROTOCOLS = {17, 47, 50, 132};

    private static final int WELL_FORMED_OF_NINE = 5;
    private static final int MOSTLY_WELL_FORMED_OF_NINE = 8;
    private static final int USUAL_MSS = 1400;

    private final Dice dice;
    private final int wellFormedOfNine;
    private final OptionGenerator options;
    private final Ipv4Envelope ipv4;
    private final Ipv6Envelope ipv6;
    private int number;

    public PacketGenerator(long seed) {
        this(seed, WELL_FORMED_OF_NINE, USUAL_MSS);
    }

    private PacketGenerator(long seed, int wellFormedOfNine, int usualMss) {
        this.wellFormedOfNine = wellFormedOfNine;
        dice = new Dice(seed);
        options = new OptionGenerator(dice, usualMss);
        ipv4 = new Ipv4Envelope(dice);
        ipv6 = new Ipv6Envelope(dice);
    }

    /** Makes nine in ten packets well-formed, and half of their MSS options not far from this value. */
    public static PacketGenerator around(long seed, int usualMss) {
        return new PacketGenerator(seed, MOSTLY_WELL_FORMED_OF_NINE, usualMss);
    }

    /** So many packets, the next ones. */
    public List<byte[]> next(int count) {
        List<byte[]> packets = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            packets.add(next());
        }
        return packets;
    }

    /** The next packet; its number is one more than that of the last. */
    public byte[] next() {
        boolean wellFormed = dice.below(9) < wellFormedOfNine;
        byte[] segment = wellFormed ? wellFormedSegment() : oddSegment();
        int protocol = wellFormed || !dice.oneIn(30) ? NaivePacket.TCP : dice.oneOf(OTHER_PROTOCOLS);
        byte[] packet = dice.oneIn(2)
                ? ipv4.around(segment, protocol, number, wellFormed)
                : ipv6.around(segment, protocol, number, wellFormed);
        number = (number + 1) % PacketNumber.COUNT;
        if (wellFormed || !dice.oneIn(6)) {
            writeChecksum(packet, segment.length);
        }
        return packet;
    }

    private byte[] wellFormedSegment() {
        int flags = dice.oneOf(SYN, SYN | ACK) | (dice.oneIn(4) ? ECE_CWR : 0);
        byte[] segment = segment(options.wellFormed(), flags);
        segment[12] &= (byte) 0xF0; // reserved bits
        return segment;
    }

    private byte[] oddSegment() {
        int anyFlags = dice.below(0x100);
        int flags = dice.oneIn(3) ? anyFlags : dice.oneOf(SYN, SYN | ACK);
        byte[] segment = segment(dice.oneIn(3) ? options.wellFormed() : options.odd(), flags);
        if (dice.oneIn(8)) {
            segment[12] = (byte) dice.below(0x100); // data offset
        }
        return dice.oneIn(16) ? Arrays.copyOf(segment, dice.below(segment.length)) : segment;
    }

    private byte[] segment(byte[] optionOctets, int flags) {
        int headerLength = NaivePacket.TCP_MIN_OCTETS + optionOctets.length;
        byte[] data = dice.oneIn(5) ? dice.octets(1 + dice.below(MAX_DATA_OCTETS)) : new byte[0];
        int clientPort = dice.between(1024, 0xFFFF);
        int serverPort = dice.oneOf(SERVER_PORTS);
        boolean fromServer = (flags & ACK) != 0;
        return ByteBuffer.allocate(headerLength + data.length)
                .putShort((short) (fromServer ? serverPort : clientPort))
                .putShort((short) (fromServer ? clientPort : serverPort))
                .putLong(dice.bits64()) // sequence and acknowledgment number
                .put((byte) (headerLength << 2 | dice.below(16)))
                .put((byte) flags)
                .putShort((short) dice.below(0x10000)) // window
                .putShort((short) dice.below(0x10000)) // checksum
                .putShort((short) 0) // urgent pointer
                .put(optionOctets)
                .put(data)
                .array();
    }

    /** The right checksum, if the segment reaches that far: the one over this packet, a fragment too. */
    private static void writeChecksum(byte[] packet, int segmentLength) {
        NaivePacket parsed = NaivePacket.of(packet);
        if (segmentLength < NaivePacket.TCP_MIN_OCTETS || parsed.segmentLength() != segmentLength) {
            return;
        }
        write16(packet, parsed.transportOffset() + 16, 0);
        write16(packet, parsed.transportOffset() + 16, NaivePacket.complement(parsed.checksummed()));
    }
}
