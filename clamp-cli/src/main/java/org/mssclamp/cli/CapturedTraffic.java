// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.mssclamp.capture.CaptureException;
import org.mssclamp.capture.CapturedPacket;
import org.mssclamp.capture.PacketSource;
import org.mssclamp.packet.DecodeResult;
import org.mssclamp.packet.SynPacket;

/**
 * The IP packets of a capture, in memory, as the kernel would hand them over: whole, with zeros for data that the capture
 * did not keep.
 *
 * @param syns how many of them are SYNs or SYN-ACKs
 * @param withoutIp frames left out because there is no IP packet in them
 * @param withoutHeaders packets left out because the capture did not keep their headers, or because no queue takes as many
 *     octets
 * @param end why the rest of the capture was not read, if there is a rest
 */
record CapturedTraffic(
        List<byte[]> packets,
        int syns,
        int withoutIp,
        int withoutHeaders,
        @Nullable String end) {
    static final int MAX_PACKETS = 500_000;
    static final int MAX_OCTETS = 64 << 20;

    /** What the length of a netlink attribute, 16 bits, leaves for a packet. */
    private static final int MAX_PACKET_OCTETS = 0xFFFF - 4;

    CapturedTraffic {
        packets = List.copyOf(packets);
    }

    /**
     * Reads a capture to its end, or as much of it as fits and is whole.
     *
     * @param interrupted asked before each frame; ends the reading
     */
    static CapturedTraffic of(PacketSource source, BooleanSupplier interrupted) throws CaptureException {
        return of(source, interrupted, MAX_PACKETS, MAX_OCTETS);
    }

    /**
     * As {@link #of(PacketSource, BooleanSupplier)}.
     *
     * @throws CaptureException if not even one packet can be read
     */
    static CapturedTraffic of(PacketSource source, BooleanSupplier interrupted, int maxPackets, int maxOctets)
            throws CaptureException {
        Reading reading = new Reading(interrupted, maxPackets, maxOctets);
        return reading.readAll(source);
    }

    private static final class Reading {
        private final BooleanSupplier interrupted;
        private final int maxPackets;
        private final int maxOctets;
        private final SynPacket syn = new SynPacket();
        private final List<byte[]> packets = new ArrayList<>();
        private int octets;
        private int syns;
        private int withoutIp;
        private int withoutHeaders;

        Reading(BooleanSupplier interrupted, int maxPackets, int maxOctets) {
            this.interrupted = interrupted;
            this.maxPackets = maxPackets;
            this.maxOctets = maxOctets;
        }

        CapturedTraffic readAll(PacketSource source) throws CaptureException {
            try {
                while (!interrupted.getAsBoolean()) {
                    Optional<CapturedPacket> next = source.next();
                    if (next.isEmpty()) {
                        return traffic(null);
                    }
                    if (isFull(next.get())) {
                        return traffic(String.format(
                                Locale.ROOT,
                                "only as many packets are replayed as fit: %,d at most, or %d MiB",
                                maxPackets,
                                maxOctets >> 20));
                    }
                    take(next.get());
                }
                return traffic("interrupted");
            } catch (CaptureException refused) {
                if (packets.isEmpty()) {
                    throw refused;
                }
                return traffic(refused.getMessage());
            }
        }

        private boolean isFull(CapturedPacket packet) {
            return packets.size() == maxPackets || octets > maxOctets - Math.min(packet.wireLength(), maxOctets);
        }

        private void take(CapturedPacket packet) {
            if (!packet.isIp()) {
                withoutIp++;
                return;
            }
            int length = packet.wireLength();
            if (length > MAX_PACKET_OCTETS) {
                withoutHeaders++;
                return;
            }
            byte[] whole = packet.octets(length);
            DecodeResult decoded = syn.decode(Unpooled.wrappedBuffer(whole), 0, packet.capturedLength(), length);
            if (decoded == DecodeResult.TRUNCATED) {
                withoutHeaders++;
                return;
            }
            packets.add(whole);
            octets += length;
            syns += decoded == DecodeResult.SYN ? 1 : 0;
        }

        private CapturedTraffic traffic(@Nullable String end) {
            return new CapturedTraffic(packets, syns, withoutIp, withoutHeaders, end);
        }
    }
}
