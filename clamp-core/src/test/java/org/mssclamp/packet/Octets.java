// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.packet;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Octets for tests: written as hex, and lying in direct buffers without a spare octet, so that reading on throws. */
public final class Octets {
    /** What stands where nothing may be read or written. */
    public static final byte POISON = (byte) 0xA5;

    private Octets() {}

    /** The octets of hex in parts, one for each header; spaces do not matter. */
    public static byte[] hex(String... parts) {
        return HexFormat.of().parseHex(String.join("", parts).replace(" ", ""));
    }

    /** The hex of some octets, for messages and comparison. */
    public static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }

    /** The hex of some octets of a buffer. */
    public static String hex(ByteBuf buffer, int index, int length) {
        return ByteBufUtil.hexDump(buffer, index, length);
    }

    /** A direct buffer that holds just these octets. */
    public static ByteBuf exactly(byte[] octets) {
        return between(0, octets, 0);
    }

    /** A direct buffer that holds these octets between poisoned ones. */
    public static ByteBuf between(int before, byte[] octets, int behind) {
        int capacity = before + octets.length + behind;
        ByteBuf buffer = direct(capacity);
        for (int i = 0; i < capacity; i++) {
            buffer.setByte(i, POISON);
        }
        return buffer.setBytes(before, octets);
    }

    /** A direct buffer of just this capacity, freed with its garbage, so that no test need release it. */
    public static ByteBuf direct(int capacity) {
        return Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(capacity));
    }

    /** Whether only poison lies there. */
    public static boolean isPoison(ByteBuf buffer, int index, int length) {
        for (int i = index; i < index + length; i++) {
            if (buffer.getByte(i) != POISON) {
                return false;
            }
        }
        return true;
    }
}
