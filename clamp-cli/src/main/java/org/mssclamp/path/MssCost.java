// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.path;

import java.util.OptionalDouble;

/**
 * What an MSS costs on a path.
 *
 * @param mss what both ends announce
 * @param fit whether its full segments go through the tunnels
 * @param payload data in a full segment, in octets
 * @param packets that a segment becomes; more than one only if a router may cut it, 0 if nothing carries it
 * @param onPath octets of these on the path, with all headers
 * @param segmentLoss the chance that one of them is lost; 1 if nothing carries it
 * @param throughput of a connection with that loss; void if nothing carries it
 */
public record MssCost(
        int mss, Fit fit, int payload, int packets, int onPath, double segmentLoss, Throughput throughput) {
    /** How an MSS lies to the one that fits. */
    public enum Fit {
        /** Room is left in each packet. */
        SMALL("too small"),
        /** The largest that fits. */
        RIGHT("fits"),
        /** Full segments do not fit: a black hole where ICMP is filtered, else fragments or a path MTU learned late. */
        LARGE("too large");

        private final String label;

        Fit(String label) {
            this.label = label;
        }

        /** The name in output. */
        public String label() {
            return label;
        }
    }

    /** What of the octets on the path is data, 0 to 1. */
    public double payloadShare() {
        return onPath == 0 ? 0 : (double) payload / onPath;
    }

    /** The throughput; empty if nothing carries a full segment. */
    public OptionalDouble rate() {
        return packets == 0 ? OptionalDouble.empty() : OptionalDouble.of(throughput.bound());
    }

    /** Packets on the path for a million octets of data. */
    public double packetsPerMegabyte() {
        return payload <= 0 ? 0 : 1e6 * packets / payload;
    }
}
