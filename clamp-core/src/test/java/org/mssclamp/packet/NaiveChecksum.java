// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.packet;

import java.util.Arrays;

/** The checksum of RFC 1071 in the plainest form: octets in pairs, carries added one at a time. */
public final class NaiveChecksum {
    private NaiveChecksum() {}

    /** The ones' complement sum of all parts one behind the other, from 0 to 0xFFFF. */
    public static int sum(byte[]... parts) {
        int sum = 0;
        boolean high = true;
        for (byte[] part : parts) {
            for (byte octet : part) {
                sum += (octet & 0xFF) << (high ? 8 : 0);
                if (sum > 0xFFFF) {
                    sum -= 0xFFFF;
                }
                high = !high;
            }
        }
        return sum;
    }

    /** The checksum of some octets that hold zero in its place. */
    public static int of(byte[]... parts) {
        return ~sum(parts) & 0xFFFF;
    }

    /** The sum over a TCP segment and its pseudo-header; 0xFFFF if the checksum is right. */
    public static int ofSegment(byte[] packet, int tcpOffset) {
        boolean ipv4 = packet[0] >>> 4 == 4;
        byte[] addresses = ipv4 ? Arrays.copyOfRange(packet, 12, 20) : Arrays.copyOfRange(packet, 8, 40);
        int length = packet.length - tcpOffset;
        byte[] rest = {(byte) (length >>> 8), (byte) length, 0, 6};
        return sum(addresses, rest, Arrays.copyOfRange(packet, tcpOffset, packet.length));
    }
}
