// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import org.mssclamp.packet.Family;

/**
 * An address prefix of one family, to be in or to be outside of.
 *
 * @param family whose addresses it holds
 * @param high octets 0 to 7 of an IPv6 address; 0 for IPv4
 * @param low octets 8 to 15 of an IPv6 address, or an IPv4 address as an unsigned number; the bits behind the prefix
 *     are clear
 * @param length leading bits that count: 0 to 32 or to 128
 * @param excluded whether addresses in the prefix are the ones not meant
 * @param text as written, without the exclamation mark
 */
public record Prefix(Family family, long high, long low, int length, boolean excluded, String text) {
    private static final int IPV4_BITS = 32;

    boolean contains(Family packetFamily, long addressHigh, long addressLow) {
        if (packetFamily != family) {
            return false;
        }
        if (family == Family.IPV4) {
            return (addressLow ^ low) >>> (IPV4_BITS - length) == 0;
        }
        return length <= Long.SIZE
                ? agree(addressHigh, high, length)
                : addressHigh == high && agree(addressLow, low, length - Long.SIZE);
    }

    private static boolean agree(long one, long other, int leadingBits) {
        return leadingBits == 0 || (one ^ other) >>> (Long.SIZE - leadingBits) == 0;
    }

    /** The prefix of fewer bits that holds this one. */
    public Prefix shortened(int bits) {
        Prefix masks = new Prefix(family, 0, 0, bits, excluded, text);
        return new Prefix(family, high & masks.highMask(), low & masks.lowMask(), bits, excluded, text);
    }

    private long highMask() {
        return family == Family.IPV4 ? 0 : leadingBits(Math.min(length, 64));
    }

    private long lowMask() {
        return family == Family.IPV4 ? leadingBits(32 + length) : leadingBits(Math.max(length - 64, 0));
    }

    private static long leadingBits(int count) {
        return count == 0 ? 0 : -1L << (64 - count);
    }

    @Override
    public String toString() {
        return excluded ? "!" + text : text;
    }
}
