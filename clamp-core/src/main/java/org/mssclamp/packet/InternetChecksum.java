// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.packet;

import io.netty.buffer.ByteBuf;

/** The ones' complement checksum of RFC 1071, and its update for one changed field (RFC 1624). */
public final class InternetChecksum {
    private InternetChecksum() {}

    /**
     * The checksum after a 16-bit field changed, by RFC 1624 equation 3.
     *
     * <p>A wrong checksum stays wrong by the same amount. The result is never 0xFFFF, as with the kernel's {@code
     * inet_proto_csum_replace2}.
     *
     * @param fieldOffset where the field begins, from the start of the checksummed header; at an odd offset the octets
     *     of the field lie in two words, high octet in the low half
     */
    public static int update(int checksum, int oldValue, int newValue, int fieldOffset) {
        boolean aligned = (fieldOffset & 1) == 0;
        int removed = aligned ? oldValue : swapOctets(oldValue);
        int added = aligned ? newValue : swapOctets(newValue);
        // 0xFFFF is a zero in ones' complement; it keeps the sum from being the other zero.
        return ~fold(0xFFFF + (~checksum & 0xFFFF) + (~removed & 0xFFFF) + added) & 0xFFFF;
    }

    /** The checksum of some octets, which hold zero or a partial sum in the place of the checksum. */
    public static int of(ByteBuf buffer, int index, int length) {
        return ~fold(sum(buffer, index, length)) & 0xFFFF;
    }

    /** The unfolded sum of big-endian words; an odd last octet counts as the high half of a word. */
    public static int sum(ByteBuf buffer, int index, int length) {
        // 32,768 words of at most 0xFFFF stay below 2^31.
        int sum = 0;
        int end = index + (length & ~1);
        for (int i = index; i < end; i += 2) {
            sum += buffer.getUnsignedShort(i);
        }
        return (length & 1) == 0 ? sum : sum + (buffer.getUnsignedByte(end) << 8);
    }

    /** A sum brought to 16 bits by adding the carries back in. */
    public static int fold(int sum) {
        int once = (sum & 0xFFFF) + (sum >>> 16);
        return (once & 0xFFFF) + (once >>> 16);
    }

    private static int swapOctets(int value) {
        return (value & 0xFF) << 8 | value >>> 8;
    }
}
