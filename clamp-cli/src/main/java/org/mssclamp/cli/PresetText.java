// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.mssclamp.packet.Family;
import org.mssclamp.status.Column;
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
            int number = column;
            Column cellsOfAll = Column.of(rows.stream().map(other -> other.get(number)));
            cells.add(column < 2 ? cellsOfAll.left(row.get(column)) : cellsOfAll.right(row.get(column)));
        }
        return String.join("  ", cells);
    }

    private static String text(OptionalInt number, String none) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : none;
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
        Column keys = Column.of(parameters.stream().map(Parameter::key));
        for (Parameter parameter : parameters) {
            lines.add("  " + keys.left(parameter.key()) + "  " + parameter.meaning());
            lines.add("  " + keys.left("") + "  "
                    + palette.faint(parameter.values().allowed() + "; default "
                            + parameter.standard().orElse("none")));
        }
        if (!parameters.isEmpty()) {
            lines.add("");
        }
    }
}
