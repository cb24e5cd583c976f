// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of cells for people, in columns that are as wide as their widest cell.
 *
 * <pre>
 * outcome      packets  1 s
 * clamped        1,112   10
 * </pre>
 */
public final class TextTable {
    private static final String GAP = "  ";

    private final int leftColumns;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * A table without rows.
     *
     * @param leftColumns how many columns, from the first, are flush left; the others are flush right
     */
    public TextTable(int leftColumns) {
        this.leftColumns = leftColumns;
    }

    /** Adds a row, of as many cells as the others. */
    public void add(String... cells) {
        rows.add(Arrays.asList(cells));
    }

    /** A line for each row, without blanks at its end. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                String blanks = " ".repeat(width(column) - cell.length());
                line.append(column == 0 ? "" : GAP).append(column < leftColumns ? cell + blanks : blanks + cell);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
