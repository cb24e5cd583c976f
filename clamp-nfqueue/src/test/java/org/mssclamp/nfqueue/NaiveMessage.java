// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.mssclamp.channel.KernelOctets;
import org.mssclamp.oracle.ReferenceClamp;

/**
 * A packet as a datagram of any octets names it, read on arrays, attribute by attribute.
 *
 * @param payload the octets of the packet that are there
 * @param wireLength how many octets it has in the kernel, as far as that is told
 * @param checksumPending whether its checksum holds that of the pseudo-header alone
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record NaiveMessage(int id, int mark, byte[] payload, int wireLength, boolean checksumPending) {
    private static final int PACKET = 0x0300;
    private static final int HEADER_OCTETS = 16;
    private static final int FAMILY_HEADER_OCTETS = 4;

    /** Nothing if no packet is named: then there is nothing to answer. */
    static Optional<NaiveMessage> of(byte[] datagram) {
        if (datagram.length < HEADER_OCTETS) {
            return Optional.empty();
        }
        ByteBuffer header = KernelOctets.host(datagram);
        int stated = header.getInt(0);
        if (stated < HEADER_OCTETS || Short.toUnsignedInt(header.getShort(4)) != PACKET) {
            return Optional.empty();
        }
        Reading reading = new Reading(Arrays.copyOf(datagram, Math.min(stated, datagram.length)));
        return reading.named ? Optional.of(reading.message()) : Optional.empty();
    }

    /** What goes back in the verdict if it has to have an MSS of at most these; nothing if the packet stays as it is. */
    Optional<byte[]> clamped(int ipv4Limit, int ipv6Limit) {
        if (wireLength != payload.length || payload.length == 0) {
            return Optional.empty();
        }
        int limit = payload[0] >> 4 == 4 ? ipv4Limit : ipv6Limit;
        return ReferenceClamp.leavingMissing(limit).apply(payload).filter(after -> !Arrays.equals(after, payload));
    }

    private static final class Reading {
        private boolean named;
        private int id;
        private int mark;
        private byte[] payload = {};
        private int wireLength;
        private boolean checksumPending;

        Reading(byte[] octets) {
            int next = HEADER_OCTETS + FAMILY_HEADER_OCTETS;
            while (octets.length - next >= 4) {
                int stated = Short.toUnsignedInt(KernelOctets.host(octets).getShort(next));
                if (stated < 4) {
                    return;
                }
                int type = KernelOctets.host(octets).getShort(next + 2) & 0x3FFF;
                take(type, Arrays.copyOfRange(octets, next + 4, Math.min(next + stated, octets.length)), stated - 4);
                next += (stated + 3) / 4 * 4;
            }
        }

        private void take(int type, byte[] value, int stated) {
            if (type == 10) {
                payload = value;
                wireLength = Math.max(wireLength, stated);
            }
            if (value.length < 4) {
                return;
            }
            int number = ByteBuffer.wrap(value).getInt();
            switch (type) {
                case 1 -> {
                    id = number;
                    named = value.length >= 7;
                }
                case 3 -> mark = number;
                case 13 -> wireLength = Math.max(wireLength, number);
                case 14 -> checksumPending = number % 2 != 0;
                default -> {}
            }
        }

        NaiveMessage message() {
            return new NaiveMessage(id, mark, payload, wireLength, checksumPending);
        }
    }
}
