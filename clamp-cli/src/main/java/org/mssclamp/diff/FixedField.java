// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.diff;

import io.netty.buffer.ByteBuf;

/**
 * A field of a header that always lies at the same place in it.
 *
 * @param octets how many it has
 * @param hexadecimal whether people read it so
 */
record FixedField(String name, int offset, int octets, boolean hexadecimal) {
    static FixedField number(String name, int offset, int octets) {
        return new FixedField(name, offset, octets, false);
    }

    static FixedField hex(String name, int offset, int octets) {
        return new FixedField(name, offset, octets, true);
    }

    /** Its value in the header at an index. */
    String text(ByteBuf buffer, int index) {
        StringBuilder hex = new StringBuilder(hexadecimal ? "0x" : "");
        for (int i = 0; i < octets; i++) {
            hex.append(String.format("%02x", buffer.getUnsignedByte(index + offset + i)));
        }
        return hexadecimal ? hex.toString() : Long.toString(Long.parseLong(hex.toString(), 16));
    }
}
