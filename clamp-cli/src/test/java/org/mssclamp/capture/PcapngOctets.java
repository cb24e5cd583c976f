// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes a pcapng file of up to a mebibyte, block by block. */
public final class PcapngOctets {
    private static final int SECTION_HEADER = 0x0A0D0D0A;
    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;

    private final ByteBuffer octets = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);

    public PcapngOctets() {
        begin(SECTION_HEADER, 16)
                .putInt(BYTE_ORDER_MAGIC)
                .putShort((short) 1) // version 1.0
                .putShort((short) 0)
                .putLong(-1); // length of the section: not stated
        end(16);
    }

    public PcapngOctets interfaceOf(int linkType) {
        begin(INTERFACE_DESCRIPTION, 8)
                .putShort((short) linkType)
                .putShort((short) 0)
                .putInt(0); // captures whole packets
        return end(8);
    }

    public PcapngOctets packet(int interfaceNumber, byte[] frame) {
        int padding = -frame.length & 3;
        int length = 20 + frame.length + padding;
        begin(ENHANCED_PACKET, length)
                .putInt(interfaceNumber)
                .putInt(0) // time, high
                .putInt(1) // time, low
                .putInt(frame.length)
                .putInt(frame.length)
                .put(frame)
                .put(new byte[padding]);
        return end(length);
    }

    private ByteBuffer begin(int type, int bodyOctets) {
        return octets.putInt(type).putInt(12 + bodyOctets);
    }

    private PcapngOctets end(int bodyOctets) {
        octets.putInt(12 + bodyOctets);
        return this;
    }

    public byte[] build() {
        byte[] file = new byte[octets.position()];
        octets.get(0, file);
        return file;
    }
}
