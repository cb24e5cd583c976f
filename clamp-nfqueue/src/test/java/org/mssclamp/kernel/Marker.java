// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** A SYN that no rule changes, sent behind others: when it is through, so are they. */
final class Marker {
    private static final int SOURCE = 12;
    private static final int SOURCE_ADDRESS = 0x0A000102; // 10.0.1.2, the sender's own
    private static final int SEQUENCE_NUMBER = 24;

    private static final byte[] SYN = HexFormat.of()
            .parseHex(""
                    + "4500002c" + "00000000" + "40060000" // IPv4, 44 octets, TTL 64, TCP
                    + "0a000102" + "c6336401" // 10.0.1.2 to 198.51.100.1
                    + "00090009" + "00000000" + "00000000" // from discard to discard
                    + "6002ffff" + "00000000" // 24 octets of header, SYN
                    + "02040001"); // MSS 1: nothing lowers it

    private Marker() {}

    static byte[] packet(int number) {
        ByteBuffer packet = ByteBuffer.wrap(SYN.clone());
        packet.putInt(SEQUENCE_NUMBER, number);
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += Short.toUnsignedInt(packet.getShort(i));
        }
        packet.putShort(10, (short) ~(sum + (sum >>> 16)));
        return packet.array();
    }

    static boolean isMarker(byte[] packet) {
        return packet[0] == SYN[0] && ByteBuffer.wrap(packet).getInt(SOURCE) == SOURCE_ADDRESS;
    }

    static int number(byte[] marker) {
        return ByteBuffer.wrap(marker).getInt(SEQUENCE_NUMBER);
    }
}
