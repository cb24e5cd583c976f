// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes a pcapng file of up to four mebibytes, block by block. */
public final class PcapngOctets {
    public static final int IN = 1;
    public static final int OUT = 2;

    private static final int SECTION_HEADER = 0x0A0D0D0A;
    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int OBSOLETE_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;

    private final ByteBuffer octets = ByteBuffer.allocate(1 << 22).order(ByteOrder.LITTLE_ENDIAN);

    public PcapngOctets() {
        section(ByteOrder.LITTLE_ENDIAN, -1); // length not stated
    }

    public PcapngOctets section(ByteOrder order, long length) {
        octets.order(order);
        return block(
                SECTION_HEADER,
                body(16).putInt(BYTE_ORDER_MAGIC)
                        .putShort((short) 1) // version 1.0
                        .putShort((short) 0)
                        .putLong(length));
    }

    public PcapngOctets interfaceOf(int linkType) {
        return interfaceOf(linkType, 0); // captures whole packets
    }

    public PcapngOctets interfaceOf(int linkType, int snapLength, byte[]... options) {
        byte[] all = join(options);
        return block(
                INTERFACE_DESCRIPTION,
                body(8 + all.length)
                        .putShort((short) linkType)
                        .putShort((short) 0)
                        .putInt(snapLength)
                        .put(all));
    }

    public PcapngOctets packet(int interfaceNumber, byte[] frame) {
        return packet(interfaceNumber, 1, frame, frame.length);
    }

    public PcapngOctets packet(int interfaceNumber, long time, byte[] frame, int wireLength, byte[]... options) {
        byte[] all = join(options);
        return block(
                ENHANCED_PACKET,
                body(20 + padded(frame) + all.length)
                        .putInt(interfaceNumber)
                        .putInt((int) (time >>> 32))
                        .putInt((int) time)
                        .putInt(frame.length)
                        .putInt(wireLength)
                        .put(frame)
                        .put(new byte[padded(frame) - frame.length])
                        .put(all));
    }

    public PcapngOctets simplePacket(byte[] frame, int wireLength) {
        return block(
                SIMPLE_PACKET,
                body(4 + padded(frame)).putInt(wireLength).put(frame).put(new byte[padded(frame) - frame.length]));
    }

    public PcapngOctets obsoletePacket(int interfaceNumber, long time, byte[] frame) {
        return block(
                OBSOLETE_PACKET,
                body(20 + padded(frame))
                        .putShort((short) interfaceNumber)
                        .putShort((short) 7) // drops
                        .putInt((int) (time >>> 32))
                        .putInt((int) time)
                        .putInt(frame.length)
                        .putInt(frame.length)
                        .put(frame)
                        .put(new byte[padded(frame) - frame.length]));
    }

    /** A block of any type, with a body of a multiple of four octets. */
    public PcapngOctets block(int type, byte[] body) {
        return block(type, ByteBuffer.wrap(body).position(body.length));
    }

    public byte[] nameOption(String name) {
        return option(2, name.getBytes(StandardCharsets.UTF_8));
    }

    /** The exponent of what part of a second a tick is. */
    public byte[] resolutionOption(int octet) {
        return option(9, new byte[] {(byte) octet});
    }

    public byte[] offsetOption(long seconds) {
        return option(14, body(8).putLong(seconds).array());
    }

    public byte[] flagsOption(int direction) {
        return option(2, body(4).putInt(direction).array());
    }

    public byte[] commentOption(String text) {
        return option(1, text.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] option(int code, byte[] value) {
        return body(4 + padded(value))
                .putShort((short) code)
                .putShort((short) value.length)
                .put(value)
                .array();
    }

    private static int padded(byte[] octets) {
        return (octets.length + 3) & ~3;
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(1 << 16);
        for (byte[] part : parts) {
            all.put(part);
        }
        byte[] joined = new byte[all.position()];
        all.get(0, joined);
        return joined;
    }

    /** Of the order of this section. */
    private ByteBuffer body(int length) {
        return ByteBuffer.allocate(length).order(octets.order());
    }

    private PcapngOctets block(int type, ByteBuffer body) {
        int length = 12 + body.capacity();
        octets.putInt(type).putInt(length).put(body.clear()).putInt(length);
        return this;
    }

    public byte[] build() {
        byte[] file = new byte[octets.position()];
        octets.get(0, file);
        return file;
    }
}
