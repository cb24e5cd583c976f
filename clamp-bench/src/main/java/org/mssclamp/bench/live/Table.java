// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench.live;

import java.util.ArrayList;
import java.util.List;

/** Rows under a header, as Markdown whose columns are aligned for those who read it as text. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(List<String> header) {
        rows.add(header);
    }

    Table row(List<String> cells) {
        rows.add(cells);
        return this;
    }

    @Override
    public String toString() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder text = new StringBuilder();
        append(text, rows.get(0), widths);
        for (int width : widths) {
            text.append("|-").append("-".repeat(width)).append('-');
        }
        text.append("|\n");
        rows.stream().skip(1).forEach(row -> append(text, row, widths));
        return text.toString();
    }

    private static void append(StringBuilder text, List<String> row, int[] widths) {
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            text.append("| ")
                    .append(cell)
                    .append(" ".repeat(widths[column] - cell.length()))
                    .append(' ');
        }
        text.append("|\n");
    }
}
