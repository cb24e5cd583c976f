// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was measured, for people.
 *
 * <pre>
 * office.pcap: 1,000 packets, among them 20 SYNs
 * gateway.yaml: 2 rules, in wg0, out eth0
 *
 * outcome  packets
 * clamped       20  the MSS was lowered
 * not-syn      980  TCP without SYN, or with RST
 *
 * rule     matched  changed
 * phones        20       20
 * 1 more rule matched nothing
 *
 * 41.3 ns of processor time a packet (40.9 to 43.0)
 * 24,213,075 packets/s on one processor (23,255,814 to 24,449,878)
 * 0.00 octets allocated for a packet
 * median of 20 rounds …
 * </pre>
 */
record BenchText(BenchReport report, Palette palette) {
    private static final String KERNEL = """
            This is the hot path alone, from a message of the queue to its verdict, with copying each packet in. The kernel's
            share, which is the larger by far, is not in it.
            """;

    /** The lines, each with its end. */
    String render() {
        List<String> lines = new ArrayList<>();
        lines.add(capture());
        addLeftOut(lines);
        lines.add(configuration());
        lines.add("");
        addCensus(lines);
        if (report.paths() != PathSource.NOT_ASKED) {
            lines.add(report.paths().description());
            lines.add("");
        }
        addFigures(lines);
        return String.join("\n", lines) + "\n" + KERNEL;
    }

    private String capture() {
        CapturedTraffic traffic = report.traffic();
        return report.capture() + ": " + Count.of(traffic.packets().size(), "packet") + ", among them "
                + Count.of(traffic.syns(), "SYN");
    }

    private void addLeftOut(List<String> lines) {
        CapturedTraffic traffic = report.traffic();
        if (traffic.withoutIp() > 0) {
            lines.add("  left out: " + Count.of(traffic.withoutIp(), "frame") + " without IP");
        }
        if (traffic.withoutHeaders() > 0) {
            lines.add("  left out: " + Count.of(traffic.withoutHeaders(), "packet")
                    + " too long, or captured without all headers");
        }
        if (traffic.end() != null) {
            lines.add("  not read to its end: " + traffic.end());
        }
    }

    private String configuration() {
        return report.configuration() + ": " + Count.of(report.census().rules().size(), "rule")
                + report.passage().described();
    }

    private void addCensus(List<String> lines) {
        long counted = report.census().packets();
        if (counted == 0) {
            lines.add("interrupted before a packet was counted");
            lines.add("");
            return;
        }
        if (counted < report.traffic().packets().size()) {
            lines.add("interrupted; counts are of the first " + Count.of(counted, "packet"));
            lines.add("");
        }
        lines.addAll(new CensusText(report.census(), palette).lines());
        lines.add("");
    }

    private void addFigures(List<String> lines) {
        Figures figures = report.figures();
        if (figures.isEmpty()) {
            lines.add("interrupted before anything was measured");
            return;
        }
        Spread ns = figures.nsPerPacket();
        lines.add(palette.strong(ns(ns.median()) + " ns") + " of processor time a packet (" + ns(ns.least()) + " to "
                + ns(ns.most()) + ")");
        lines.add(perSecond(ns.median()) + " packets/s on one processor (" + perSecond(ns.most()) + " to "
                + perSecond(ns.least()) + ")");
        lines.add(String.format(Locale.ROOT, "%.2f octets allocated for a packet", figures.allocatedOctetsPerPacket()));
        lines.add("median of " + Count.of(figures.rounds().size(), "round") + " of " + lengths(figures) + ", "
                + Count.of(figures.packets(), "packet") + ", after a warm-up"
                + (report.interrupted() ? "; interrupted" : ""));
        lines.add(report.machine());
    }

    private static String lengths(Figures figures) {
        Spread lengths = figures.millisecondsPerRound();
        String least = Count.number(Math.round(lengths.least()));
        String most = Count.number(Math.round(lengths.most()));
        return (least.equals(most) ? least : least + " to " + most) + " ms";
    }

    private static String ns(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String perSecond(double nsPerPacket) {
        return Count.number(Figures.perSecond(nsPerPacket));
    }
}
