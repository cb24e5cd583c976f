// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.oracle;

import static org.mssclamp.oracle.NaivePacket.u16;
import static org.mssclamp.oracle.NaivePacket.write16;

import java.util.Optional;

/**
 * The contract of the clamp, carried out naively: what one rule for all packets makes of each.
 *
 * @param limit the largest MSS; not below the floor, which a configuration ensures
 * @param addsMissing {@code missing-mss: add}
 * @param dropsMalformed {@code malformed: drop}
 * @param clampsAo {@code tcp-ao: clamp}
 */
public record ReferenceClamp(int limit, boolean addsMissing, boolean dropsMalformed, boolean clampsAo) {
    private static final int MAX_HEADER_OCTETS = 60;
    private static final int MAX_PACKET_OCTETS = 0xFFFF;

    /** The defaults of a configuration. */
    public static ReferenceClamp leavingMissing(int limit) {
        return new ReferenceClamp(limit, false, false, false);
    }

    /** The defaults but for {@code missing-mss: add}. */
    public static ReferenceClamp addingMissing(int limit) {
        return new ReferenceClamp(limit, true, false, false);
    }

    /** All but the limit, in the words of a configuration. */
    public String settings() {
        return String.format(
                "missing-mss: %s, malformed: %s, tcp-ao: %s",
                addsMissing ? "add" : "leave", dropsMalformed ? "drop" : "accept", clampsAo ? "clamp" : "leave");
    }

    @Override
    public String toString() {
        return "set-mss: " + limit + ", " + settings();
    }

    /** The packet as it goes on, in an array of its own; empty if it is dropped. */
    public Optional<byte[]> apply(byte[] octets) {
        NaivePacket packet = NaivePacket.of(octets);
        if (packet.beginsTcp() && isMalformed(packet) && dropsMalformed) {
            return Optional.empty();
        }
        if (!packet.beginsTcp() || isMalformed(packet) || !packet.isSyn()) {
            return Optional.of(octets.clone());
        }
        ReceivedOptions options = ReceivedOptions.of(packet);
        if (!options.mssValues().isEmpty()) {
            return Optional.of(lower(packet, options));
        }
        return Optional.of(mayAdd(packet, options) ? add(packet) : octets.clone());
    }

    private static boolean isMalformed(NaivePacket packet) {
        return packet.segmentLength() < NaivePacket.TCP_MIN_OCTETS || (packet.isSyn() && !packet.holdsTcpHeader());
    }

    private byte[] lower(NaivePacket packet, ReceivedOptions options) {
        byte[] lowered = packet.octets().clone();
        boolean tooLarge = options.mssValues().stream().anyMatch(value -> u16(lowered, value) > limit);
        if (!tooLarge || (options.isSignedByAo() && !clampsAo)) {
            return lowered;
        }
        for (int value : options.mssValues()) {
            write16(lowered, value, Math.min(u16(lowered, value), limit));
        }
        return withTcpChecksumMoved(packet, lowered);
    }

    private boolean mayAdd(NaivePacket packet, ReceivedOptions options) {
        return addsMissing
                && !options.isMalformed()
                && !options.isSigned()
                && !packet.fragment()
                && !packet.hasData()
                && packet.tcpHeaderLength() + 4 <= MAX_HEADER_OCTETS
                && packet.octets().length + 4 <= MAX_PACKET_OCTETS;
    }

    private byte[] add(NaivePacket packet) {
        return withTcpChecksumMoved(packet, packet.withMssInserted(Math.min(limit, packet.defaultMss())));
    }

    /** Writes the checksum that is as wrong for the new octets as the old one is for the old. */
    static byte[] withTcpChecksumMoved(NaivePacket before, byte[] octets) {
        long newSum = NaivePacket.of(octets).checksummed();
        int checksum = NaivePacket.moved(before.tcpChecksum(), before.checksummed(), newSum);
        write16(octets, before.transportOffset() + 16, checksum);
        return octets;
    }
}
