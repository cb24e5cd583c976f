// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.mssclamp.status.Numbers.count;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.SynKind;
import org.mssclamp.study.Findings.Announced;
import org.mssclamp.study.Findings.Connections;

/**
 * What captures show, as one file for a browser: no script, nothing fetched, and a policy that forbids both.
 *
 * <p>The only style is the one named in the policy by its digest, so that none can be smuggled in.
 */
record CaptureReportPage(CaptureReport report) {
    private static final int MOST_ROWS = 100;
    private static final int MOST_BARS = 16;
    /** Beyond that a text is broken, though not into a narrow column. */
    private static final int LONG_CHARACTERS = 28;

    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1b1f24; --faint: #57606a; --line: #d0d7de; --ground: #ffffff;
              --raised: #f6f8fa; --first: #0969da; --second: #1a7f37; --bad: #cf222e; --warn: #9a6700; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --faint: #9aa4af; --line: #30363d;
              --ground: #0d1117; --raised: #161b22; --first: #58a6ff; --second: #3fb950; --bad: #ff7b72; --warn: #d29922; } }
            * { box-sizing: border-box; }
            body { margin: 0 auto; max-width: 72rem; padding: 1rem; color: var(--ink); background: var(--ground);
              font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
            h1 { font-size: 1.25rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
            .verdict { border-left: .4rem solid var(--second); background: var(--raised); padding: .8rem 1rem;
              font-size: 1.1rem; }
            .verdict.stalls { border-color: var(--bad); } .verdict.exceeded { border-color: var(--warn); }
            .scroll { overflow-x: auto; } .scroll:focus-visible { outline: 2px solid var(--first); }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; }
            th, td { text-align: right; padding: .25rem .6rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
            th { color: var(--faint); font-weight: 600; } .word { text-align: left; }
              .long { white-space: normal; min-width: 16rem; }
            svg { width: 100%; max-width: 40rem; display: block; font: 13px system-ui, sans-serif; }
            svg text { fill: var(--ink); } svg .label { text-anchor: end; }
            .first { fill: var(--first); } .second { fill: var(--second); } .bad { fill: var(--bad); }
            .warn { fill: var(--warn); } .none { fill: var(--faint); }
            .note, footer { color: var(--faint); }
            """;

    String render() {
        HtmlText html = new HtmlText();
        html.markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.markup("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-"
                + digest(STYLE) + "'; base-uri 'none'; form-action 'none'\">\n");
        html.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.markup("<meta name=\"referrer\" content=\"no-referrer\">\n");
        html.element("title", title());
        html.markup("<style>").markup(STYLE).markup("</style>\n</head>\n<body>\n<main>\n");
        addBody(html);
        return html.markup("</main>\n</body>\n</html>\n").toString();
    }

    private static String digest(String style) {
        try {
            byte[] octets = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(octets);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every Java has it
        }
    }

    private String title() {
        return "MSS and path MTU in " + String.join(", ", report.files());
    }

    private void addBody(HtmlText html) {
        html.element("h1", title());
        html.element(
                "p",
                "class",
                "verdict " + report.verdict().kind().label(),
                report.verdict().text());
        ReportLines lines = new ReportLines(report);
        lines.read().forEach(line -> html.element("p", line));
        if (!lines.limits().isEmpty()) {
            html.markup("<ul class=\"note\">\n");
            lines.limits().forEach(line -> html.element("li", line));
            html.markup("</ul>\n");
        }
        addChart(html, "Connections", connections());
        for (SynKind kind : List.of(SynKind.SYN, SynKind.SYN_ACK)) {
            for (Family family : Family.values()) {
                String name = "MSS in " + kind.label() + " over " + family.label();
                addChart(html, name, announced(name, kind, family));
            }
        }
        new ReportTables(report, MOST_ROWS).all().forEach(table -> add(html, table));
    }

    private static void addChart(HtmlText html, String heading, BarChart chart) {
        if (!chart.bars().isEmpty()) {
            html.element("h2", heading).markup(chart.svg());
        }
    }

    private BarChart connections() {
        Connections connections = report.findings().connections();
        List<BarChart.Bar> bars = new ArrayList<>();
        add(bars, "complete", connections.complete(), "first");
        add(bars, "stalled", connections.stalled(), "bad");
        add(bars, "recovered", connections.recovered(), "warn");
        add(bars, "lost", connections.lost(), "warn");
        add(bars, "refused", connections.refused(), "none");
        add(bars, "unanswered", connections.unanswered(), "none");
        add(bars, "begun before", connections.underway(), "none");
        return new BarChart("Connections by what became of them", bars);
    }

    private static void add(List<BarChart.Bar> bars, String label, long number, String style) {
        if (number > 0) {
            bars.add(new BarChart.Bar(label, number, count(number), style));
        }
    }

    /** Of all interfaces together. */
    private BarChart announced(String name, SynKind kind, Family family) {
        TreeMap<Integer, Long> values = new TreeMap<>();
        long absent = 0;
        long others = 0;
        for (Announced announced : report.findings().announcements()) {
            if (announced.kind() == kind && announced.family() == family) {
                announced.values().forEach((mss, syns) -> values.merge(mss, syns, Long::sum));
                absent += announced.absent();
                others += announced.others();
            }
        }
        List<Map.Entry<Integer, Long>> frequent = values.entrySet().stream()
                .sorted(Map.Entry.<Integer, Long>comparingByValue().reversed())
                .limit(MOST_BARS)
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .toList();
        long shown = frequent.stream().mapToLong(Map.Entry::getValue).sum();
        long all = values.values().stream().mapToLong(Long::longValue).sum();
        String style = kind == SynKind.SYN ? "first" : "second";
        List<BarChart.Bar> bars = new ArrayList<>();
        frequent.forEach(entry -> add(bars, entry.getKey().toString(), entry.getValue(), style));
        add(bars, "other values", all - shown + others, "none");
        add(bars, "no MSS option", absent, "none");
        return new BarChart(name, bars);
    }

    private static void add(HtmlText html, ReportTable table) {
        html.element("h2", table.title());
        html.markup("<div class=\"scroll\" role=\"region\" aria-label=\"" + HtmlText.escaped(table.title())
                + "\" tabindex=\"0\"><table>\n<thead><tr>");
        addCells(html, "th", table.header(), table.leftColumns());
        html.markup("</tr></thead>\n<tbody>\n");
        for (List<String> row : table.rows()) {
            html.markup("<tr>");
            addCells(html, "td", row, table.leftColumns());
            html.markup("</tr>\n");
        }
        html.markup("</tbody></table></div>\n");
        if (!table.note().isEmpty()) {
            html.element("p", "class", "note", table.note());
        }
    }

    private static void addCells(HtmlText html, String name, List<String> cells, int leftColumns) {
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            if (column < leftColumns) {
                html.element(name, "class", cell.length() > LONG_CHARACTERS ? "word long" : "word", cell);
            } else {
                html.element(name, cell);
            }
        }
    }
}
