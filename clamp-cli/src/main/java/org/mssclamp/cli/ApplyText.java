// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * What {@code pcap apply} did, for people.
 *
 * <pre>
 * office.pcap: 1,000 packets read
 *   12 frames without IP, copied as they are
 * clamped.pcap: 1,000 packets written, 20 changed
 * gateway.yaml: 2 rules, in wg0, out eth0
 *
 * outcome  packets
 * …
 * </pre>
 */
record ApplyText(ApplyReport report, Palette palette) {
    /** The lines, each with its end. */
    String render() {
        List<String> lines = new ArrayList<>();
        lines.add(report.capture() + ": " + Count.of(report.frames(), "packet") + " read");
        if (report.withoutIp() > 0) {
            lines.add("  " + Count.of(report.withoutIp(), "frame") + " without IP, copied as they are");
        }
        if (report.unreadLinks() > 0) {
            lines.add("  " + Count.number(report.unreadLinks()) + " of them of a link type that is not known: allowed"
                    + " Ethernet, Linux cooked, loopback and raw IP");
        }
        lines.add(report.copy() + ": " + Count.of(report.written(), "packet") + " written, "
                + palette.strong(Count.number(report.changed()) + " changed"));
        if (report.leftOut() > 0) {
            lines.add("  " + Count.of(report.leftOut(), "packet") + " left out, which the daemon would drop");
        }
        lines.add(report.configuration() + ": "
                + Count.of(report.census().rules().size(), "rule")
                + report.passage().described()
                + (report.pathMtu().isPresent()
                        ? ", path MTU " + report.pathMtu().getAsInt()
                        : ""));
        lines.add("");
        lines.addAll(new CensusText(report.census(), palette).lines());
        return String.join("\n", lines) + "\n";
    }
}
