// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

/** What a worker was told of the paths of one packet: a place to keep it in, and to take it from later. */
public final class PathRecord {
    private int forward = RoutePaths.NOT_ASKED;
    private int reverse = RoutePaths.NOT_ASKED;

    void fill(int forwardMtu, int reverseMtu) {
        forward = forwardMtu;
        reverse = reverseMtu;
    }

    /** Paths that answer the same, whoever asks. */
    public PathTrace replay() {
        return new RecordedPaths(forward, reverse);
    }
}
