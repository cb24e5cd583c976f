// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.packet;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A view of an IPv6 header and of the extension headers behind it.
 *
 * <pre>
 *   |Version| Traffic Class |           Flow Label                  |   RFC 8200 3
 *   |         Payload Length        |  Next Header  |   Hop Limit   |
 *   |                   Source Address, 16 octets                   |
 *   |                 Destination Address, 16 octets                |
 * </pre>
 *
 * Owns nothing; valid until the octets below are overwritten. Not thread-safe.
 */
public final class Ipv6Header {
    /** Octets of the fixed header. */
    public static final int FIXED_OCTETS = 40;

    private static final int PAYLOAD_LENGTH = 4;
    private static final int NEXT_HEADER = 6;
    private static final int HOP_LIMIT = 7;
    private static final int SOURCE = 8;
    private static final int DESTINATION = 24;

    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;
    private static final int DESTINATION_OPTIONS = 60;

    private static final int MIN_EXTENSION_OCTETS = 8;
    private static final int FRAGMENT_OFFSET_MASK = 0xFFF8;

    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
    private int index;
    private int protocol;
    private int headerLength;
    private boolean fragment;
    private boolean laterFragment;

    /** Whether a fixed IPv6 header lies in these octets. */
    public boolean wrap(ByteBuf buffer, int index, int length) {
        this.buffer = buffer;
        this.index = index;
        return length >= FIXED_OCTETS && buffer.getUnsignedByte(index) >>> 4 == 6;
    }

    /**
     * Walks the extension headers to the transport header or to the first header that hides it, such as ESP.
     *
     * <p>Follows the kernel's {@code ipv6_skip_exthdr}: hop-by-hop, routing, destination options, fragment, AH.
     *
     * @return whether each header walked over lies within {@code length} octets from the fixed header on
     */
    public boolean walkExtensions(int length) {
        int next = buffer.getUnsignedByte(index + NEXT_HEADER);
        int offset = FIXED_OCTETS;
        fragment = false;
        laterFragment = false;
        while (isExtension(next) && !laterFragment) {
            if (length - offset < MIN_EXTENSION_OCTETS) {
                return false;
            }
            int extension = index + offset;
            int octets = extensionOctets(next, extension);
            if (next == FRAGMENT) {
                fragment = true;
                laterFragment = (buffer.getUnsignedShort(extension + 2) & FRAGMENT_OFFSET_MASK) != 0;
            }
            next = buffer.getUnsignedByte(extension);
            offset += octets;
        }
        protocol = next;
        headerLength = offset;
        return offset <= length;
    }

    private static boolean isExtension(int header) {
        return switch (header) {
            case HOP_BY_HOP, ROUTING, FRAGMENT, AUTHENTICATION, DESTINATION_OPTIONS -> true;
            default -> false;
        };
    }

    private int extensionOctets(int header, int extension) {
        int units = buffer.getUnsignedByte(extension + 1);
        return switch (header) {
            case FRAGMENT -> 8; // RFC 8200 4.5
            case AUTHENTICATION -> (units + 2) * 4; // RFC 4302 2.2
            default -> (units + 1) * 8; // RFC 8200 4.3, 4.4, 4.6
        };
    }

    /** DSCP and ECN, which lie across two octets (RFC 8200 3). */
    public int trafficClass() {
        return buffer.getUnsignedShort(index) >>> 4 & 0xFF;
    }

    /** Fixed header and payload together, as IPv4 counts it. A jumbogram has a payload length of 0. */
    public int totalLength() {
        return FIXED_OCTETS + buffer.getUnsignedShort(index + PAYLOAD_LENGTH);
    }

    /** Writes the payload length that makes the whole packet this long. */
    public void totalLength(int octets) {
        buffer.setShort(index + PAYLOAD_LENGTH, octets - FIXED_OCTETS);
    }

    /** One less behind each router. */
    public int hopLimit() {
        return buffer.getUnsignedByte(index + HOP_LIMIT);
    }

    /** Fixed header and extension headers; valid after {@link #walkExtensions}. */
    public int headerLength() {
        return headerLength;
    }

    /** The header that ended the walk; valid after {@link #walkExtensions}. */
    public int protocol() {
        return protocol;
    }

    /** Whether a fragment header is there, of an atomic fragment too; valid after {@link #walkExtensions}. */
    public boolean isFragment() {
        return fragment;
    }

    /** Whether this is a fragment other than the first; valid after {@link #walkExtensions}. */
    public boolean isLaterFragment() {
        return laterFragment;
    }

    /** Octets 0 to 7 of the source address. */
    public long sourceHigh() {
        return buffer.getLong(index + SOURCE);
    }

    /** Octets 8 to 15 of the source address. */
    public long sourceLow() {
        return buffer.getLong(index + SOURCE + 8);
    }

    /** Octets 0 to 7 of the destination address in the fixed header. */
    public long destinationHigh() {
        return buffer.getLong(index + DESTINATION);
    }

    /** Octets 8 to 15 of the destination address in the fixed header. */
    public long destinationLow() {
        return buffer.getLong(index + DESTINATION + 8);
    }
}
