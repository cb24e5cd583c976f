// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.mssclamp.packet.Family;
import org.mssclamp.tunnel.Parameter;
import org.mssclamp.tunnel.Payload;
import org.mssclamp.tunnel.Preset;

/** Tunnels for people. */
record PresetText(int pathMtu, List<PresetFigures> presets, Palette palette) {
    /**
     * A line for each.
     *
     * <pre>
     * name       title       mtu of 1500  ipv4 mss  ipv6 mss
     * wireguard  WireGuard          1440      1400      1380
     * </pre>
     */
    String table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("name", "title", "mtu of " + pathMtu, "ipv4 mss", "ipv6 mss"));
        for (PresetFigures figures : presets) {
            rows.add(List.of(
                    figures.preset().name(),
                    figures.preset().title(),
                    text(figures.innerMtu(), "-"),
                    text(figures.mss(Family.IPV4), "-"),
                    text(figures.mss(Family.IPV6), "-")));
        }
        StringBuilder table = new StringBuilder();
        for (List<String> row : rows) {
            String line = line(row, rows);
            table.append(table.isEmpty() ? palette.strong(line) : line).append('\n');
        }
        return table.toString();
    }

    /** Texts to the left, numbers to the right. */
    private static String line(List<String> row, List<List<String>> rows) {
        List<String> cells = new ArrayList<>();
        for (int column = 0; column < row.size(); column++) {
            int width = width(rows, column);
            cells.add(column < 2 ? left(row.get(column), width) : right(row.get(column), width));
        }
        return String.join("  ", cells);
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String text(OptionalInt number, String none) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : none;
    }

    private static String left(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static String right(String text, int width) {
        return " ".repeat(width - text.length()) + text;
    }

    /** All there is to say of each. */
    String details() {
        return presets.stream().map(this::details).collect(Collectors.joining("\n"));
    }

    private String details(PresetFigures figures) {
        Preset preset = figures.preset();
        List<String> lines = new ArrayList<>();
        lines.add(palette.strong(preset.name()) + ": " + preset.title());
        lines.add("");
        figures.arithmetic().forEach(sum -> lines.add("  " + sum));
        lines.add("  mss " + text(figures.mss(Family.IPV4), "none") + " for ipv4, "
                + text(figures.mss(Family.IPV6), "none") + " for ipv6");
        lines.add("");
        addParameters(preset.parameters(), lines);
        lines.add("  carries " + figures.carried().stream().map(Payload::label).collect(Collectors.joining(", ")));
        // A sentence on each line.
        lines.add("  " + preset.note().replace(". ", ".\n  "));
        lines.add("  source: " + preset.source());
        return String.join("\n", lines) + "\n";
    }

    private void addParameters(List<Parameter> parameters, List<String> lines) {
        int width = parameters.stream()
                .mapToInt(parameter -> parameter.key().length())
                .max()
                .orElse(0);
        for (Parameter parameter : parameters) {
            lines.add("  " + left(parameter.key(), width) + "  " + parameter.meaning());
            lines.add("  " + " ".repeat(width) + "  "
                    + palette.faint(parameter.values().allowed() + "; default "
                            + parameter.standard().orElse("none")));
        }
        if (!parameters.isEmpty()) {
            lines.add("");
        }
    }
}
