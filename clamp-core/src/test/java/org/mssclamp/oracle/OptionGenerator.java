// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.oracle;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes the options of TCP headers, as stacks send them and as they should not be. Not thread-safe. */
final class OptionGenerator {
    private static final int ROOM = 40;

    private static final byte END_OF_OPTION_LIST = 0;
    private static final byte NO_OPERATION = 1;
    private static final int MSS = 2;
    private static final int WINDOW_SCALE = 3;
    private static final int SACK_PERMITTED = 4;
    private static final int TIMESTAMPS = 8;
    private static final int MD5_SIGNATURE = 19;
    private static final int USER_TIMEOUT = 28;
    private static final int TCP_AO = 29;
    private static final int MULTIPATH_TCP = 30;
    private static final int FAST_OPEN = 34;
    private static final int UNASSIGNED = 200;
    private static final int EXPERIMENT = 253;

    /** Values at which something changes: the limits the tests clamp to, the defaults, the ends of the range. */
    private static final int[] MSS_EDGES = {
        0, 1, 63, 64, 99, 100, 101, 535, 536, 537, 1219, 1220, 1221, 1399, 1400, 1401, 1440, 1460, 8960, 65534, 65535
    };

    private static final int[] MALFORMED_MSS_LENGTHS = {0, 1, 2, 3, 5, 6, 8, 255};

    /** Usual values lie so far below and above the one that was asked for. */
    private static final int MSS_SPREAD = 200;

    private static final int MAX_MSS = 0xFFFF;

    private final Dice dice;
    private final int usualMss;

    OptionGenerator(Dice dice, int usualMss) {
        this.dice = dice;
        this.usualMss = usualMss;
    }

    /** Well-formed options, each kind once; nine in ten with an MSS. A multiple of four octets. */
    byte[] wellFormed() {
        return dice.oneIn(3) ? ofKnownStack() : padded(joined(shuffledOptions(), 2));
    }

    /** Options with something wrong or unusual in them. A multiple of four octets, and not more than 40. */
    byte[] odd() {
        List<byte[]> options = shuffledOptions();
        int oddities = 1 + dice.below(2);
        for (int i = 0; i < oddities; i++) {
            options.add(dice.below(options.size() + 1), oddity());
        }
        byte[] joined = joined(options, 2);
        boolean cutOff = dice.oneIn(6);
        return cutOff ? cutBehind(joined) : padded(joined);
    }

    private byte[] ofKnownStack() {
        byte[] mss = mss();
        byte[] scale = option(WINDOW_SCALE, 3);
        byte[] sack = {SACK_PERMITTED, 2};
        byte[] timestamps = option(TIMESTAMPS, 10);
        byte[] nop = {NO_OPERATION};
        byte[] end = {END_OF_OPTION_LIST};
        return switch (dice.below(5)) {
            case 0 -> join(List.of(mss, sack, timestamps, nop, scale)); // Linux
            case 1 -> join(List.of(mss, nop, scale, nop, nop, sack)); // Windows
            case 2 -> join(List.of(mss, nop, scale, nop, nop, timestamps, sack, end, end)); // Apple
            case 3 -> join(List.of(mss, nop, nop, sack, nop, scale, nop, nop, timestamps)); // OpenBSD
            default -> mss;
        };
    }

    private List<byte[]> shuffledOptions() {
        List<byte[]> options = new ArrayList<>();
        if (!dice.oneIn(10)) {
            options.add(mss());
        }
        options.addAll(someOf(
                3,
                option(WINDOW_SCALE, 3),
                option(SACK_PERMITTED, 2),
                option(TIMESTAMPS, 10),
                option(UNASSIGNED, 2 + dice.below(9))));
        options.addAll(someOf(
                16,
                option(MD5_SIGNATURE, 18),
                option(TCP_AO, 4 + dice.below(17)),
                option(FAST_OPEN, 2 + 2 * dice.below(9)),
                option(MULTIPATH_TCP, 12),
                option(USER_TIMEOUT, 4),
                option(EXPERIMENT, 4 + dice.below(5))));
        dice.shuffle(options);
        return options;
    }

    private List<byte[]> someOf(int oneIn, byte[]... options) {
        List<byte[]> some = new ArrayList<>();
        for (byte[] option : options) {
            if (dice.oneIn(oneIn)) {
                some.add(option);
            }
        }
        return some;
    }

    private byte[] oddity() {
        return switch (dice.below(6)) {
            case 0 -> mss();
            case 1 -> malformedMss();
            case 2 -> new byte[] {(byte) UNASSIGNED, (byte) dice.below(2)};
            case 3 -> new byte[] {(byte) UNASSIGNED, (byte) (ROOM + dice.below(216))};
            case 4 -> new byte[] {END_OF_OPTION_LIST};
            default -> dice.octets(1 + dice.below(12));
        };
    }

    private byte[] mss() {
        int value = switch (dice.below(4)) {
            case 0 -> dice.oneOf(MSS_EDGES);
            case 1 -> dice.below(0x10000);
            default -> dice.between(Math.max(usualMss - MSS_SPREAD, 0), Math.min(usualMss + MSS_SPREAD, MAX_MSS));
        };
        return new byte[] {MSS, 4, (byte) (value >> 8), (byte) value};
    }

    private byte[] malformedMss() {
        byte[] option = mss();
        option[1] = (byte) dice.oneOf(MALFORMED_MSS_LENGTHS);
        return option;
    }

    private byte[] option(int kind, int length) {
        byte[] option = dice.octets(length);
        option[0] = (byte) kind;
        option[1] = (byte) length;
        return option;
    }

    /** As many of the options as there is room for, with up to so many No-Operations before each. */
    private byte[] joined(List<byte[]> options, int maxNops) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(ROOM);
        for (byte[] option : options) {
            int nops = dice.below(maxNops + 1);
            if (octets.size() + nops + option.length <= ROOM) {
                octets.writeBytes(nops(nops));
                octets.writeBytes(option);
            }
        }
        return octets.toByteArray();
    }

    private static byte[] join(List<byte[]> options) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(ROOM);
        options.forEach(octets::writeBytes);
        return octets.toByteArray();
    }

    private static byte[] nops(int count) {
        byte[] nops = new byte[count];
        Arrays.fill(nops, NO_OPERATION);
        return nops;
    }

    /** Brought to a multiple of four, sometimes to more, by No-Operations or by End of Option List and zeros. */
    private byte[] padded(byte[] options) {
        int length = (options.length + 3) / 4 * 4;
        int longer = dice.oneIn(8) ? length + 4 * dice.below((ROOM - length) / 4 + 1) : length;
        byte[] padded = Arrays.copyOf(options, longer);
        if (dice.oneIn(2)) {
            Arrays.fill(padded, options.length, padded.length, NO_OPERATION);
        }
        return padded;
    }

    /** The header ends in the middle of an option. */
    private byte[] cutBehind(byte[] options) {
        byte[] begun = dice.oneIn(2) ? mss() : option(TIMESTAMPS, 10);
        int length = Math.min(options.length / 4 * 4 + 4, ROOM);
        byte[] cut = Arrays.copyOf(options, length);
        int from = Math.min(options.length, length - 1 - dice.below(3));
        System.arraycopy(begun, 0, cut, from, Math.min(length - from, begun.length - 1));
        return cut;
    }
}
