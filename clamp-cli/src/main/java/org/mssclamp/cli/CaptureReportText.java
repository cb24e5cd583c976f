// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.ArrayList;
import java.util.List;
import org.mssclamp.status.TextTable;
import org.mssclamp.study.Verdict;

/**
 * What captures show, for people: the verdict first.
 *
 * <pre>
 * 1 of 2 connections stalls: packets of 1500 octets vanish, those of up to 1400 arrive. No ICMP said so: a black hole. …
 *
 * office.pcap: 1,000 frames in 00:00:12, from 2026-11-21 18:00:00 UTC
 * …
 *
 * MSS announced
 * interface  family  kind      MSS  SYNs    share
 * -          ipv4    syn      1460     2  100.0 %  ████████████████████
 * </pre>
 */
record CaptureReportText(CaptureReport report, Palette palette) {
    private static final int MOST_ROWS = 10;
    private static final int BAR_CHARACTERS = 20;
    private static final String GAP = "  ";

    String render() {
        ReportLines lines = new ReportLines(report);
        List<String> text = new ArrayList<>();
        text.add(styled(report.verdict()));
        text.add("");
        text.addAll(lines.read());
        lines.limits().forEach(limit -> text.add(GAP + limit));
        for (ReportTable table : new ReportTables(report, MOST_ROWS).all()) {
            text.add("");
            text.add(palette.strong(table.title()));
            text.addAll(lines(table));
            if (!table.note().isEmpty()) {
                text.add(table.note());
            }
        }
        return String.join("\n", text) + "\n";
    }

    private String styled(Verdict verdict) {
        return switch (verdict.kind()) {
            case STALLS -> palette.bad(verdict.text());
            case EXCEEDED -> palette.strong(verdict.text());
            case FINE -> palette.good(verdict.text());
            case NOTHING -> verdict.text();
        };
    }

    private static List<String> lines(ReportTable table) {
        TextTable rows = new TextTable(table.leftColumns());
        rows.add(table.header().toArray(String[]::new));
        table.rows().forEach(row -> rows.add(row.toArray(String[]::new)));
        List<String> lines = new ArrayList<>(rows.lines());
        for (int i = 0; i < table.bars().size(); i++) {
            int characters = (int) Math.round(table.bars().get(i) * BAR_CHARACTERS);
            lines.set(i + 1, (lines.get(i + 1) + GAP + "█".repeat(Math.max(characters, 1))));
        }
        return lines;
    }
}
