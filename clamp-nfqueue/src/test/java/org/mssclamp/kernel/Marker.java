// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.nio.ByteBuffer;
import org.mssclamp.oracle.CraftedSegment;

/** A SYN that no rule changes, sent behind others: when it is through, so are they. */
final class Marker {
    /** In no site, so that it can be reached whatever is done to the ways there. */
    static final String SERVER = "198.19.0.1";

    private static final int DISCARD_PORT = 9;
    private static final byte[] MSS_1 = {2, 4, 0, 1};

    private static final int SOURCE_OFFSET = 12;
    private static final int SEQUENCE_OFFSET = 24;
    private static final int SOURCE = ByteBuffer.wrap(packet(0)).getInt(SOURCE_OFFSET);

    private Marker() {}

    /** From the sender's own address, which no generated packet has. */
    static byte[] packet(int number) {
        return new CraftedSegment(
                        Link.IN0.hostIpv4(), DISCARD_PORT, SERVER, DISCARD_PORT, number, 0, CraftedSegment.SYN, MSS_1)
                .packet();
    }

    static boolean isMarker(byte[] packet) {
        return packet[0] == 0x45 && ByteBuffer.wrap(packet).getInt(SOURCE_OFFSET) == SOURCE;
    }

    static int number(byte[] marker) {
        return ByteBuffer.wrap(marker).getInt(SEQUENCE_OFFSET);
    }
}
