// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.oracle;

import java.util.Arrays;

/**
 * An IP packet taken apart the slow way.
 *
 * @param octets the whole packet, which no method changes
 * @param version 4 or 6, or what else stands in the first four bits
 * @param hasWholeIp whether the IP header is whole and states the length that the packet has
 * @param hasWholeChain whether the IPv6 extension headers that are walked lie in the packet; true for IPv4
 * @param protocol the header behind IP and its extensions, -1 where that cannot be told
 * @param transportOffset where that header begins, which may be beyond the packet
 * @param fragment whether this is a fragment of several, or carries an IPv6 fragment header
 * @param fragmentOffset octets of the datagram before this fragment
 */
@SuppressWarnings("ArrayRecordComponent") // a look at octets, compared with nothing
record NaivePacket(
        byte[] octets,
        int version,
        boolean hasWholeIp,
        boolean hasWholeChain,
        int protocol,
        int transportOffset,
        boolean fragment,
        int fragmentOffset) {
    static final int TCP = 6;
    static final int TCP_MIN_OCTETS = 20;

    private static final int FRAGMENT_HEADER = 44;
    private static final int AUTHENTICATION_HEADER = 51;

    static NaivePacket of(byte[] octets) {
        int version = octets.length == 0 ? 0 : octets[0] >> 4 & 0xF;
        return switch (version) {
            case 4 -> ofIpv4(octets);
            case 6 -> ofIpv6(octets);
            default -> withoutTransport(octets, version, false);
        };
    }

    private static NaivePacket ofIpv4(byte[] octets) {
        int headerLength = (octets[0] & 0xF) * 4;
        if (octets.length < 20 || headerLength < 20 || headerLength > octets.length) {
            return withoutTransport(octets, 4, false);
        }
        boolean whole = u16(octets, 2) == octets.length;
        int fragmentOffset = (u16(octets, 6) & 0x1FFF) * 8;
        boolean fragment = fragmentOffset > 0 || (u16(octets, 6) & 0x2000) != 0;
        return new NaivePacket(octets, 4, whole, true, u8(octets, 9), headerLength, fragment, fragmentOffset);
    }

    private static NaivePacket ofIpv6(byte[] octets) {
        if (octets.length < 40) {
            return withoutTransport(octets, 6, false);
        }
        boolean whole = u16(octets, 4) + 40 == octets.length;
        boolean fragment = false;
        int fragmentOffset = 0;
        int header = u8(octets, 6);
        int offset = 40;
        while (isWalked(header) && fragmentOffset == 0) {
            if (offset + 8 > octets.length) {
                return withoutTransport(octets, 6, whole);
            }
            if (header == FRAGMENT_HEADER) {
                fragment = true;
                fragmentOffset = u16(octets, offset + 2) & 0xFFF8;
            }
            int octetsOfHeader = extensionOctets(header, u8(octets, offset + 1));
            header = u8(octets, offset);
            offset += octetsOfHeader;
        }
        boolean wholeChain = offset <= octets.length;
        return new NaivePacket(octets, 6, whole, wholeChain, header, offset, fragment, fragmentOffset);
    }

    private static NaivePacket withoutTransport(byte[] octets, int version, boolean wholeIp) {
        return new NaivePacket(octets, version, wholeIp, false, -1, octets.length, false, 0);
    }

    /** Hop-by-hop, routing, fragment, authentication, destination options. */
    static boolean isWalked(int header) {
        return header == 0
                || header == 43
                || header == FRAGMENT_HEADER
                || header == AUTHENTICATION_HEADER
                || header == 60;
    }

    static int extensionOctets(int header, int lengthField) {
        if (header == FRAGMENT_HEADER) {
            return 8;
        }
        return header == AUTHENTICATION_HEADER ? 4 * lengthField + 8 : 8 * lengthField + 8;
    }

    /** Octets from the transport header to the end of the packet. */
    int segmentLength() {
        return Math.max(octets.length - transportOffset, 0);
    }

    /** TCP in a whole packet that is no later fragment; the TCP header itself may be malformed. */
    boolean beginsTcp() {
        return hasWholeIp && hasWholeChain && protocol == TCP && fragmentOffset == 0;
    }

    /** SYN set and RST clear. */
    boolean isSyn() {
        return segmentLength() >= TCP_MIN_OCTETS && (u8(octets, transportOffset + 13) & 0x06) == 0x02;
    }

    /** The data offset in octets. */
    int tcpHeaderLength() {
        return (u8(octets, transportOffset + 12) >> 4) * 4;
    }

    boolean holdsTcpHeader() {
        return tcpHeaderLength() >= TCP_MIN_OCTETS && tcpHeaderLength() <= segmentLength();
    }

    boolean hasData() {
        return segmentLength() > tcpHeaderLength();
    }

    int tcpChecksum() {
        return u16(octets, transportOffset + 16);
    }

    /** The packet with four octets more, an MSS option at the head of the others; checksums are still the old ones. */
    byte[] withMssInserted(int mss) {
        int at = transportOffset + TCP_MIN_OCTETS;
        byte[] longer = Arrays.copyOf(octets, octets.length + 4);
        System.arraycopy(octets, at, longer, at + 4, octets.length - at);
        write16(longer, at, 0x0204);
        write16(longer, at + 2, mss);
        longer[transportOffset + 12] = (byte) (longer[transportOffset + 12] + 0x10);
        if (version == 4) {
            int checksum = moved(u16(octets, 10), octets.length, longer.length);
            write16(longer, 10, checksum);
            write16(longer, 2, longer.length);
        } else {
            write16(longer, 4, longer.length - 40);
        }
        return longer;
    }

    /** The MSS that a receiver assumes where there is none. */
    int defaultMss() {
        return version == 4 ? 536 : 1220;
    }

    /** The sum that the TCP checksum covers, pseudo-header included, less the checksum itself. */
    long checksummed() {
        long addresses = version == 4 ? sum(octets, 12, 20) : sum(octets, 8, 40);
        return TCP + segmentLength() + addresses + sum(octets, transportOffset, octets.length) - tcpChecksum();
    }

    /** The words from one offset up to another; a last octet alone is the high half of a word. */
    static long sum(byte[] octets, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i += 2) {
            sum += i + 1 < to ? u16(octets, i) : u8(octets, i) << 8;
        }
        return sum;
    }

    /** The checksum that makes a sum right. */
    static int complement(long sum) {
        return moved(0xFFFF, 0, sum);
    }

    /** A checksum after what it covers went from one sum to another: as wrong as before, or as right. */
    static int moved(int checksum, long oldSum, long newSum) {
        long complement = Math.floorMod(0xFFFF - checksum - oldSum + newSum, 0xFFFFL);
        return (int) (complement == 0 ? 0 : 0xFFFF - complement);
    }

    static int u8(byte[] octets, int offset) {
        return octets[offset] & 0xFF;
    }

    static int u16(byte[] octets, int offset) {
        return u8(octets, offset) << 8 | u8(octets, offset + 1);
    }

    static void write16(byte[] octets, int offset, int value) {
        octets[offset] = (byte) (value >> 8);
        octets[offset + 1] = (byte) value;
    }
}
