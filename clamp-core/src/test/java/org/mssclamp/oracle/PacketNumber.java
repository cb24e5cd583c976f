// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.oracle;

import static org.mssclamp.oracle.NaivePacket.u16;
import static org.mssclamp.oracle.NaivePacket.u8;

/**
 * The number by which a generated packet is known again behind a gateway.
 *
 * <p>It stands in the identification of IPv4 and in the low 16 bits of the flow label of IPv6, which routers leave
 * alone, so that it is there too when the transport header is not.
 */
public final class PacketNumber {
    /** How many packets can be told apart. */
    public static final int COUNT = 1 << 16;

    private PacketNumber() {}

    /** The number of a generated packet. */
    public static int of(byte[] octets) {
        return u8(octets, 0) >> 4 == 4 ? u16(octets, 4) : u16(octets, 2);
    }
}
