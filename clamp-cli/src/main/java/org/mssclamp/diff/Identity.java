// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.diff;

import io.netty.buffer.ByteBuf;

/**
 * What stays the same of a packet on its way: through a router, and through a clamp.
 *
 * <pre>
 *   TCP        addresses, IPv4 identification, ports, sequence numbers, flags
 *   other IP   addresses, IPv4 identification, protocol, all behind the IP header
 *   no IP      the frame
 * </pre>
 */
final class Identity {
    /** The 64-bit prime of FNV-1a. */
    private static final long PRIME = 0x100000001B3L;

    private static final int TCP_NUMBERS_OCTETS = 12;
    private static final int TCP_FLAGS = 13;

    private long hash = 0xCBF29CE484222325L;

    private Identity() {}

    static long of(StoredFrame frame) {
        Identity identity = new Identity();
        Headers headers = frame.headers();
        ByteBuf octets = frame.octets();
        if (headers.version() == 0) {
            identity.add(octets, 0, octets.capacity());
            return identity.hash;
        }
        if (headers.version() == 4) {
            identity.add(octets, headers.ip() + 4, 2);
            identity.add(octets, headers.ip() + 12, 8);
        } else {
            identity.add(octets, headers.ip() + 8, 32);
        }
        identity.add(headers.protocol());
        if (headers.isTcp()) {
            identity.add(octets, headers.transport(), TCP_NUMBERS_OCTETS);
            identity.add(octets, headers.transport() + TCP_FLAGS, 1);
        } else {
            identity.add(octets, headers.transport(), headers.end() - headers.transport());
        }
        return identity.hash;
    }

    private void add(ByteBuf octets, int index, int length) {
        for (int i = index; i < index + length; i++) {
            add(octets.getByte(i));
        }
    }

    private void add(int octet) {
        hash = (hash ^ (octet & 0xFF)) * PRIME;
    }
}
