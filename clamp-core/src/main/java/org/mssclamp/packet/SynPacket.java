// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.packet;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * A view of a packet that holds a SYN or SYN-ACK: its addresses, ports, and MSS options.
 *
 * <p>After {@link #decode} returned {@link DecodeResult#SYN} every other method is valid until the octets below are
 * overwritten. Owns nothing. Not thread-safe.
 */
public final class SynPacket {
    private static final int TCP = 6;
    private static final int MSS_OPTION_OCTETS = 4;
    private static final int MSS_OPTION_START = TcpOptionCursor.MSS << 8 | MSS_OPTION_OCTETS;
    private static final int MAX_MSS_OPTIONS = (TcpHeader.MAX_OCTETS - TcpHeader.MIN_OCTETS) / MSS_OPTION_OCTETS;
    private static final int MAX_PACKET_OCTETS = 0xFFFF;

    private final Ipv4Header ipv4 = new Ipv4Header();
    private final Ipv6Header ipv6 = new Ipv6Header();
    private final TcpHeader tcp = new TcpHeader();
    private final TcpOptionCursor options = new TcpOptionCursor();

    private Family family = Family.IPV4;
    private int index;
    private int capturedLength;
    private int wireLength;
    private int segmentLength;
    private boolean checksumPending;

    private final int[] mssValueOffsets = new int[MAX_MSS_OPTIONS];
    private int mssCount;
    private boolean malformedMss;
    private boolean signedByMd5;
    private boolean signedByAo;

    /**
     * Finds the SYN in a packet. Reads nothing outside the captured octets and changes nothing.
     *
     * @param capturedLength octets of the packet that lie at {@code index}
     * @param wireLength octets that the packet had on the wire; more than captured if the capture was cut short
     */
    public DecodeResult decode(ByteBuf buffer, int index, int capturedLength, int wireLength) {
        this.index = index;
        this.capturedLength = capturedLength;
        this.wireLength = wireLength;
        checksumPending = false;
        if (capturedLength < 1) {
            return captureBelow(Ipv4Header.MIN_OCTETS);
        }
        return switch (buffer.getUnsignedByte(index) >>> 4) {
            case 4 -> decodeIpv4(buffer);
            case 6 -> decodeIpv6(buffer);
            default -> DecodeResult.MALFORMED_IP;
        };
    }

    /** What it means that fewer octets were captured than a fixed header has. */
    private DecodeResult captureBelow(int headerOctets) {
        return wireLength < headerOctets ? DecodeResult.MALFORMED_IP : DecodeResult.TRUNCATED;
    }

    private DecodeResult decodeIpv4(ByteBuf buffer) {
        family = Family.IPV4;
        if (!ipv4.wrap(buffer, index, capturedLength)) {
            return captureBelow(Ipv4Header.MIN_OCTETS);
        }
        if (ipv4.totalLength() != wireLength || !ipv4.holdsOptions(wireLength)) {
            return DecodeResult.MALFORMED_IP;
        }
        if (ipv4.protocol() != TCP) {
            return DecodeResult.NOT_TCP;
        }
        if (!ipv4.holdsOptions(capturedLength)) {
            return DecodeResult.TRUNCATED;
        }
        return ipv4.isLaterFragment() ? DecodeResult.LATER_FRAGMENT : decodeTcp(buffer, ipv4.headerLength());
    }

    private DecodeResult decodeIpv6(ByteBuf buffer) {
        family = Family.IPV6;
        if (!ipv6.wrap(buffer, index, capturedLength)) {
            return captureBelow(Ipv6Header.FIXED_OCTETS);
        }
        if (ipv6.totalLength() != wireLength) {
            return DecodeResult.MALFORMED_IP;
        }
        if (!ipv6.walkExtensions(capturedLength)) {
            return isTruncated() ? DecodeResult.TRUNCATED : DecodeResult.MALFORMED_IP;
        }
        if (ipv6.isLaterFragment()) {
            return DecodeResult.LATER_FRAGMENT;
        }
        return ipv6.protocol() == TCP ? decodeTcp(buffer, ipv6.headerLength()) : DecodeResult.NOT_TCP;
    }

    private DecodeResult decodeTcp(ByteBuf buffer, int ipHeaderLength) {
        segmentLength = wireLength - ipHeaderLength;
        int captured = capturedLength - ipHeaderLength;
        if (!tcp.wrap(buffer, index + ipHeaderLength, captured)) {
            return segmentLength < TcpHeader.MIN_OCTETS ? DecodeResult.MALFORMED_TCP : DecodeResult.TRUNCATED;
        }
        if (!tcp.isSyn()) {
            return DecodeResult.NOT_SYN;
        }
        if (!tcp.holdsOptions(captured)) {
            return tcp.holdsOptions(segmentLength) ? DecodeResult.TRUNCATED : DecodeResult.MALFORMED_TCP;
        }
        scanOptions();
        return DecodeResult.SYN;
    }

    private void scanOptions() {
        mssCount = 0;
        malformedMss = false;
        signedByMd5 = false;
        signedByAo = false;
        options.wrap(tcp);
        while (options.advance()) {
            switch (options.kind()) {
                case TcpOptionCursor.MSS -> scanMss();
                case TcpOptionCursor.MD5_SIGNATURE -> signedByMd5 = true;
                case TcpOptionCursor.TCP_AO -> signedByAo = true;
                default -> {}
            }
        }
    }

    private void scanMss() {
        if (options.length() == MSS_OPTION_OCTETS) {
            mssValueOffsets[mssCount++] = options.index() + 2 - tcp.index();
        } else {
            malformedMss = true;
        }
    }

    public Family family() {
        return family;
    }

    /** Octets of the whole packet, four more after {@link #addMss}. */
    public int length() {
        return wireLength;
    }

    /** Whether the capture lacks octets of the packet, so that it cannot be given back whole. */
    public boolean isTruncated() {
        return capturedLength < wireLength;
    }

    /** The octet of the IP header that holds DSCP and ECN. */
    public int trafficClass() {
        return family == Family.IPV4 ? ipv4.trafficClass() : ipv6.trafficClass();
    }

    /** Octets 0 to 7 of an IPv6 source; 0 for IPv4. */
    public long sourceHigh() {
        return family == Family.IPV4 ? 0 : ipv6.sourceHigh();
    }

    /** Octets 8 to 15 of an IPv6 source, or an IPv4 source as an unsigned number. */
    public long sourceLow() {
        return family == Family.IPV4 ? Integer.toUnsignedLong(ipv4.source()) : ipv6.sourceLow();
    }

    /** Octets 0 to 7 of an IPv6 destination; 0 for IPv4. */
    public long destinationHigh() {
        return family == Family.IPV4 ? 0 : ipv6.destinationHigh();
    }

    /** Octets 8 to 15 of an IPv6 destination, or an IPv4 destination as an unsigned number. */
    public long destinationLow() {
        return family == Family.IPV4 ? Integer.toUnsignedLong(ipv4.destination()) : ipv6.destinationLow();
    }

    public int sourcePort() {
        return tcp.sourcePort();
    }

    public int destinationPort() {
        return tcp.destinationPort();
    }

    /** Whether the segment is a SYN-ACK. */
    public boolean isAck() {
        return tcp.isAck();
    }

    /** How many well-formed MSS options a receiver finds. */
    public int mssCount() {
        return mssCount;
    }

    /** The value of an MSS option as the octets hold it now; the first has number 0. */
    public int mss(int number) {
        return tcp.buffer().getUnsignedShort(tcp.index() + mssValueOffsets[number]);
    }

    /** Whether the value of an MSS option begins at an odd offset, where the kernel's clamp corrupts the checksum. */
    public boolean isMssAtOddOffset(int number) {
        return (mssValueOffsets[number] & 1) != 0;
    }

    /** Whether the walk met an option it could not pass, or an MSS option whose length is not 4. */
    public boolean hasMalformedOptions() {
        return malformedMss || options.endedMalformed();
    }

    /** Whether octets other than padding stand behind the End of Option List. */
    public boolean hasOctetsBehindEnd() {
        return !options.endedMalformed() && options.endedBeforeOctets();
    }

    /** Whether the header carries a TCP-MD5 signature (RFC 2385), which covers the data offset but not the options. */
    public boolean isSignedByMd5() {
        return signedByMd5;
    }

    /** Whether the header carries a TCP-AO MAC (RFC 5925), which as a rule covers the options. */
    public boolean isSignedByAo() {
        return signedByAo;
    }

    /** Whether the packet is a first fragment, or carries a fragment header. */
    public boolean isFragment() {
        return family == Family.IPV4 ? ipv4.moreFragments() : ipv6.isFragment();
    }

    /** Whether data follows the header, as with TCP Fast Open. */
    public boolean hasData() {
        return segmentLength > tcp.headerLength();
    }

    /** Whether the header, the packet and the buffer have room for four octets more. */
    public boolean hasRoomForMss() {
        return tcp.headerLength() + MSS_OPTION_OCTETS <= TcpHeader.MAX_OCTETS
                && wireLength + MSS_OPTION_OCTETS <= MAX_PACKET_OCTETS
                && index + wireLength + MSS_OPTION_OCTETS <= tcp.buffer().capacity();
    }

    /** All options in their order, without padding, up to the first malformed one. For explanation, not the hot path. */
    public List<TcpOption> options() {
        List<TcpOption> all = new ArrayList<>();
        options.wrap(tcp);
        while (options.advance()) {
            all.add(TcpOption.of(tcp.buffer(), options.index(), options.length()));
        }
        return all;
    }

    /** Octets from the IP header to the end of the TCP header. */
    public int headersLength() {
        return tcp.index() + tcp.headerLength() - index;
    }

    /** The TCP checksum as the octets hold it now. */
    public int checksum() {
        return tcp.checksum();
    }

    /** States that the checksum field holds the sum of the pseudo-header alone; the first change completes it. */
    public void markChecksumPending() {
        checksumPending = true;
    }

    private void completeChecksum() {
        if (checksumPending) {
            tcp.checksum(InternetChecksum.of(tcp.buffer(), tcp.index(), segmentLength));
            checksumPending = false;
        }
    }

    /** Writes the value of one MSS option of a whole packet and brings the TCP checksum along. */
    public void mss(int number, int value) {
        completeChecksum();
        tcp.replace(mssValueOffsets[number], value);
    }

    /**
     * Puts an MSS option before all others, as the kernel's TCPMSS target does, and brings lengths and checksums along.
     *
     * <p>Only for a whole packet without data that {@linkplain #hasRoomForMss has room}; the four octets behind the
     * packet are overwritten.
     */
    public void addMss(int value) {
        completeChecksum();
        ByteBuf buffer = tcp.buffer();
        int optionIndex = tcp.index() + TcpHeader.MIN_OCTETS;
        for (int i = tcp.index() + tcp.headerLength() - 4; i >= optionIndex; i -= 4) {
            buffer.setInt(i + MSS_OPTION_OCTETS, buffer.getInt(i));
        }
        buffer.setShort(optionIndex, MSS_OPTION_START);
        buffer.setShort(optionIndex + 2, value);

        // The segment length is in the pseudo-header, at an even offset there.
        int checksum = InternetChecksum.update(tcp.checksum(), segmentLength, segmentLength + MSS_OPTION_OCTETS, 0);
        checksum = InternetChecksum.update(checksum, 0, MSS_OPTION_START, TcpHeader.MIN_OCTETS);
        tcp.checksum(InternetChecksum.update(checksum, 0, value, TcpHeader.MIN_OCTETS + 2));
        tcp.growHeader(MSS_OPTION_OCTETS);

        wireLength += MSS_OPTION_OCTETS;
        capturedLength += MSS_OPTION_OCTETS;
        segmentLength += MSS_OPTION_OCTETS;
        if (family == Family.IPV4) {
            ipv4.totalLength(wireLength);
        } else {
            ipv6.totalLength(wireLength);
        }
        scanOptions();
    }
}
