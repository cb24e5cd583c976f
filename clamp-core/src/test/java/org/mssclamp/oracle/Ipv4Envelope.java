// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.oracle;

import static org.mssclamp.oracle.NaivePacket.write16;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Puts IPv4 headers before segments: with options, as fragments. Not thread-safe. */
final class Ipv4Envelope {
    private static final int MIN_OCTETS = 20;
    private static final int MAX_OPTION_WORDS = 10;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int MORE_FRAGMENTS = 0x2000;

    private final Dice dice;

    Ipv4Envelope(Dice dice) {
        this.dice = dice;
    }

    /** A packet that gateways forward; one that is not fragmented if {@code whole}. */
    byte[] around(byte[] segment, int protocol, int number, boolean whole) {
        byte[] options = dice.oneIn(6) ? options() : new byte[0];
        ByteBuffer packet = ByteBuffer.allocate(MIN_OCTETS + options.length + segment.length);
        packet.put((byte) (0x40 + (MIN_OCTETS + options.length) / 4))
                .put((byte) dice.below(0x100))
                .putShort((short) packet.capacity())
                .putShort((short) number)
                .putShort((short) (whole || !dice.oneIn(6) ? dontFragment() : fragment()))
                .put((byte) dice.between(2, 255))
                .put((byte) protocol)
                .putShort((short) 0)
                .putInt(dice.oneOf(Site.SOURCES).ipv4Host(dice))
                .putInt(dice.oneOf(Site.DESTINATIONS).ipv4Host(dice))
                .put(options)
                .put(segment);
        byte[] octets = packet.array();
        write16(octets, 10, NaivePacket.complement(NaivePacket.sum(octets, 0, MIN_OCTETS + options.length)));
        return octets;
    }

    private int dontFragment() {
        return dice.oneIn(2) ? DONT_FRAGMENT : 0;
    }

    private int fragment() {
        return switch (dice.below(4)) {
            case 0, 1 -> MORE_FRAGMENTS;
            // In units of eight octets: a later fragment at 1 holds the rest of a TCP header begun in the first.
            case 2 -> MORE_FRAGMENTS | 1;
            default -> dice.below(2) * MORE_FRAGMENTS | dice.between(1, 0x1FFF);
        };
    }

    /** Options that a gateway passes on: it writes its address into Record Route, and ignores what it does not know. */
    private byte[] options() {
        byte[] options = new byte[4 * dice.between(1, MAX_OPTION_WORDS)];
        switch (dice.below(4)) {
            case 0 -> Arrays.fill(options, (byte) 1); // No Operation
            case 1 -> recordRoute(options);
            case 2 -> unassigned(options, 0x80 + 26);
            default -> unassigned(options, 26); // not copied into fragments
        }
        return options;
    }

    private static void recordRoute(byte[] options) {
        options[0] = 7;
        options[1] = (byte) (options.length - 1);
        options[2] = 4;
        // One octet is left behind it: End of Option List.
    }

    private void unassigned(byte[] options, int type) {
        System.arraycopy(dice.octets(options.length), 0, options, 0, options.length);
        options[0] = (byte) type;
        options[1] = (byte) options.length;
    }
}
