// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An interface as a section of pcapng describes it.
 *
 * @param ticks how the times of its packets are to be read
 */
record PcapngInterface(CapturedInterface captured, @Nullable LinkType linkType, PcapngTicks ticks) {
    /** Octets of the block before its options: head, link type, two of nothing, snap length. */
    static final int FIXED_OCTETS = 16;

    private static final int NAME = 2;
    private static final int RESOLUTION = 9;
    private static final int OFFSET = 14;

    /** Longer ones are of no interface of ours. */
    private static final int MAX_NAME_OCTETS = 255;

    /** From a block that begins at an index, and has so many octets without the closing length. */
    static PcapngInterface of(ByteBuffer words, int start, int length, int number) {
        String name = "";
        PcapngTicks ticks = PcapngTicks.MICROSECONDS;
        PcapngOptions options = new PcapngOptions(words, start + FIXED_OCTETS, start + length);
        for (int code = options.next(); code != 0; code = options.next()) {
            if (code == NAME && options.length() <= MAX_NAME_OCTETS) {
                name = text(words, options.index(), options.length());
            } else if (code == RESOLUTION && options.length() == 1) {
                ticks = ticks.resolution(words.get(options.index()));
            } else if (code == OFFSET && options.length() == Long.BYTES) {
                ticks = ticks.offset(TimeUnit.SECONDS.toNanos(words.getLong(options.index())));
            }
        }
        int linkType = Short.toUnsignedInt(words.getShort(start + 8));
        long snapLength = Integer.toUnsignedLong(words.getInt(start + 12));
        return new PcapngInterface(
                new CapturedInterface(number, name, linkType, snapLength),
                LinkType.of(linkType).orElse(null),
                ticks);
    }

    /** Some writers end it with a zero. */
    private static String text(ByteBuffer words, int index, int length) {
        byte[] octets = new byte[length];
        words.get(index, octets);
        String text = new String(octets, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    long ns(long time) {
        return ticks.ns(time);
    }
}
