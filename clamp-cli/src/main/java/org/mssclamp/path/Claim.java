// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.path;

import java.util.Locale;

/** What is often said of MTU and MSS, and is wrong. */
public enum Claim {
    /** Off by a factor of nine. */
    WINDOW(
            "a window of 1 MiB at 100 ms carries 780 Mbit/s",
            "1,048,576 octets x 8 / 0.1 s = 83.9 Mbit/s; 780 Mbit/s at 100 ms take a window of 9.3 MiB",
            "RFC 7323 1.1"),
    /** The one counts octets of the window, the other those of a segment. */
    WINDOW_SCALE(
            "the window scale follows from the MSS",
            "it shifts the window, a number of octets: 1 MiB needs 5 whether the MSS is 536 or 8960",
            "RFC 7323 2.2"),
    /** They come off the data. */
    TIMESTAMPS(
            "timestamps come off the MSS option, which is 1448 on Ethernet",
            "the option says MTU less fixed headers, 1460; who sends takes 12 octets off its data for the timestamps, and would"
                    + " take them off twice",
            "RFC 9293 3.7.1; RFC 6691 2");

    private final String claim;
    private final String truth;
    private final String source;

    Claim(String claim, String truth, String source) {
        this.claim = claim;
        this.truth = truth;
        this.source = source;
    }

    /** The name in output. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What is said. */
    public String claim() {
        return claim;
    }

    /** What is so instead, and why. */
    public String truth() {
        return truth;
    }

    /** RFC and section. */
    public String source() {
        return source;
    }
}
