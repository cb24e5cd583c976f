// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mssclamp.oracle.PacketNumber;

/**
 * Sends generated packets through the gateway of a {@link Lab} and gathers what comes out on the other side.
 *
 * <p>Not more than a window of them is under way at once, so that no buffer overflows; a marker behind each window tells
 * when it is through. Not thread-safe.
 */
final class Passage implements AutoCloseable {
    private static final int WINDOW = 200;
    /** A processor may be behind another one by what it has in its backlog, but not by several markers. */
    private static final int LAST_MARKERS = 3;

    private final PacketSocket sender;
    private final PacketSocket receiver;
    private final PacketSocket.Way in0;
    private final PacketSocket.Way in1;
    private int markers;

    Passage(Lab lab) {
        sender = PacketSocket.open(lab.sender());
        receiver = PacketSocket.open(lab.receiver());
        in0 = sender.way(Link.IN0.hostInterface(), Link.IN0.gatewayMac());
        in1 = sender.way(Link.IN1.hostInterface(), Link.IN1.gatewayMac());
    }

    /** What came out of these packets, by their numbers. */
    Map<Integer, byte[]> of(List<byte[]> packets) {
        Map<Integer, byte[]> arrived = new HashMap<>();
        for (int from = 0; from < packets.size(); from += WINDOW) {
            List<byte[]> window = packets.subList(from, Math.min(from + WINDOW, packets.size()));
            window.forEach(packet -> sender.send(packet, way(packet)));
            gatherUpToMarker(arrived);
        }
        for (int i = 0; i < LAST_MARKERS; i++) {
            gatherUpToMarker(arrived);
        }
        return arrived;
    }

    /** Packets of odd numbers come in by the second link. */
    static Link link(byte[] packet) {
        return PacketNumber.of(packet) % 2 == 0 ? Link.IN0 : Link.IN1;
    }

    private PacketSocket.Way way(byte[] packet) {
        return link(packet) == Link.IN0 ? in0 : in1;
    }

    private void gatherUpToMarker(Map<Integer, byte[]> arrived) {
        markers++;
        sender.send(Marker.packet(markers), in0);
        while (true) {
            byte[] packet = receiver.receive()
                    .orElseThrow(() -> new AssertionError("marker " + markers + " did not come through the gateway"));
            if (Marker.isMarker(packet)) {
                if (Marker.number(packet) == markers) {
                    return;
                }
                continue;
            }
            byte[] twin = arrived.put(PacketNumber.of(packet), packet);
            if (twin != null) {
                throw new AssertionError("packet " + PacketNumber.of(packet) + " came out twice");
            }
        }
    }

    @Override
    public void close() {
        receiver.close();
        sender.close();
    }
}
