// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.List;

/**
 * One table of a report, for a terminal or a page.
 *
 * @param leftColumns how many columns, from the first, hold words; the others hold numbers
 * @param bars for each row how long its bar is, from 0 to 1; none if the rows are not to be compared
 * @param note a sentence below it; empty for none
 */
record ReportTable(
        String title, int leftColumns, List<String> header, List<List<String>> rows, List<Double> bars, String note) {
    /** Copies the lists. */
    ReportTable {
        header = List.copyOf(header);
        rows = List.copyOf(rows);
        bars = List.copyOf(bars);
    }

    /** One without rows. */
    static ReportTable of(String title, int leftColumns, String... header) {
        return new ReportTable(title, leftColumns, List.of(header), List.of(), List.of(), "");
    }

    ReportTable withRows(List<List<String>> all) {
        return new ReportTable(title, leftColumns, header, all, bars, note);
    }

    ReportTable withBars(List<Double> lengths) {
        return new ReportTable(title, leftColumns, header, rows, lengths, note);
    }

    ReportTable withoutFirstColumn() {
        return new ReportTable(
                title,
                leftColumns - 1,
                header.subList(1, header.size()),
                rows.stream().map(row -> row.subList(1, row.size())).toList(),
                bars,
                note);
    }

    ReportTable withNote(String sentence) {
        return new ReportTable(title, leftColumns, header, rows, bars, sentence);
    }
}
