// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.oracle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Puts IPv6 headers before segments: with extension headers, as fragments. Not thread-safe. */
final class Ipv6Envelope {
    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;
    private static final int DESTINATION_OPTIONS = 60;

    private static final int MORE_FRAGMENTS = 1;
    private static final int[] ROUTING_TYPES = {0, 2, 3, 4, 253};

    private final Dice dice;

    Ipv6Envelope(Dice dice) {
        this.dice = dice;
    }

    /** An extension header; its first octet is written when the header behind is known. */
    @SuppressWarnings("ArrayRecordComponent") // octets on their way into a packet
    private record Extension(int header, byte[] octets) {}

    /** A packet that gateways forward; one without fragment header and with extensions in order if {@code whole}. */
    byte[] around(byte[] segment, int protocol, int number, boolean whole) {
        List<Extension> extensions = dice.oneIn(4) ? extensions() : new ArrayList<>();
        if (!whole && dice.oneIn(6)) {
            extensions.add(fragment());
        }
        if (!whole && dice.oneIn(40)) {
            extensions.add(overrunning(segment.length));
        }
        byte[] payload = payload(extensions, protocol, segment);
        int firstHeader = extensions.isEmpty() ? protocol : extensions.get(0).header();
        return ByteBuffer.allocate(40 + payload.length)
                .putInt(0x60000000 | dice.below(0x1000) << 16 | number)
                .putShort((short) payload.length)
                .put((byte) firstHeader)
                .put((byte) dice.between(2, 255))
                .putLong(dice.oneOf(Site.SOURCES).ipv6Subnet(dice))
                .putLong(dice.bits64())
                .putLong(dice.oneOf(Site.DESTINATIONS).ipv6Subnet(dice))
                .putLong(dice.bits64())
                .put(payload)
                .array();
    }

    private List<Extension> extensions() {
        List<Extension> extensions = new ArrayList<>();
        if (dice.oneIn(2)) {
            extensions.add(new Extension(HOP_BY_HOP, optionsHeader()));
        }
        List<Extension> others = new ArrayList<>(List.of(
                new Extension(DESTINATION_OPTIONS, optionsHeader()),
                new Extension(ROUTING, routingHeader()),
                new Extension(AUTHENTICATION, authenticationHeader())));
        dice.shuffle(others);
        extensions.addAll(others.subList(0, dice.below(3)));
        return extensions;
    }

    /** Hop-by-hop or destination options: an option to be skipped where unknown, and the padding behind it. */
    private byte[] optionsHeader() {
        byte[] header = new byte[8 * dice.between(1, 3)];
        header[1] = (byte) (header.length / 8 - 1);
        int padding = dice.below(5);
        header[2] = 0x1E; // an experiment of RFC 4727
        header[3] = (byte) (header.length - 4 - padding);
        if (padding > 1) {
            header[header.length - padding] = 1; // PadN
            header[header.length - padding + 1] = (byte) (padding - 2);
        }
        return header;
    }

    /** All segments visited: the destination is the last one. */
    private byte[] routingHeader() {
        byte[] header = dice.octets(8 + 16 * dice.below(3));
        header[1] = (byte) (header.length / 8 - 1);
        header[2] = (byte) dice.oneOf(ROUTING_TYPES);
        header[3] = 0;
        return header;
    }

    private byte[] authenticationHeader() {
        byte[] header = dice.octets(16 + 8 * dice.below(3));
        header[1] = (byte) (header.length / 4 - 2);
        return header;
    }

    private Extension fragment() {
        int offsetAndFlags = switch (dice.below(5)) {
            case 0, 1 -> MORE_FRAGMENTS;
            case 2 -> 0; // atomic: RFC 6946
            case 3 -> 8 | MORE_FRAGMENTS;
            default -> dice.between(1, 0x1FFF) << 3;
        };
        byte[] header = dice.octets(8);
        NaivePacket.write16(header, 2, offsetAndFlags | dice.below(4) << 1); // two reserved bits
        return new Extension(FRAGMENT, header);
    }

    /** Destination options that state more octets than are there. */
    private Extension overrunning(int octetsBehind) {
        byte[] header = dice.octets(8);
        header[1] = (byte) Math.min(octetsBehind / 8 + 1 + dice.below(4), 0xFF);
        return new Extension(DESTINATION_OPTIONS, header);
    }

    private static byte[] payload(List<Extension> extensions, int protocol, byte[] segment) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        for (int i = 0; i < extensions.size(); i++) {
            byte[] octets = extensions.get(i).octets();
            octets[0] =
                    (byte) (i + 1 < extensions.size() ? extensions.get(i + 1).header() : protocol);
            payload.writeBytes(octets);
        }
        payload.writeBytes(segment);
        return payload.toByteArray();
    }
}
