// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netlink;

import io.netty.buffer.ByteBuf;
import java.nio.ByteOrder;

/** Reads and writes numbers as this machine's C compiler lays them out. */
public final class HostOrder {
    private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private HostOrder() {}

    public static int unsignedShort(ByteBuf buffer, int index) {
        return LITTLE ? buffer.getUnsignedShortLE(index) : buffer.getUnsignedShort(index);
    }

    /** Writes the low 16 bits. */
    public static void writeShort(ByteBuf buffer, int index, int value) {
        if (LITTLE) {
            buffer.setShortLE(index, value);
        } else {
            buffer.setShort(index, value);
        }
    }

    public static int integer(ByteBuf buffer, int index) {
        return LITTLE ? buffer.getIntLE(index) : buffer.getInt(index);
    }

    /** Writes 32 bits. */
    public static void writeInteger(ByteBuf buffer, int index, int value) {
        if (LITTLE) {
            buffer.setIntLE(index, value);
        } else {
            buffer.setInt(index, value);
        }
    }

    /** Writes two numbers of 16 bits, each within its 16 bits; the first is the one at {@code index}. */
    public static void writeShorts(ByteBuf buffer, int index, int first, int second) {
        writeInteger(buffer, index, LITTLE ? second << 16 | first : first << 16 | second);
    }

    /** Writes two numbers of 32 bits; the first is the one at {@code index}. */
    public static void writeIntegers(ByteBuf buffer, int index, int first, int second) {
        long low = Integer.toUnsignedLong(LITTLE ? first : second);
        writeLong(buffer, index, (long) (LITTLE ? second : first) << 32 | low);
    }

    /** Writes 64 bits. */
    public static void writeLong(ByteBuf buffer, int index, long value) {
        if (LITTLE) {
            buffer.setLongLE(index, value);
        } else {
            buffer.setLong(index, value);
        }
    }
}
