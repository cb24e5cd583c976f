// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.mssclamp.status.Numbers.count;
import static org.mssclamp.status.Numbers.noun;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.mssclamp.config.Quoted;
import org.mssclamp.status.Numbers;
import org.mssclamp.study.Findings.Connections;
import org.mssclamp.study.Findings.Omissions;
import org.mssclamp.study.Findings.Traffic;

/** What a report says besides its verdict and its tables: sentences, the same on a terminal and on a page. */
record ReportLines(CaptureReport report) {
    private Traffic traffic() {
        return report.findings().traffic();
    }

    /** What was read. */
    List<String> read() {
        List<String> lines = new ArrayList<>();
        String files = report.files().size() == 1
                ? Quoted.printable(report.files().get(0))
                : noun(report.files().size(), "file");
        lines.add(files + ": " + noun(traffic().frames(), "frame") + span());
        Connections connections = report.findings().connections();
        lines.add(noun(connections.begun(), "connection") + ": " + count(connections.complete()) + " complete, "
                + count(connections.refused()) + " refused, " + count(connections.unanswered()) + " unanswered; "
                + count(connections.underway()) + " more had begun before");
        lines.add(noun(traffic().segments(), "segment") + " of TCP, "
                + count(traffic().sentAgain())
                + " sent again or overtaken; " + noun(connections.lost(), "connection")
                + " lost, whatever the size of packets");
        if (connections.untested() > 0) {
            lines.add(count(connections.untested())
                    + " of the complete sent no full segment, and tell nothing of their paths");
        }
        return lines;
    }

    private String span() {
        if (traffic().firstNs() == 0) {
            return "";
        }
        Duration lasted =
                Duration.ofNanos(Math.max(traffic().lastNs() - traffic().firstNs(), 0));
        return " in " + Numbers.duration(lasted) + ", from "
                + Numbers.time(Instant.ofEpochSecond(0, traffic().firstNs()));
    }

    /** What is not in it, and why. */
    List<String> limits() {
        List<String> lines = new ArrayList<>();
        report.ends().forEach(end -> lines.add("not read to its end: " + Quoted.printable(end)));
        if (report.interrupted()) {
            lines.add("interrupted: this is of what was read so far");
        }
        add(lines, traffic().withoutIp(), "frame", "without IP");
        add(lines, traffic().unreadable(), "packet", "with headers damaged, or not captured");
        add(lines, traffic().copies(), "packet", "seen again behind a router, which count for no connection");
        if (traffic().aggregates() > 0) {
            lines.add(noun(traffic().aggregates(), "segment") + " beyond what the receiver allows: joined by the"
                    + " capturing host's offload, they tell nothing of sizes on the wire; see ethtool -K, gro and tso");
        }
        addOmissions(lines, report.findings().omissions());
        return lines;
    }

    private static void add(List<String> lines, long number, String noun, String why) {
        if (number > 0) {
            lines.add(noun(number, noun) + " " + why);
        }
    }

    private static void addOmissions(List<String> lines, Omissions omissions) {
        if (omissions.flows() > 0) {
            lines.add(noun(omissions.flows(), "connection") + " judged before the end: "
                    + count(omissions.limits().flows()) + " are followed at a time, the one longest silent gives way");
        }
        if (omissions.paths() > 0) {
            lines.add(noun(omissions.paths(), "path") + " forgotten: "
                    + count(omissions.limits().paths()) + " are kept of which nothing tells that they are narrow");
        }
        add(
                lines,
                omissions.peerSyns(),
                "SYN",
                "of hosts beyond the first " + count(omissions.limits().rows()));
        add(
                lines,
                omissions.routerReports(),
                "ICMP message",
                "of routers beyond the first " + count(omissions.limits().rows()));
    }
}
