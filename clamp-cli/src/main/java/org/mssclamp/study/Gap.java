// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Where packets begin to vanish on a path: behind the largest that arrived, at the smallest that did not, or between.
 *
 * @param arrived octets of a packet; 0 if none is known to have arrived
 * @param largestVanished octets of the largest
 */
record Gap(int arrived, int vanished, int largestVanished) {
    /** RFC 8200 5: what every link of IPv6 carries, and in practice every path of IPv4. */
    static final int SAFE_MTU = 1280;

    /** On one path. */
    static Gap of(int arrived, int vanished) {
        return new Gap(arrived, vanished, vanished);
    }

    /**
     * On all of these paths, at least one. Of a path over which only small packets arrived it is not known what it carries, so
     * that others count first; of these the narrowest does.
     */
    static Gap across(List<Gap> paths) {
        int vanished = paths.stream().mapToInt(Gap::vanished).min().orElseThrow();
        int largest = paths.stream().mapToInt(Gap::largestVanished).max().orElseThrow();
        int arrived = arrivals(paths, vanished)
                .filter(octets -> octets >= SAFE_MTU)
                .min()
                .orElse(arrivals(paths, vanished).max().orElse(0));
        return new Gap(arrived, vanished, largest);
    }

    private static IntStream arrivals(List<Gap> paths, int below) {
        return paths.stream().mapToInt(Gap::arrived).filter(octets -> octets < below);
    }

    /** A clause of it. */
    String text() {
        return "packets of " + vanished + (largestVanished > vanished ? " octets and more vanish" : " octets vanish")
                + (arrived > 0 ? ", those of up to " + arrived + " arrive" : "");
    }
}
