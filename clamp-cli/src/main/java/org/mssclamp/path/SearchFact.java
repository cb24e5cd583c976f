// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.path;

import java.util.Locale;

/** How searches are compared, and who says so. */
public enum SearchFact {
    /** The beginning. */
    BASE("a search begins with BASE_PLPMTU, which is expected to pass", "RFC 8899 5.1.2 and 5.2"),
    /** The order of sizes. */
    STRATEGY("which size is next is left open; all want a least useful gain, the step", "RFC 8899 5.3.2; RFC 4821 7.3"),
    /** When a size is refused. */
    REFUSED("MAX_PROBES = 3 losses in a row refuse a size", "RFC 8899 5.1.2"),
    /** Time. */
    TIME(
            "time = answered probes x RTT + unanswered probes x PROBE_TIMER, which should be more than 15 s and must not be less"
                    + " than 1 s",
            "RFC 8899 5.1.1 and 5.3.1"),
    /** Paths. */
    PATHS(
            "paths: a line with and without PPPoE, bare or with one tunnel of each kind, each as likely as any other",
            "mssclamp presets; docs/tunnels.md"),
    /** Error. */
    ERROR("standard error = standard deviation / sqrt(runs)", "the central limit theorem");

    private final String text;
    private final String source;

    SearchFact(String text, String source) {
        this.text = text;
        this.source = source;
    }

    /** The name in output. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The fact. */
    public String text() {
        return text;
    }

    /** RFC and section. */
    public String source() {
        return source;
    }
}
