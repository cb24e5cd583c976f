// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.mssclamp.packet.Family;
import org.mssclamp.path.Claim;
import org.mssclamp.path.FamilyModel;
import org.mssclamp.path.Formula;
import org.mssclamp.path.Model;
import org.mssclamp.path.MssCost;
import org.mssclamp.path.MssCost.Fit;
import org.mssclamp.path.Scenario;
import org.mssclamp.path.Throughput;
import org.mssclamp.path.Warning;
import org.mssclamp.status.Column;
import org.mssclamp.tunnel.Encapsulation.Layer;
import org.mssclamp.tunnel.TunnelStack;

/**
 * A model for people.
 *
 * <pre>
 * 1500 - 20 (IPv4) - 8 (UDP) - 32 (WireGuard) = 1440
 *
 * inner MTU 1440, mss 1400 for ipv4, 1380 for ipv6
 * rule: tunnel: wireguard
 *
 * warnings
 *   …
 *
 * a full ipv4 segment …
 * throughput …
 * what another mss costs …
 * often said, and wrong …
 * sources …
 * </pre>
 *
 * @param family what is drawn and compared
 */
record ModelText(Model model, Family family, Palette palette) {
    private static final double MEGA = 1e6;
    private static final double GIGA = 1e9;

    /** The lines, each with its end. */
    String render() {
        List<String> lines = new ArrayList<>(model.arithmetic());
        addResult(lines);
        addWarnings(lines);
        FamilyModel shown = model.families().get(family);
        if (shown != null) {
            addPacket(shown, lines);
            addThroughput(shown, lines);
            addCosts(shown, lines);
        }
        addClaims(lines);
        addSources(lines);
        return String.join("\n", lines) + "\n";
    }

    private void addResult(List<String> lines) {
        Scenario scenario = model.scenario();
        if (!lines.isEmpty()) {
            lines.add("");
        }
        lines.add((model.arithmetic().isEmpty() ? "MTU " : "inner MTU ") + palette.strong(mtu(scenario.innerMtu()))
                + ", mss " + palette.strong(mss(Family.IPV4)) + " for ipv4, " + palette.strong(mss(Family.IPV6))
                + " for ipv6");
        if (!scenario.tunnels().equals(TunnelStack.NONE) && !model.families().isEmpty()) {
            lines.add("rule: tunnel: " + scenario.tunnels().text(scenario.pathMtu()));
        }
    }

    private static String mtu(int octets) {
        return octets == TunnelStack.NOTHING_FITS ? "none" : Integer.toString(octets);
    }

    private String mss(Family of) {
        FamilyModel there = model.families().get(of);
        return there == null ? "none" : Integer.toString(there.segment().mss());
    }

    private void addWarnings(List<String> lines) {
        if (model.warnings().isEmpty()) {
            return;
        }
        lines.add("");
        for (Warning warning : model.warnings()) {
            lines.add(
                    palette.bad("warning") + ": " + warning.text() + " " + palette.faint("(" + warning.source() + ")"));
        }
    }

    private void addPacket(FamilyModel shown, List<String> lines) {
        PacketDrawing drawing = new PacketDrawing(shown, palette);
        lines.add("");
        lines.add(palette.strong(String.format(
                Locale.ROOT,
                "A full %s segment: %d octets on the path, one character is %.1f",
                family.label(),
                shown.packet().outer(),
                drawing.scale())));
        drawing.lines().forEach(line -> lines.add("  " + line));
        for (Layer layer : shown.packet().layers()) {
            lines.add("  " + layer.tunnel().preset().name() + ": " + PacketDrawing.parts(layer));
        }
    }

    private void addThroughput(FamilyModel shown, List<String> lines) {
        Throughput throughput = shown.throughput();
        lines.add("");
        lines.add(palette.strong("One connection: RTT " + Quantities.time(throughput.rttSeconds()) + ", loss "
                + Quantities.percent(throughput.loss()) + ", window " + Quantities.octets(throughput.windowOctets())));
        if (throughput.loss() > 0) {
            lines.add("  loss bounds it to " + rate(throughput.byLoss()) + ", with time-outs to "
                    + rate(throughput.byLossWithTimeouts()));
        }
        lines.add("  the window bounds it to " + rate(OptionalDouble.of(throughput.byWindow())));
        lines.add("  so " + (throughput.isBoundByWindow() ? "the window" : "loss")
                + " binds; the window takes a window scale of " + throughput.windowScale());
    }

    private static String rate(OptionalDouble bitsPerSecond) {
        if (bitsPerSecond.isEmpty()) {
            return "-";
        }
        double bits = bitsPerSecond.getAsDouble();
        return bits >= GIGA
                ? String.format(Locale.ROOT, "%,.2f Gbit/s", bits / GIGA)
                : String.format(Locale.ROOT, "%,.2f Mbit/s", bits / MEGA);
    }

    private void addCosts(FamilyModel shown, List<String> lines) {
        lines.add("");
        lines.add(palette.strong("What another MSS costs"));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("mss", "packets", "octets", "payload", "packets/MB", "one connection"));
        for (MssCost cost : shown.costs()) {
            rows.add(List.of(
                    Integer.toString(cost.mss()),
                    cost.packets() == 0 ? "-" : Integer.toString(cost.packets()),
                    cost.packets() == 0 ? "-" : Integer.toString(cost.onPath()),
                    cost.packets() == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * cost.payloadShare()),
                    cost.packets() == 0 ? "-" : String.format(Locale.ROOT, "%.0f", cost.packetsPerMegabyte()),
                    cost.packets() == 0 ? "-" : rate(cost.rate())));
        }
        for (int row = 0; row < rows.size(); row++) {
            List<String> cells = new ArrayList<>();
            for (int column = 0; column < rows.get(row).size(); column++) {
                int number = column;
                Column width = Column.of(rows.stream().map(other -> other.get(number)));
                cells.add(width.right(rows.get(row).get(column)));
            }
            lines.add("  " + String.join("  ", cells)
                    + (row == 0 ? "" : "  " + verdict(shown.costs().get(row - 1))));
        }
    }

    private String verdict(MssCost cost) {
        if (cost.fit() == Fit.RIGHT) {
            return palette.good(cost.fit().label());
        }
        if (cost.fit() == Fit.SMALL) {
            return cost.fit().label();
        }
        return palette.bad(cost.fit().label())
                + (cost.packets() == 0
                        ? ": a black hole where ICMP is filtered"
                        : ": a black hole where ICMP is filtered; without DF, " + cost.packets() + " fragments");
    }

    private void addClaims(List<String> lines) {
        lines.add("");
        lines.add(palette.strong("Often said, and wrong"));
        for (Claim claim : Claim.values()) {
            lines.add("  \"" + claim.claim() + "\"");
            lines.add("    " + claim.truth() + " " + palette.faint("(" + claim.source() + ")"));
        }
    }

    private void addSources(List<String> lines) {
        lines.add("");
        lines.add(palette.strong("Formulas"));
        for (Formula formula : Formula.values()) {
            lines.add("  " + formula.text());
            lines.add("    " + palette.faint("source: " + formula.source()));
        }
    }
}
