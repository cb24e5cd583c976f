// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;

/** Makes one packet after the other out of good ones, and some out of nothing. Allocates none of them anew. */
final class PacketMutator {
    /** Octets that mean something where a kind, a length, a protocol or a version stands. */
    private static final byte[] MEANT = {
        0, 1, 2, 3, 4, 5, 6, 8, 10, 16, 18, 19, 29, 30, 34, 40, 43, 44, 50, 51, 59, 60, 0x45, 0x46, 0x4F, 0x60, -1, -128
    };

    private final SplittableRandom random;
    private final byte[][] good;
    private final byte[] octets = new byte[CheckedPipeline.MAX_PACKET_OCTETS];
    private int length;

    PacketMutator(SplittableRandom random) {
        this.random = random;
        List<byte[]> packets = new ArrayList<>();
        for (KernelVector vector : KernelVector.all()) {
            packets.add(vector.packet());
        }
        for (int i = 0; i < 400; i++) {
            packets.add(wellFormed().build());
        }
        good = packets.toArray(new byte[0][]);
    }

    private SynBuilder wellFormed() {
        SynBuilder packet = random.nextBoolean()
                ? SynBuilder.ipv4().ipOption("01".repeat(random.nextBoolean() ? 0 : 4 * random.nextInt(11)))
                : ipv6();
        packet.flags(random.nextInt(4) == 0 ? SynBuilder.SYN | SynBuilder.ACK : SynBuilder.SYN);
        packet.data(random.nextInt(3) == 0 ? random.nextInt(30) : 0);
        int left = 4 * random.nextInt(11);
        while (left > 0) {
            String option = option();
            if (option.length() / 2 > left) {
                option = "01";
            }
            packet.option(option);
            left -= option.length() / 2;
        }
        return packet;
    }

    private SynBuilder ipv6() {
        SynBuilder packet = SynBuilder.ipv6();
        for (int i = random.nextBoolean() ? 0 : random.nextInt(4); i > 0; i--) {
            switch (random.nextInt(5)) {
                case 0 -> packet.extension(0, "00 00 0104 00000000"); // hop-by-hop
                case 1 -> packet.extension(60, "00 01 010c" + "00".repeat(12)); // destination options
                case 2 -> packet.extension(43, "00 02 0400 00000000" + "00".repeat(16)); // routing
                case 3 -> packet.extension(51, "00 04 0000" + "aa".repeat(20)); // authentication
                default -> packet.extension(44, "00 00 000" + random.nextInt(2) + "12345678"); // fragment
            }
        }
        return packet;
    }

    private String option() {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> String.format("0204%04x", random.nextInt(0x10000));
            case 3 -> "0402";
            case 4 -> "0303" + Octets.hex(new byte[] {(byte) random.nextInt(15)});
            case 5 -> "080a0102030400000000";
            case 6 -> "1312" + "aa".repeat(16);
            case 7 -> "1d10" + "bb".repeat(14);
            case 8 -> "00";
            default -> "01";
        };
    }

    /** The octets of the packet, and others behind. */
    byte[] octets() {
        return octets;
    }

    int length() {
        return length;
    }

    /** Makes the next packet. */
    void next() {
        if (random.nextInt(10) == 0) {
            arbitrary();
            return;
        }
        byte[] packet = good[random.nextInt(good.length)];
        length = packet.length;
        System.arraycopy(packet, 0, octets, 0, length);
        int changes = random.nextInt(4);
        if (random.nextBoolean()) {
            refillOptions();
        }
        if (random.nextInt(8) == 0) {
            resize();
        }
        for (int i = 0; i < changes; i++) {
            mutate();
        }
    }

    private void arbitrary() {
        length = random.nextInt(200);
        for (int i = 0; i < length; i += 8) {
            long eight = random.nextLong();
            for (int j = i; j < i + 8; j++, eight >>>= 8) {
                octets[j] = (byte) eight;
            }
        }
        if (length > 0 && random.nextBoolean()) {
            octets[0] = random.nextBoolean() ? (byte) 0x45 : 0x60;
            fitLength();
        }
    }

    private void mutate() {
        if (length == 0) {
            return;
        }
        int i = random.nextInt(length);
        switch (random.nextInt(4)) {
            case 0 -> octets[i] ^= (byte) (1 << random.nextInt(8));
            case 1 -> octets[i] = (byte) random.nextInt(256);
            case 2 -> octets[i] += random.nextBoolean() ? (byte) 1 : (byte) -1;
            default -> octets[i] = MEANT[random.nextInt(MEANT.length)];
        }
    }

    /** Writes kinds and lengths, most of them small, over what follows the fixed TCP header. */
    private void refillOptions() {
        int start = (octets[0] >>> 4 == 4 ? 20 : 40) + 20;
        for (int i = start; i < length; i++) {
            octets[i] = MEANT[random.nextInt(random.nextInt(3) == 0 ? MEANT.length : 6)];
        }
    }

    /** Cuts or lengthens the packet; its length field mostly says so. */
    private void resize() {
        length = random.nextBoolean() ? random.nextInt(length + 1) : Math.min(length + random.nextInt(40), 200);
        if (random.nextInt(4) != 0) {
            fitLength();
        }
    }

    private void fitLength() {
        boolean ipv4 = octets[0] >>> 4 == 4;
        int value = Math.max(ipv4 ? length : length - 40, 0);
        octets[ipv4 ? 2 : 4] = (byte) (value >>> 8);
        octets[ipv4 ? 3 : 5] = (byte) value;
    }
}
