// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.channel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The attributes of a message to the kernel, taken apart as {@code nla_parse} does: of several of one type the last
 * counts, and what follows an attribute of impossible length is not looked at.
 */
public final class Attributes {
    private static final int HEADER_OCTETS = 4;

    private final Map<Integer, byte[]> values = new HashMap<>();

    private Attributes() {}

    public static Attributes parse(byte[] octets, int from, int to) {
        Attributes attributes = new Attributes();
        ByteBuffer buffer = ByteBuffer.wrap(octets).order(ByteOrder.nativeOrder());
        int next = from;
        while (to - next >= HEADER_OCTETS) {
            int length = Short.toUnsignedInt(buffer.getShort(next));
            if (length < HEADER_OCTETS || length > to - next) {
                break;
            }
            int type = Short.toUnsignedInt(buffer.getShort(next + 2));
            attributes.values.put(type, Arrays.copyOfRange(octets, next + HEADER_OCTETS, next + length));
            next += (length + 3) & ~3;
        }
        return attributes;
    }

    public boolean has(int type) {
        return values.containsKey(type);
    }

    /** Whether it is there, with at least so many octets. */
    boolean has(int type, int octets) {
        return values.getOrDefault(type, new byte[0]).length >= octets;
    }

    /** The octets of one that is there. */
    public byte[] octets(int type) {
        byte[] value = values.get(type);
        if (value == null) {
            throw new AssertionError("no attribute " + type);
        }
        return value;
    }

    /** A 32-bit number in network order, at the beginning of one that is there. */
    int integer(int type) {
        return integer(type, 0);
    }

    /** A 32-bit number in network order within one that is there. */
    int integer(int type, int offset) {
        return ByteBuffer.wrap(octets(type)).getInt(offset);
    }

    /** A 32-bit number in host order, or 0 if it is not there. */
    public int hostInteger(int type) {
        return has(type) ? KernelOctets.host(octets(type)).getInt() : 0;
    }

    Iterable<Integer> types() {
        return values.keySet();
    }
}
