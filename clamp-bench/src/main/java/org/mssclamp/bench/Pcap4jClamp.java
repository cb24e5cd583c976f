// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import java.util.ArrayList;
import java.util.List;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.IpV4Packet.IpV4Header;
import org.pcap4j.packet.TcpMaximumSegmentSizeOption;
import org.pcap4j.packet.TcpPacket;
import org.pcap4j.packet.TcpPacket.TcpOption;

/** Clamps a SYN of IPv4 by parsing it and building it anew, the way pcap4j is meant to be used. */
final class Pcap4jClamp {
    private Pcap4jClamp() {}

    /** The packet with its MSS lowered to the limit, and the TCP checksum computed anew. */
    static byte[] clamp(byte[] packet, int limit) {
        IpV4Packet parsed = parse(packet);
        IpV4Header header = parsed.getHeader();
        IpV4Packet.Builder builder = parsed.getBuilder();
        TcpPacket.Builder tcp = builder.get(TcpPacket.Builder.class);
        tcp.options(lowered(parsed.get(TcpPacket.class).getHeader().getOptions(), limit))
                .srcAddr(header.getSrcAddr())
                .dstAddr(header.getDstAddr())
                .correctChecksumAtBuild(true);
        return builder.build().getRawData();
    }

    private static IpV4Packet parse(byte[] packet) {
        try {
            return IpV4Packet.newPacket(packet, 0, packet.length);
        } catch (IllegalRawDataException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    private static List<TcpOption> lowered(List<TcpOption> options, int limit) {
        List<TcpOption> lowered = new ArrayList<>(options.size());
        for (TcpOption option : options) {
            boolean isAbove = option instanceof TcpMaximumSegmentSizeOption mss && mss.getMaxSegSizeAsInt() > limit;
            lowered.add(isAbove ? maximum(limit) : option);
        }
        return lowered;
    }

    private static TcpMaximumSegmentSizeOption maximum(int limit) {
        return new TcpMaximumSegmentSizeOption.Builder()
                .maxSegSize((short) limit)
                .correctLengthAtBuild(true)
                .build();
    }
}
