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
    /** Of the width, so that letters keep their size on a narrow screen. */
    private static final int LABELS_PERCENT = 31;

    private static final int FIGURES_PERCENT = 22;
    private static final int GAP_PERCENT = 1;
    private static final int ROW = 24;
    private static final int THICKNESS = 16;
    private static final int BASELINE = 15;

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
                "<svg role=\"img\" height=\"%d\"><title>%s</title>%n",
                bars.size() * ROW,
                HtmlText.escaped(title)));
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            double length = (double) bar.value() / most * (100 - LABELS_PERCENT - FIGURES_PERCENT);
            svg.append(String.format(
                    Locale.ROOT,
                    "<text class=\"label\" x=\"%d%%\" y=\"%d\">%s</text>"
                            + "<rect class=\"%s\" x=\"%d%%\" y=\"%d\" width=\"%.2f%%\" height=\"%d\" rx=\"2\"/>"
                            + "<text x=\"%.2f%%\" y=\"%d\">%s</text>%n",
                    LABELS_PERCENT - GAP_PERCENT,
                    i * ROW + BASELINE,
                    HtmlText.escaped(bar.label()),
                    HtmlText.escaped(bar.style()),
                    LABELS_PERCENT,
                    i * ROW + 2,
                    bar.value() > 0 ? Math.max(length, 0.25) : 0,
                    THICKNESS,
                    LABELS_PERCENT + length + GAP_PERCENT,
                    i * ROW + BASELINE,
                    HtmlText.escaped(bar.figure())));
        }
        return svg.append("</svg>\n").toString();
    }
}
