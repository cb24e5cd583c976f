// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.List;
import java.util.Locale;

/**
 * Bars that lie one below the other, as SVG within a page.
 *
 * <pre>
 *   1460  ████████████████████  1,234
 *   none  █  12
 * </pre>
 *
 * @param title what it shows, also for those who hear the page
 */
record BarChart(String title, List<Bar> bars) {
    private static final int WIDTH = 640;
    private static final int LABELS = 170;
    private static final int FIGURES = 90;
    private static final int ROW = 24;
    private static final int THICKNESS = 16;
    private static final int BASELINE = 13;
    private static final int GAP = 6;

    /**
     * One bar.
     *
     * @param style the class that colours it
     */
    record Bar(String label, long value, String figure, String style) {}

    /** Copies the list. */
    BarChart {
        bars = List.copyOf(bars);
    }

    /** The element; nothing without bars. */
    String svg() {
        if (bars.isEmpty()) {
            return "";
        }
        long most = Math.max(bars.stream().mapToLong(Bar::value).max().orElse(0), 1);
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg role=\"img\" viewBox=\"0 0 %d %d\"><title>%s</title>%n",
                WIDTH,
                bars.size() * ROW,
                HtmlText.escaped(title)));
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            double length = (double) bar.value() / most * (WIDTH - LABELS - FIGURES);
            svg.append(String.format(
                    Locale.ROOT,
                    "<text class=\"label\" x=\"%d\" y=\"%d\">%s</text>"
                            + "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>"
                            + "<text x=\"%.1f\" y=\"%d\">%s</text>%n",
                    LABELS - GAP,
                    i * ROW + BASELINE + 2,
                    HtmlText.escaped(bar.label()),
                    HtmlText.escaped(bar.style()),
                    LABELS,
                    i * ROW + 2,
                    Math.max(length, bar.value() > 0 ? 1 : 0),
                    THICKNESS,
                    LABELS + length + GAP,
                    i * ROW + BASELINE + 2,
                    HtmlText.escaped(bar.figure())));
        }
        return svg.append("</svg>\n").toString();
    }
}
