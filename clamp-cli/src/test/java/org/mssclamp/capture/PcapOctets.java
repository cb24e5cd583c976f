// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes a pcap file of up to a mebibyte, in either order and unit of time. */
public final class PcapOctets {
    public static final int MICROSECONDS = 0xA1B2C3D4;
    public static final int NANOSECONDS = 0xA1B23C4D;

    private static final int MAX_CAPTURED_OCTETS = 65535;

    private final ByteBuffer octets = ByteBuffer.allocate(1 << 20);

    public PcapOctets(int magic, ByteOrder order, int linkType) {
        this(magic, order, linkType, MAX_CAPTURED_OCTETS);
    }

    public PcapOctets(int magic, ByteOrder order, int linkType, int snapLength) {
        octets.order(order)
                .putInt(magic)
                .putShort((short) 2) // version 2.4
                .putShort((short) 4)
                .putInt(0) // time zone, always 0
                .putInt(0) // accuracy, always 0
                .putInt(snapLength)
                .putInt(linkType);
    }

    /** As tcpdump writes it on most machines. */
    public static PcapOctets of(int linkType) {
        return new PcapOctets(MICROSECONDS, ByteOrder.LITTLE_ENDIAN, linkType);
    }

    public PcapOctets packet(byte[] frame) {
        return packet(frame, frame.length);
    }

    public PcapOctets packet(byte[] frame, int wireLength) {
        return packet(1_700_000_000, 1, frame, wireLength);
    }

    /** With its time in seconds, and micro- or nanoseconds. */
    public PcapOctets packet(int seconds, int fraction, byte[] frame, int wireLength) {
        octets.putInt(seconds)
                .putInt(fraction)
                .putInt(frame.length)
                .putInt(wireLength)
                .put(frame);
        return this;
    }

    public byte[] build() {
        byte[] file = new byte[octets.position()];
        octets.get(0, file);
        return file;
    }
}
