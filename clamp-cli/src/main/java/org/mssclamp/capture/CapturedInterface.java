// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

/**
 * Where frames were captured.
 *
 * @param number from 0, in the order of its section
 * @param name as pcapng records it; empty if it does not, and in pcap
 * @param linkType by the number that libpcap gives it
 * @param snapLength octets that were kept of a frame at most; 0 for no limit
 */
public record CapturedInterface(int number, String name, int linkType, long snapLength) {
    /** Stands for that of no frame. */
    static final CapturedInterface NONE = new CapturedInterface(-1, "", -1, 0);

    /** Whether we know what lies before the IP header of its frames. */
    public boolean isRead() {
        return LinkType.of(linkType).isPresent();
    }

    /** What may be kept of a frame, which has so many octets now. */
    int kept(int captured, int grown) {
        return snapLength == 0 ? grown : (int) Math.max(captured, Math.min(grown, snapLength));
    }
}
