// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import java.nio.ByteBuffer;
import java.util.Optional;

/** What lies before the IP header in each frame of a capture. */
enum LinkType {
    ETHERNET(12, 14),
    LINUX_COOKED(14, 16),
    LINUX_COOKED_2(0, 20),
    /** Four octets: an address family, in the order of the capturing machine or of the network. */
    LOOPBACK(0, 4),
    /** Nothing. */
    RAW_IP(0, 0);

    /** Stands for the index of a packet where there is none. */
    static final int NO_PACKET = -1;

    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_IPV6 = 0x86DD;
    private static final int TAG_OCTETS = 4;
    private static final int COOKED_2_PACKET_TYPE = 10;
    private static final int PACKET_OUTGOING = 4;

    private final int typeIndex;
    private final int headerOctets;

    LinkType(int typeIndex, int headerOctets) {
        this.typeIndex = typeIndex;
        this.headerOctets = headerOctets;
    }

    /** By the number that libpcap gives it on Linux. */
    static Optional<LinkType> of(int number) {
        return switch (number) {
            case 1 -> Optional.of(ETHERNET);
            case 113 -> Optional.of(LINUX_COOKED);
            case 276 -> Optional.of(LINUX_COOKED_2);
            case 0, 108 -> Optional.of(LOOPBACK);
            case 12, 14, 101, 228, 229 -> Optional.of(RAW_IP);
            default -> Optional.empty();
        };
    }

    /** Where the IP header begins in a buffer, of a frame that begins at an index of it; or {@link #NO_PACKET}. */
    int packetIndex(ByteBuffer octets, int frameIndex, int length) {
        if (length <= headerOctets) {
            return NO_PACKET;
        }
        return switch (this) {
            case RAW_IP -> frameIndex;
            case LOOPBACK -> isInternetFamily(octets, frameIndex) ? frameIndex + headerOctets : NO_PACKET;
            case ETHERNET, LINUX_COOKED, LINUX_COOKED_2 -> behindTags(octets, frameIndex, frameIndex + length);
        };
    }

    private int behindTags(ByteBuffer octets, int frameIndex, int end) {
        int type = unsignedShort(octets, frameIndex + typeIndex);
        int index = frameIndex + headerOctets;
        while (isTag(type) && end > index + TAG_OCTETS) {
            type = unsignedShort(octets, index + 2);
            index += TAG_OCTETS;
        }
        return type == TYPE_IPV4 || type == TYPE_IPV6 ? index : NO_PACKET;
    }

    /** What the header says of the way of the frame, which is longer than the header. */
    Direction direction(ByteBuffer octets, int frameIndex) {
        return switch (this) {
            case LINUX_COOKED -> ofPacketType(unsignedShort(octets, frameIndex));
            case LINUX_COOKED_2 -> ofPacketType(octets.get(frameIndex + COOKED_2_PACKET_TYPE));
            case ETHERNET, LOOPBACK, RAW_IP -> Direction.UNKNOWN;
        };
    }

    /** From {@code PACKET_HOST}, 0, to {@code PACKET_OUTGOING}, 4. */
    private static Direction ofPacketType(int packetType) {
        return packetType == PACKET_OUTGOING ? Direction.OUT : Direction.IN;
    }

    /** 802.1Q, 802.1ad, and what was in use for the outer tag before that. */
    private static boolean isTag(int type) {
        return type == 0x8100 || type == 0x88A8 || type == 0x9100;
    }

    private static boolean isInternetFamily(ByteBuffer octets, int frameIndex) {
        int first = unsignedShort(octets, frameIndex);
        int second = unsignedShort(octets, frameIndex + 2);
        int family = first == 0 ? second : second == 0 ? Short.reverseBytes((short) first) : 0;
        return switch (family) {
            // IPv4; IPv6 on Linux, NetBSD and OpenBSD, FreeBSD, macOS.
            case 2, 10, 24, 28, 30 -> true;
            default -> false;
        };
    }

    /** Two octets in network order, which is the buffer's. */
    static int unsignedShort(ByteBuffer octets, int index) {
        return Short.toUnsignedInt(octets.getShort(index));
    }
}
