// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.channel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A packet on its way through a {@link FakeKernel}, and what that says of it to a listener.
 *
 * @param octets from the IP header on
 * @param in index of the interface it came in by, 0 if none is named
 * @param out index of the interface it leaves by, 0 if none is named
 * @param mark packet mark; 0 is not told
 * @param info bits of NFQA_SKB_INFO; 0 is not told
 * @param extraOctets size of an attribute of unknown type, -1 for none
 * @param shape what is there of header and payload
 * @param inAnyOrder whether the attributes come in any order, and not in that of Linux
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FakePacket(
        byte[] octets, int in, int out, int mark, int info, int extraOctets, Shape shape, boolean inAnyOrder) {
    /** What is there of the attributes that no packet is without in Linux. */
    public enum Shape {
        WHOLE,
        WITHOUT_PAYLOAD,
        WITHOUT_HEADER
    }

    private static final int CHECKSUM_NOT_READY = 1;

    private static final int PACKET_HDR = 1;
    private static final int MARK = 3;
    private static final int TIMESTAMP = 4;
    private static final int IFINDEX_INDEV = 5;
    private static final int IFINDEX_OUTDEV = 6;
    private static final int HWADDR = 9;
    private static final int PAYLOAD = 10;
    private static final int CAP_LEN = 13;
    private static final int SKB_INFO = 14;
    private static final int UNKNOWN = 99;

    public static FakePacket of(byte[] octets) {
        return new FakePacket(octets, 0, 0, 0, 0, -1, Shape.WHOLE, false);
    }

    public FakePacket between(int inInterface, int outInterface) {
        return new FakePacket(octets, inInterface, outInterface, mark, info, extraOctets, shape, inAnyOrder);
    }

    public FakePacket marked(int value) {
        return new FakePacket(octets, in, out, value, info, extraOctets, shape, inAnyOrder);
    }

    /** Its checksum field holds the sum of the pseudo-header alone. */
    public FakePacket withChecksumPending() {
        return new FakePacket(octets, in, out, mark, CHECKSUM_NOT_READY, extraOctets, shape, inAnyOrder);
    }

    /** An attribute that no listener knows. */
    public FakePacket withUnknownAttribute(int valueOctets) {
        return new FakePacket(octets, in, out, mark, info, valueOctets, shape, inAnyOrder);
    }

    public FakePacket withoutPayload() {
        return new FakePacket(octets, in, out, mark, info, extraOctets, Shape.WITHOUT_PAYLOAD, inAnyOrder);
    }

    /** Nothing names the packet. */
    public FakePacket withoutHeader() {
        return new FakePacket(octets, in, out, mark, info, extraOctets, Shape.WITHOUT_HEADER, inAnyOrder);
    }

    public FakePacket withAttributesInAnyOrder() {
        return new FakePacket(octets, in, out, mark, info, extraOctets, shape, true);
    }

    /** The message of type NFQNL_MSG_PACKET. */
    byte[] message(int queueNumber, int packetId, int copyRange, Random chance) {
        List<byte[]> attributes = attributes(packetId, copyRange);
        if (inAnyOrder) {
            Collections.shuffle(attributes, chance);
        }
        byte[] last = attributes.remove(attributes.size() - 1);
        ByteBuffer body = ByteBuffer.allocate(
                20 + attributes.stream().mapToInt(FakePacket::padded).sum() + last.length);
        body.position(20);
        for (byte[] attribute : attributes) {
            body.put(attribute).position(20 + padded(body.position() - 20));
        }
        // The message ends where the last attribute does: its tail is not padded.
        body.put(last);
        body.order(ByteOrder.nativeOrder()).putInt(0, body.capacity()).putShort(4, (short) 0x0300);
        body.put(16, (byte) (octets.length > 0 && octets[0] >> 4 == 6 ? 10 : 2));
        body.order(ByteOrder.BIG_ENDIAN).putShort(18, (short) queueNumber);
        return body.array();
    }

    private List<byte[]> attributes(int packetId, int copyRange) {
        List<byte[]> attributes = new ArrayList<>();
        if (shape != Shape.WITHOUT_HEADER) {
            ByteBuffer header = ByteBuffer.allocate(7).putInt(packetId).putShort((short) 0x0800);
            attributes.add(attribute(PACKET_HDR, header.put((byte) 2).array()));
        }
        addNumber(attributes, IFINDEX_INDEV, in);
        addNumber(attributes, IFINDEX_OUTDEV, out);
        addNumber(attributes, MARK, mark);
        if (in != 0) {
            attributes.add(attribute(HWADDR, new byte[] {0, 6, 0, 0, 2, 0, 0, 0, 0, 1, 0, 0}));
            attributes.add(attribute(TIMESTAMP, new byte[16]));
        }
        if (extraOctets >= 0) {
            attributes.add(attribute(UNKNOWN, new byte[extraOctets]));
        }
        addNumber(attributes, CAP_LEN, octets.length > copyRange ? octets.length : 0);
        addNumber(attributes, SKB_INFO, info);
        if (shape != Shape.WITHOUT_PAYLOAD) {
            attributes.add(attribute(PAYLOAD, Arrays.copyOf(octets, Math.min(octets.length, copyRange))));
        }
        return attributes;
    }

    private static void addNumber(List<byte[]> attributes, int type, int value) {
        if (value != 0) {
            attributes.add(attribute(type, ByteBuffer.allocate(4).putInt(value).array()));
        }
    }

    private static byte[] attribute(int type, byte[] value) {
        return ByteBuffer.allocate(4 + value.length)
                .order(ByteOrder.nativeOrder())
                .putShort((short) (4 + value.length))
                .putShort((short) type)
                .put(value)
                .array();
    }

    private static int padded(byte[] attribute) {
        return padded(attribute.length);
    }

    private static int padded(int length) {
        return (length + 3) & ~3;
    }
}
