// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The IPv6 header and the routing header that a segment routing tunnel puts before a packet (RFC 8754). */
final class SegmentRouting {
    private static final int IPV6_OCTETS = 40;
    private static final int DESTINATION = 24;
    /** The two octets that the address of a segment begins with, in a {@link PathCase}. */
    private static final short SEGMENT = (short) 0xFC00;

    private SegmentRouting() {}

    /** Whether the kernel can put them there. */
    static boolean isAvailable() {
        try (Namespace namespace = Namespace.create("seg6")) {
            namespace.ip("route add 2001:db8::/32 encap seg6 mode encap segs fc00::1 dev lo");
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** What the tunnel carries, or the packet itself if it came by no tunnel. */
    static byte[] unwrapped(byte[] packet) {
        if (packet[0] >> 4 != 6 || ByteBuffer.wrap(packet).getShort(DESTINATION) != SEGMENT) {
            return packet;
        }
        int routingOctets = 8 * packet[IPV6_OCTETS + 1] + 8;
        return Arrays.copyOfRange(packet, IPV6_OCTETS + routingOctets, packet.length);
    }
}
