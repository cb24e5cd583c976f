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
public final class Passage implements AutoCloseable {
    private static final int WINDOW = 200;
    /** A processor may be behind another one by what it has in its backlog, but not by several markers. */
    private static final int LAST_MARKERS = 3;

    private final Ingress ingress;
    private final PacketSocket receiver;
    private int markers;

    /** From the lab's sender to its receiver. */
    public Passage(Lab lab) {
        this(new LinkIngress(lab), lab.receiver());
    }

    /** Takes over the ingress. */
    Passage(Ingress ingress, Namespace receiver) {
        this.ingress = ingress;
        this.receiver = PacketSocket.open(receiver);
    }

    /** What came out of these packets, by their numbers. */
    public Map<Integer, byte[]> of(List<byte[]> packets) {
        Map<Integer, byte[]> arrived = new HashMap<>();
        for (int from = 0; from < packets.size(); from += WINDOW) {
            List<byte[]> window = packets.subList(from, Math.min(from + WINDOW, packets.size()));
            window.forEach(ingress::send);
            gatherUpToMarker(arrived);
        }
        for (int i = 0; i < LAST_MARKERS; i++) {
            gatherUpToMarker(arrived);
        }
        return arrived;
    }

    private void gatherUpToMarker(Map<Integer, byte[]> arrived) {
        markers++;
        ingress.send(Marker.packet(markers));
        while (true) {
            byte[] packet = receiver.receive()
                    .orElseThrow(() -> new AssertionError("marker " + markers + " did not come through the gateway"));
            if (!Marker.isMarker(packet)) {
                put(arrived, SegmentRouting.unwrapped(packet));
            } else if (Marker.number(packet) == markers) {
                return;
            }
        }
    }

    private static void put(Map<Integer, byte[]> arrived, byte[] packet) {
        byte[] twin = arrived.put(PacketNumber.of(packet), packet);
        if (twin != null) {
            throw new AssertionError("packet " + PacketNumber.of(packet) + " came out twice");
        }
    }

    @Override
    public void close() {
        receiver.close();
        ingress.close();
    }
}
