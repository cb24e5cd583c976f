// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.oracle;

import static org.mssclamp.oracle.NaivePacket.write16;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * A TCP segment without data, made by hand.
 *
 * @param source a literal address
 * @param destination a literal address of the same family
 * @param sequence the sequence number
 * @param acknowledgment the acknowledgment number
 * @param flags the octet of flags
 * @param options a multiple of four octets
 */
@SuppressWarnings("ArrayRecordComponent") // octets on their way into a packet
public record CraftedSegment(
        String source,
        int sourcePort,
        String destination,
        int destinationPort,
        int sequence,
        int acknowledgment,
        int flags,
        byte[] options) {
    /** Flags. */
    public static final int SYN = 0x02;

    /** Flags. */
    public static final int ACK = 0x10;

    private static final int IPV4_OCTETS = 20;
    private static final int IPV6_OCTETS = 40;
    private static final int TTL = 64;

    /** The packet that carries it, with right checksums. */
    public byte[] packet() {
        byte[] from = address(source);
        byte[] to = address(destination);
        int length = NaivePacket.TCP_MIN_OCTETS + options.length;
        byte[] ip = from.length == 4 ? ipv4(from, to, length) : ipv6(from, to, length);
        byte[] octets = ByteBuffer.allocate(ip.length + length)
                .put(ip)
                .putShort((short) sourcePort)
                .putShort((short) destinationPort)
                .putInt(sequence)
                .putInt(acknowledgment)
                .put((byte) (length << 2))
                .put((byte) flags)
                .putShort((short) 0xFFFF) // window
                .putInt(0) // checksum, urgent pointer
                .put(options)
                .array();
        write16(
                octets,
                ip.length + 16,
                NaivePacket.complement(NaivePacket.of(octets).checksummed()));
        return octets;
    }

    private static byte[] address(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static byte[] ipv4(byte[] from, byte[] to, int segmentLength) {
        byte[] header = ByteBuffer.allocate(IPV4_OCTETS)
                .putShort((short) 0x4500)
                .putShort((short) (IPV4_OCTETS + segmentLength))
                .putInt(0) // identification, fragment offset
                .put((byte) TTL)
                .put((byte) NaivePacket.TCP)
                .putShort((short) 0)
                .put(from)
                .put(to)
                .array();
        write16(header, 10, NaivePacket.complement(NaivePacket.sum(header, 0, IPV4_OCTETS)));
        return header;
    }

    private static byte[] ipv6(byte[] from, byte[] to, int segmentLength) {
        return ByteBuffer.allocate(IPV6_OCTETS)
                .putInt(0x60000000)
                .putShort((short) segmentLength)
                .put((byte) NaivePacket.TCP)
                .put((byte) TTL)
                .put(from)
                .put(to)
                .array();
    }
}
