// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.path;

import java.util.OptionalInt;
import org.mssclamp.tunnel.TunnelStack;

/**
 * What is to be modelled: a path, the tunnels over it, and one TCP connection through them.
 *
 * @param pathMtu the largest packet outside the outermost tunnel, in octets
 * @param tunnels the outermost first; {@link TunnelStack#NONE} for a bare path
 * @param timestamps whether each segment has the timestamps option
 * @param mss one to be judged
 * @param rttSeconds round-trip time, more than 0
 * @param loss the chance that a packet is lost, 0 up to but not 1
 * @param windowOctets the largest receive window
 */
public record Scenario(
        int pathMtu,
        TunnelStack tunnels,
        boolean timestamps,
        OptionalInt mss,
        double rttSeconds,
        double loss,
        long windowOctets) {
    /** What is assumed where nothing is said. */
    public static final double RTT_SECONDS = 0.1;

    /** A packet in a thousand. */
    public static final double LOSS = 0.001;

    /** 1 MiB. */
    public static final long WINDOW_OCTETS = 1L << 20;

    /** The largest packet inside of all tunnels, {@link TunnelStack#NOTHING_FITS} if none fits. */
    public int innerMtu() {
        return tunnels.innerMtu(pathMtu);
    }
}
