// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.path;

import java.util.OptionalDouble;

/**
 * What bounds one TCP connection, in bits of payload a second.
 *
 * @param payload of a segment, in octets
 * @param loss the chance that a segment is lost
 * @param windowOctets the largest receive window
 */
public record Throughput(int payload, double rttSeconds, double loss, long windowOctets) {
    /** The shift that RFC 7323 2.3 allows at most. */
    public static final int LARGEST_SCALE = 14;

    /** The largest window that can be said at all. */
    public static final long LARGEST_WINDOW = 65535L << LARGEST_SCALE;

    private static final double BITS = 8;
    private static final double MATHIS = Math.sqrt(1.5);

    /** {@link Formula#LOSS_RATE}; empty without loss, where it knows no bound. */
    public OptionalDouble byLoss() {
        return loss == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(BITS * payload / rttSeconds * MATHIS / Math.sqrt(loss));
    }

    /** {@link Formula#TIMEOUT_RATE}; empty without loss. */
    public OptionalDouble byLossWithTimeouts() {
        if (loss == 0) {
            return OptionalDouble.empty();
        }
        double recovery = rttSeconds * Math.sqrt(2 * loss / 3);
        double timeouts = 4 * rttSeconds * 3 * Math.sqrt(3 * loss / 8) * loss * (1 + 32 * loss * loss);
        return OptionalDouble.of(BITS * payload / (recovery + timeouts));
    }

    /** {@link Formula#WINDOW_RATE}. */
    public double byWindow() {
        return BITS * windowOctets / rttSeconds;
    }

    /** The less of {@link #byLossWithTimeouts} and {@link #byWindow}. */
    public double bound() {
        return Math.min(byLossWithTimeouts().orElse(Double.MAX_VALUE), byWindow());
    }

    /** Whether the window binds, not loss. */
    public boolean isBoundByWindow() {
        return byWindow() <= byLossWithTimeouts().orElse(Double.MAX_VALUE);
    }

    /** {@link Formula#WINDOW_SCALE}; {@link #LARGEST_SCALE} for a window that no scale can say. */
    public int windowScale() {
        int scale = 0;
        while (scale < LARGEST_SCALE && (65535L << scale) < windowOctets) {
            scale++;
        }
        return scale;
    }
}
