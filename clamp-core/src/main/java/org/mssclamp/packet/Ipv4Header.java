// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.packet;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A view of an IPv4 header, options included.
 *
 * <pre>
 *    0                   1                   2                   3     RFC 791 3.1
 *   |Version|  IHL  |Type of Service|          Total Length         |
 *   |         Identification        |Flags|      Fragment Offset    |
 *   |  Time to Live |    Protocol   |         Header Checksum       |
 *   |                       Source Address                          |
 *   |                    Destination Address                        |
 * </pre>
 *
 * Owns nothing; valid until the octets below are overwritten. Not thread-safe.
 */
public final class Ipv4Header {
    /** Octets of a header without options. */
    public static final int MIN_OCTETS = 20;

    private static final int TRAFFIC_CLASS = 1;
    private static final int TOTAL_LENGTH = 2;
    private static final int FRAGMENT = 6;
    private static final int TIME_TO_LIVE = 8;
    private static final int PROTOCOL = 9;
    private static final int CHECKSUM = 10;
    private static final int SOURCE = 12;
    private static final int DESTINATION = 16;

    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int FRAGMENT_OFFSET_MASK = 0x1FFF;

    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
    private int index;
    private int headerLength;

    /** Whether 20 octets of version 4 are there; the options are still to be checked, by {@link #holdsOptions}. */
    public boolean wrap(ByteBuf buffer, int index, int length) {
        this.buffer = buffer;
        this.index = index;
        if (length < MIN_OCTETS) {
            return false;
        }
        int versionAndLength = buffer.getUnsignedByte(index);
        headerLength = (versionAndLength & 0x0F) * 4;
        return versionAndLength >>> 4 == 4;
    }

    /** Whether the header states at least 20 octets and lies within {@code length}. */
    public boolean holdsOptions(int length) {
        return headerLength >= MIN_OCTETS && headerLength <= length;
    }

    public int headerLength() {
        return headerLength;
    }

    /** DSCP and ECN (RFC 2474 3, RFC 3168 5). */
    public int trafficClass() {
        return buffer.getUnsignedByte(index + TRAFFIC_CLASS);
    }

    public int totalLength() {
        return buffer.getUnsignedShort(index + TOTAL_LENGTH);
    }

    /** Writes the total length and brings the header checksum along. */
    public void totalLength(int octets) {
        int checksum = buffer.getUnsignedShort(index + CHECKSUM);
        buffer.setShort(index + CHECKSUM, InternetChecksum.update(checksum, totalLength(), octets, TOTAL_LENGTH));
        buffer.setShort(index + TOTAL_LENGTH, octets);
    }

    /** The time to live: one less behind each router. */
    public int hopLimit() {
        return buffer.getUnsignedByte(index + TIME_TO_LIVE);
    }

    public int protocol() {
        return buffer.getUnsignedByte(index + PROTOCOL);
    }

    /** Whether this is a fragment other than the first: it holds no TCP header. */
    public boolean isLaterFragment() {
        return (buffer.getUnsignedShort(index + FRAGMENT) & FRAGMENT_OFFSET_MASK) != 0;
    }

    public boolean moreFragments() {
        return (buffer.getUnsignedShort(index + FRAGMENT) & MORE_FRAGMENTS) != 0;
    }

    public int source() {
        return buffer.getInt(index + SOURCE);
    }

    public int destination() {
        return buffer.getInt(index + DESTINATION);
    }
}
