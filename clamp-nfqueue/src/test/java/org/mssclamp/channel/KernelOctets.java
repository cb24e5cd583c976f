// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.channel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Netlink messages and their parts as the kernel writes them: each padded to four octets, numbers in host order. */
public final class KernelOctets {
    private static final int ERROR = 2;
    private static final int HEADER_OCTETS = 16;

    private KernelOctets() {}

    /** A message of family header and attributes. */
    public static byte[] message(int type, int flags, int sequence, byte[]... parts) {
        byte[] body = joined(parts);
        byte[] header = new byte[HEADER_OCTETS];
        host(header)
                .putInt(HEADER_OCTETS + body.length)
                .putShort((short) type)
                .putShort((short) flags)
                .putInt(sequence);
        return joined(header, body);
    }

    /** An error, or with 0 an acknowledgement, that holds what it answers: the message, or its header alone. */
    public static byte[] error(int flags, byte[] answered, int errno) {
        int sequence = host(answered).getInt(8);
        return message(ERROR, flags, sequence, integers(-errno), answered);
    }

    /** An attribute, with its padding. */
    public static byte[] attribute(int type, byte[]... parts) {
        byte[] value = joined(parts);
        byte[] octets = new byte[(4 + value.length + 3) & ~3];
        host(octets).putShort((short) (4 + value.length)).putShort((short) type).put(value);
        return octets;
    }

    /** An attribute that is a 32-bit number. */
    public static byte[] attribute(int type, int value) {
        return attribute(type, integers(value));
    }

    /** 32-bit numbers. */
    public static byte[] integers(int... values) {
        byte[] octets = new byte[values.length * Integer.BYTES];
        host(octets).asIntBuffer().put(values);
        return octets;
    }

    /** The parts, one behind the other. */
    public static byte[] joined(byte[]... parts) {
        byte[] octets =
                new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        for (byte[] part : parts) {
            buffer.put(part);
        }
        return octets;
    }

    /** A view of octets whose numbers are in host order. */
    public static ByteBuffer host(byte[] octets) {
        return ByteBuffer.wrap(octets).order(ByteOrder.nativeOrder());
    }
}
