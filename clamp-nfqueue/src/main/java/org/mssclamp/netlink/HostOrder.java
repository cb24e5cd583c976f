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

    /** Writes 64 bits. */
    public static void writeLong(ByteBuf buffer, int index, long value) {
        if (LITTLE) {
            buffer.setLongLE(index, value);
        } else {
            buffer.setLong(index, value);
        }
    }
}
