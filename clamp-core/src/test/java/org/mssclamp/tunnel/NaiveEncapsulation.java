// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.tunnel;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Lays out the octets of an encapsulated packet, header by header; knows nothing of the arithmetic under test.
 *
 * <p>Contents that do not matter are zeros, but what says or follows from a length is true.
 */
final class NaiveEncapsulation {
    /** The packet cannot go into the tunnel. */
    private static final Optional<byte[]> REFUSED = Optional.empty();

    private NaiveEncapsulation() {}

    /** The outer packet, or nothing if a tunnel refuses what is inside. */
    static Optional<byte[]> wrap(byte[] inner, TunnelStack stack) {
        Optional<byte[]> packet = Optional.of(inner);
        for (int i = stack.tunnels().size() - 1; i >= 0; i--) {
            Tunnel tunnel = stack.tunnels().get(i);
            packet = packet.flatMap(inside -> wrap(inside, tunnel.preset().name(), new Arguments(tunnel.written())));
        }
        return packet;
    }

    /** What is written, or what this test believes to be the default. */
    private record Arguments(Map<String, String> written) {
        String word(String key, String standard) {
            return written.getOrDefault(key, standard);
        }

        boolean is(String key, boolean standard) {
            return word(key, String.valueOf(standard)).equals("true");
        }

        int number(String key, int standard) {
            return Integer.parseInt(word(key, String.valueOf(standard)));
        }

        String outer() {
            return word("outer", "ipv4");
        }
    }

    private static Optional<byte[]> wrap(byte[] inner, String name, Arguments arguments) {
        return switch (name) {
            case "wireguard" -> wireguard(inner, arguments.number("mtu", inner.length), arguments.outer());
            case "tailscale" -> wireguard(inner, 1280, arguments.outer());
            case "openvpn" -> openvpn(inner, arguments);
            case "ipsec-esp" -> esp(inner, arguments);
            case "gre" -> Optional.of(ip(arguments.outer(), 47, gre(inner, arguments)));
            case "ip6gre" -> Optional.of(ip6(47, gre(inner, arguments), arguments.is("encap-limit", true)));
            case "ipip" -> Optional.of(ip("ipv4", 4, inner));
            case "sit" -> Optional.of(ip("ipv4", 41, inner));
            case "ip6ip6" -> Optional.of(ip6(41, inner, arguments.is("encap-limit", true)));
            case "ds-lite", "map-e" -> Optional.of(ip6(4, inner, arguments.is("encap-limit", false)));
            case "vxlan" -> Optional.of(udp(arguments.outer(), 4789, join(octets(8, 0, 0, 0, 0, 0, 1, 0), eth(inner))));
            case "geneve" -> Optional.of(udp(arguments.outer(), 6081, geneve(eth(inner), arguments)));
            case "pppoe" -> Optional.of(join(octets(0x11, 0, 0, 1), u16(inner.length + 2), octets(0x00, 0x21), inner));
            case "vlan" -> Optional.of(join(octets(0x81, 0, 0, 1), inner));
            case "qinq" -> Optional.of(join(octets(0x88, 0xa8, 0, 1), octets(0x81, 0, 0, 1), inner));
            case "mpls" -> Optional.of(mpls(inner, arguments.number("labels", 1)));
            case "l2tp" -> Optional.of(udp(arguments.outer(), 1701, l2tp(inner, arguments)));
            case "pptp" -> Optional.of(ip("ipv4", 47, pptp(inner, arguments)));
            case "gtp-u" -> Optional.of(udp(arguments.outer(), 2152, gtp(inner, arguments)));
            default -> throw new AssertionError("no naive layout of " + name);
        };
    }

    /** As the kernel's send.c: padded to 16, but not beyond the MTU of the device, which takes no larger packet. */
    private static Optional<byte[]> wireguard(byte[] inner, int deviceMtu, String outer) {
        if (inner.length > deviceMtu) {
            return REFUSED;
        }
        byte[] padded = inner;
        while (padded.length % 16 != 0 && padded.length < deviceMtu) {
            padded = join(padded, octets(0));
        }
        byte[] type = octets(4, 0, 0, 0);
        byte[] receiver = new byte[4];
        byte[] counter = new byte[8];
        byte[] tag = new byte[16];
        return Optional.of(udp(outer, 51820, join(type, receiver, counter, padded, tag)));
    }

    private static Optional<byte[]> openvpn(byte[] inner, Arguments arguments) {
        String mssfix = arguments.word("mssfix", "");
        int limit = mssfix.isEmpty() ? 0 : Integer.parseInt(mssfix.split(" ", -1)[0]);
        if (mssfix.endsWith(" fixed") && inner.length > limit) {
            return REFUSED;
        }
        byte[] frame = arguments.word("dev", "tun").equals("tap") ? eth(inner) : inner;
        byte[] compression = new byte[arguments.is("compression", false) ? 1 : 0];
        byte[] fragment = new byte[arguments.is("fragment", false) ? 4 : 0];
        byte[] plain = join(fragment, compression, frame);
        byte[] opcode = arguments.is("peer-id", true) ? octets(0x48, 0, 0, 1) : octets(0x30);
        byte[] message = join(opcode, openvpnSealed(plain, arguments.word("cipher", "aes-gcm")));
        boolean isTcp = arguments.word("proto", "udp").equals("tcp");
        byte[] payload = isTcp ? join(u16(message.length), message) : message;
        if (!mssfix.isEmpty() && !mssfix.contains(" ") && payload.length > limit) {
            return REFUSED;
        }
        byte[] packet = isTcp
                ? ip(arguments.outer(), 6, join(new byte[12], octets(0x50, 0x18), new byte[6], payload))
                : udp(arguments.outer(), 1194, payload);
        return mssfix.endsWith(" mtu") && packet.length > limit ? REFUSED : Optional.of(packet);
    }

    private static byte[] openvpnSealed(byte[] plain, String cipher) {
        return switch (cipher) {
            case "aes-gcm", "chacha20-poly1305" -> join(new byte[4], new byte[16], plain);
            case "aes-gcm-epoch", "chacha20-poly1305-epoch" -> join(new byte[2], new byte[6], plain, new byte[16]);
            case "aes-cbc-sha1" -> join(new byte[160 / 8], new byte[16], pkcs7(join(new byte[4], plain), 16));
            case "aes-cbc-sha256" -> join(new byte[256 / 8], new byte[16], pkcs7(join(new byte[4], plain), 16));
            case "aes-cbc-sha384" -> join(new byte[384 / 8], new byte[16], pkcs7(join(new byte[4], plain), 16));
            case "aes-cbc-sha512" -> join(new byte[512 / 8], new byte[16], pkcs7(join(new byte[4], plain), 16));
            case "bf-cbc-sha1" -> join(new byte[160 / 8], new byte[8], pkcs7(join(new byte[4], plain), 8));
            default -> throw new AssertionError(cipher);
        };
    }

    /** Always at least one octet, each saying how many. */
    private static byte[] pkcs7(byte[] plain, int block) {
        int missing = block - plain.length % block;
        byte[] padding = new byte[missing];
        Arrays.fill(padding, (byte) missing);
        return join(plain, padding);
    }

    private static Optional<byte[]> esp(byte[] inner, Arguments arguments) {
        boolean isTransport = arguments.word("mode", "tunnel").equals("transport");
        int ownHeader = arguments.outer().equals("ipv4") ? 20 : 40;
        if (isTransport && inner.length < ownHeader) {
            return REFUSED;
        }
        byte[] plain = isTransport ? Arrays.copyOfRange(inner, ownHeader, inner.length) : inner;
        byte[] spiAndSequence = new byte[8];
        byte[] sealed = join(spiAndSequence, espSealed(plain, arguments.word("cipher", "aes-gcm-16")));
        return Optional.of(
                arguments.is("nat-traversal", false)
                        ? udp(arguments.outer(), 4500, sealed)
                        : ip(arguments.outer(), 50, sealed));
    }

    private static byte[] espSealed(byte[] plain, String cipher) {
        return switch (cipher) {
            case "aes-gcm-16", "chacha20-poly1305" -> join(new byte[8], espPadded(plain, 4), new byte[16]);
            case "aes-gcm-12" -> join(new byte[8], espPadded(plain, 4), new byte[12]);
            case "aes-gcm-8" -> join(new byte[8], espPadded(plain, 4), new byte[8]);
            case "aes-cbc-sha1-96" -> join(new byte[16], espPadded(plain, 16), new byte[96 / 8]);
            case "aes-cbc-sha2-256" -> join(new byte[16], espPadded(plain, 16), new byte[128 / 8]);
            case "aes-cbc-sha2-384" -> join(new byte[16], espPadded(plain, 16), new byte[192 / 8]);
            case "aes-cbc-sha2-512" -> join(new byte[16], espPadded(plain, 16), new byte[256 / 8]);
            default -> throw new AssertionError(cipher);
        };
    }

    /** Padding 1, 2, 3 and so on, until pad length and next header end a block. */
    private static byte[] espPadded(byte[] plain, int block) {
        byte[] padded = plain;
        int count = 0;
        while ((padded.length + 2) % block != 0) {
            count++;
            padded = join(padded, octets(count));
        }
        return join(padded, octets(count), octets(4));
    }

    private static byte[] gre(byte[] inner, Arguments arguments) {
        int flags = 0;
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        if (arguments.is("checksum", false)) {
            flags |= 0x80;
            fields.writeBytes(u16(0));
            fields.writeBytes(u16(0));
        }
        if (arguments.is("key", false)) {
            flags |= 0x20;
            fields.writeBytes(octets(0, 0, 0, 42));
        }
        if (arguments.is("sequence", false)) {
            flags |= 0x10;
            fields.writeBytes(octets(0, 0, 0, 1));
        }
        return join(octets(flags, 0, 0x08, 0x00), fields.toByteArray(), inner);
    }

    private static byte[] geneve(byte[] frame, Arguments arguments) {
        ByteArrayOutputStream options = new ByteArrayOutputStream();
        while (options.size() < arguments.number("options", 0)) {
            options.writeBytes(octets(0xff, 0xff, 0x80, 0)); // class, type, length of data: none
        }
        byte[] header = octets(options.size() / 4, 0, 0x65, 0x58, 0, 0, 1, 0);
        return join(header, options.toByteArray(), frame);
    }

    private static byte[] mpls(byte[] inner, int labels) {
        byte[] packet = inner;
        for (int depth = 0; depth < labels; depth++) {
            packet = join(octets(0, 0, depth == 0 ? 0x11 : 0x10, 64), packet);
        }
        return packet;
    }

    private static byte[] l2tp(byte[] inner, Arguments arguments) {
        boolean hasLength = arguments.is("length", true);
        boolean hasSequence = arguments.is("sequence", false);
        byte[] flags = octets((hasLength ? 0x40 : 0) | (hasSequence ? 0x08 : 0), 2);
        byte[] length = new byte[hasLength ? 2 : 0];
        byte[] tunnelAndSession = new byte[4];
        byte[] sequence = new byte[hasSequence ? 4 : 0];
        return join(flags, length, tunnelAndSession, sequence, ppp(inner, arguments));
    }

    private static byte[] pptp(byte[] inner, Arguments arguments) {
        boolean acknowledges = arguments.is("acknowledgment", true);
        byte[] ppp =
                ppp(arguments.is("mppe", true) ? join(octets(0x90, 0), octets(0x00, 0x21), inner) : inner, arguments);
        byte[] flags = octets(0x30, acknowledges ? 0x81 : 0x01, 0x88, 0x0b);
        byte[] lengthAndCall = join(u16(ppp.length), u16(1));
        return join(flags, lengthAndCall, new byte[4], new byte[acknowledges ? 4 : 0], ppp);
    }

    private static byte[] ppp(byte[] information, Arguments arguments) {
        byte[] addressAndControl = arguments.is("address-control", true) ? octets(0xff, 0x03) : new byte[0];
        return join(addressAndControl, octets(0x00, 0x21), information);
    }

    private static byte[] gtp(byte[] inner, Arguments arguments) {
        int extensionOctets = arguments.number("extensions", 0);
        int flags = 0x30 | (extensionOctets > 0 ? 0x04 : 0) | (arguments.is("sequence", false) ? 0x02 : 0);
        byte[] optional = (flags & 0x07) == 0 ? new byte[0] : octets(0, 0, 0, extensionOctets > 0 ? 0x85 : 0);
        byte[] body = join(optional, new byte[extensionOctets], inner);
        return join(octets(flags, 0xff), u16(body.length), octets(0, 0, 0, 1), body);
    }

    private static byte[] eth(byte[] payload) {
        byte[] destination = octets(2, 0, 0, 0, 0, 1);
        byte[] source = octets(2, 0, 0, 0, 0, 2);
        return join(destination, source, octets(0x08, 0x00), payload);
    }

    private static byte[] udp(String outer, int port, byte[] payload) {
        return ip(outer, 17, join(u16(port), u16(port), u16(payload.length + 8), u16(0), payload));
    }

    private static byte[] ip(String outer, int protocol, byte[] payload) {
        return outer.equals("ipv4") ? ip4(protocol, payload) : ip6(protocol, payload, false);
    }

    private static byte[] ip4(int protocol, byte[] payload) {
        byte[] addresses = octets(192, 0, 2, 1, 192, 0, 2, 2);
        return join(
                octets(0x45, 0),
                u16(20 + payload.length),
                octets(0, 0, 0x40, 0, 64, protocol, 0, 0),
                addresses,
                payload);
    }

    private static byte[] ip6(int nextHeader, byte[] payload, boolean hasLimit) {
        // Next header, length 0 (8 octets in all), option 4 of 1 octet: 4 levels; PadN of 1.
        byte[] destinationOptions = hasLimit ? octets(nextHeader, 0, 4, 1, 4, 1, 1, 0) : new byte[0];
        byte[] body = join(destinationOptions, payload);
        byte[] addresses = new byte[2 * 16];
        return join(octets(0x60, 0, 0, 0), u16(body.length), octets(hasLimit ? 60 : nextHeader, 64), addresses, body);
    }

    private static byte[] u16(int value) {
        return octets(value >> 8, value);
    }

    private static byte[] octets(int... values) {
        byte[] octets = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            octets[i] = (byte) values[i];
        }
        return octets;
    }

    private static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] joined = new byte[length];
        int offset = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, offset, part.length);
            offset += part.length;
        }
        return joined;
    }
}
