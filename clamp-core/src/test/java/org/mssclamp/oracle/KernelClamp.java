// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.oracle;

import static org.mssclamp.oracle.NaivePacket.u16;
import static org.mssclamp.oracle.NaivePacket.u8;
import static org.mssclamp.oracle.NaivePacket.write16;

import java.util.Optional;
import org.mssclamp.packet.Family;

/**
 * What the kernel's own rule makes of a packet in FORWARD: {@code -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss}.
 *
 * <p>As measured on Linux 6.18 with xtables rules, the flaws included.
 *
 * @param limit the argument of {@code --set-mss}
 */
public record KernelClamp(int limit) {
    private static final int NOT_FOUND = -1;
    private static final int NOTHING_FITS = -1;
    private static final int MAX_HEADER_OCTETS = 60;

    /** The same with {@code --clamp-mss-to-pmtu}, where the path carries packets of so many octets. */
    public static KernelClamp toPathMtu(int octets, Family family) {
        int left = octets - family.fixedHeaderOctets();
        return new KernelClamp(left > 0 ? left : NOTHING_FITS);
    }

    /** The packet as it goes on, in an array of its own; empty if it is dropped. */
    public Optional<byte[]> apply(byte[] octets) {
        NaivePacket packet = NaivePacket.of(octets);
        if (isDroppedByMatch(packet)) {
            return Optional.empty();
        }
        if (!packet.beginsTcp() || !packet.isSyn()) {
            return Optional.of(octets.clone());
        }
        return packet.holdsTcpHeader() && limit != NOTHING_FITS ? Optional.of(clamp(packet)) : Optional.empty();
    }

    /** Whether the matches {@code -p tcp -m tcp} drop the packet instead of matching it or not ("hotdrop"). */
    public static boolean isDroppedByMatch(byte[] octets) {
        return isDroppedByMatch(NaivePacket.of(octets));
    }

    private static boolean isDroppedByMatch(NaivePacket packet) {
        if (!packet.hasWholeIp()) {
            return false; // The IP layer keeps such from every rule.
        }
        if (packet.version() == 6) {
            return hidesTransport(packet.octets());
        }
        if (packet.protocol() != NaivePacket.TCP) {
            return false;
        }
        return packet.fragmentOffset() == 0
                ? packet.segmentLength() < NaivePacket.TCP_MIN_OCTETS
                : packet.fragmentOffset() == 8;
    }

    /** Whether {@code -p} cannot tell the protocol, or {@code -m tcp} finds less than a TCP header. */
    private static boolean hidesTransport(byte[] octets) {
        int header = u8(octets, 6);
        int offset = 40;
        while (NaivePacket.isWalked(header)) {
            if (offset + (header == 43 || header == 44 ? 4 : 2) > octets.length) {
                return true;
            }
            int next = u8(octets, offset);
            if (header == 44 && (u16(octets, offset + 2) & 0xFFF8) != 0) {
                return NaivePacket.isWalked(next);
            }
            offset += NaivePacket.extensionOctets(header, u8(octets, offset + 1));
            header = next;
        }
        return header == NaivePacket.TCP && offset + NaivePacket.TCP_MIN_OCTETS > octets.length;
    }

    private byte[] clamp(NaivePacket packet) {
        int value = firstMss(packet);
        if (value == NOT_FOUND) {
            return packet.hasData() || packet.tcpHeaderLength() == MAX_HEADER_OCTETS
                    ? packet.octets().clone()
                    : ReferenceClamp.withTcpChecksumMoved(
                            packet, packet.withMssInserted(Math.min(limit, packet.defaultMss())));
        }
        byte[] lowered = packet.octets().clone();
        int mss = u16(lowered, value);
        if (mss > limit) {
            write16(lowered, value, limit);
            // The kernel takes the value for a word of the sum wherever it stands; at an odd offset it is none.
            write16(lowered, packet.transportOffset() + 16, NaivePacket.moved(packet.tcpChecksum(), mss, limit));
        }
        return lowered;
    }

    /** Where the value of the MSS option lies that the kernel lowers, or -1: its walk ends at no End of Option List. */
    static int firstMss(NaivePacket packet) {
        byte[] octets = packet.octets();
        int at = packet.transportOffset() + NaivePacket.TCP_MIN_OCTETS;
        int last = packet.transportOffset() + packet.tcpHeaderLength() - 4;
        while (at <= last) {
            if (octets[at] == 2 && octets[at + 1] == 4) {
                return at + 2;
            }
            boolean oneOctet = octets[at] == 0 || octets[at] == 1 || octets[at + 1] == 0;
            at += oneOctet ? 1 : u8(octets, at + 1);
        }
        return NOT_FOUND;
    }
}
