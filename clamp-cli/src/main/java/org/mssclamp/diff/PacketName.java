// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.diff;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** What people call a packet: from where to where, and what kind. */
final class PacketName {
    private static final int FLAGS = 13;
    private static final String[] FLAG_NAMES = {"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"};

    private PacketName() {}

    static String of(StoredFrame frame) {
        Headers headers = frame.headers();
        ByteBuf octets = frame.octets();
        if (headers.version() == 0) {
            return frame.packetLength() == 0 ? "no IP" : "malformed IP";
        }
        int source = headers.ip() + (headers.version() == 4 ? 12 : 8);
        int addressOctets = headers.version() == 4 ? 4 : 16;
        String from = address(octets, source, addressOctets);
        String to = address(octets, source + addressOctets, addressOctets);
        if (!headers.isTcp()) {
            return from + " > " + to + " protocol " + headers.protocol();
        }
        int tcp = headers.transport();
        return from + ":" + octets.getUnsignedShort(tcp) + " > " + to + ":" + octets.getUnsignedShort(tcp + 2) + " "
                + flags(octets.getUnsignedByte(tcp + FLAGS));
    }

    private static String address(ByteBuf octets, int index, int length) {
        byte[] address = new byte[length];
        octets.getBytes(index, address);
        try {
            String text = InetAddress.getByAddress(address).getHostAddress();
            return length == 4 ? text : "[" + text + "]";
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible); // the length is right
        }
    }

    private static String flags(int bits) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < FLAG_NAMES.length; i++) {
            if ((bits & 1 << i) != 0) {
                text.append(text.isEmpty() ? "" : "-").append(FLAG_NAMES[i]);
            }
        }
        return text.isEmpty() ? "no flags" : text.toString();
    }
}
