// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.status.Column;

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

    private static final Column PACKETS = Column.of(Stream.of("packets"));
    private static final Column MATCHED = Column.of(Stream.of("matched"));
    private static final Column CHANGED = Column.of(Stream.of("changed"));

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
        return report.capture() + ": " + count(traffic.packets().size(), "packet") + ", among them "
                + count(traffic.syns(), "SYN");
    }

    private void addLeftOut(List<String> lines) {
        CapturedTraffic traffic = report.traffic();
        if (traffic.withoutIp() > 0) {
            lines.add("  left out: " + count(traffic.withoutIp(), "frame") + " without IP");
        }
        if (traffic.withoutHeaders() > 0) {
            lines.add("  left out: " + count(traffic.withoutHeaders(), "packet")
                    + " too long, or captured without all headers");
        }
        if (traffic.end() != null) {
            lines.add("  not read to its end: " + traffic.end());
        }
    }

    private String configuration() {
        Passage passage = report.passage();
        List<String> parts = new ArrayList<>();
        parts.add(report.configuration() + ": " + count(report.census().rules().size(), "rule"));
        if (!passage.in().isEmpty()) {
            parts.add("in " + passage.in());
        }
        if (!passage.out().isEmpty()) {
            parts.add("out " + passage.out());
        }
        if (passage.mark() != 0) {
            parts.add("mark 0x" + Integer.toHexString(passage.mark()));
        }
        return String.join(", ", parts);
    }

    private void addCensus(List<String> lines) {
        long counted = report.census().packets();
        if (counted == 0) {
            lines.add("interrupted before a packet was counted");
            lines.add("");
            return;
        }
        if (counted < report.traffic().packets().size()) {
            lines.add("interrupted; counts are of the first " + count(counted, "packet"));
            lines.add("");
        }
        addOutcomes(lines);
        addRules(lines);
    }

    private void addOutcomes(List<String> lines) {
        List<Outcome> met = Arrays.stream(Outcome.values())
                .filter(outcome -> report.census().count(outcome) > 0)
                .toList();
        Column labels =
                Column.of(Stream.concat(Stream.of("outcome"), met.stream().map(Outcome::label)));
        lines.add(labels.left("outcome") + "  packets");
        for (Outcome outcome : met) {
            lines.add(labels.left(outcome.label()) + "  "
                    + PACKETS.right(number(report.census().count(outcome))) + "  "
                    + palette.faint(outcome.description()));
        }
        lines.add("");
    }

    private void addRules(List<String> lines) {
        List<Census.OfRule> rules = report.census().rules();
        List<Census.OfRule> matched =
                rules.stream().filter(rule -> rule.matched() > 0).toList();
        if (!matched.isEmpty()) {
            Column names =
                    Column.of(Stream.concat(Stream.of("rule"), matched.stream().map(Census.OfRule::name)));
            lines.add(names.left("rule") + "  matched  changed");
            for (Census.OfRule rule : matched) {
                lines.add(names.left(rule.name()) + "  " + MATCHED.right(number(rule.matched())) + "  "
                        + CHANGED.right(number(rule.changed())));
            }
        }
        if (matched.size() < rules.size()) {
            String more = matched.isEmpty() ? "" : " more";
            int silent = rules.size() - matched.size();
            lines.add(palette.faint(number(silent) + more + (silent == 1 ? " rule" : " rules") + " matched nothing"));
        }
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
        lines.add("median of " + count(figures.rounds().size(), "round") + " of " + lengths(figures) + ", "
                + count(figures.packets(), "packet") + ", after a warm-up"
                + (report.interrupted() ? "; interrupted" : ""));
        lines.add(report.machine());
    }

    private static String lengths(Figures figures) {
        Spread lengths = figures.millisecondsPerRound();
        String least = number(Math.round(lengths.least()));
        String most = number(Math.round(lengths.most()));
        return (least.equals(most) ? least : least + " to " + most) + " ms";
    }

    private static String ns(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String perSecond(double nsPerPacket) {
        return number(Figures.perSecond(nsPerPacket));
    }

    private static String count(long count, String noun) {
        return number(count) + " " + noun + (count == 1 ? "" : "s");
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
