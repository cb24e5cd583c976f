// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench.live;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The picture docs/performance.svg: bars for medians, lines from the least to the greatest. No script, no colour of paper. */
final class Picture {
    private static final int WIDTH = 810;
    private static final int LABELS = 215;
    private static final int VALUES = 215;
    private static final int BARS = WIDTH - LABELS - VALUES;
    private static final int ROW = 22;
    private static final int HEAD = 34;
    private static final int GAP = 18;

    private static final String STYLE = """
            <style>
              text { font: 13px sans-serif; fill: #1f2328 }
              .title { font-weight: bold }
              .kernel { fill: #9aa4af }
              .c { fill: #5b6b7b }
              .ours { fill: #1a7f5a }
              .spread { stroke: #1f2328; stroke-width: 1.5 }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3 }
                .kernel { fill: #6e7781 }
                .c { fill: #9fb0c0 }
                .ours { fill: #3fb884 }
                .spread { stroke: #e6edf3 }
              }
            </style>
            """;

    private final Results results;
    private final StringBuilder body = new StringBuilder();
    private int y;

    Picture(Results results) {
        this.results = results;
    }

    String svg() {
        panel("CPU per SYN at 10,000 SYN/s, µs", Unit.MICROSECONDS, of(Figure.CPU_AT_10K));
        panel("CPU per SYN at 100,000 SYN/s, µs", Unit.MICROSECONDS, of(Figure.CPU_AT_100K));
        panel("Added latency at 1,000 SYN/s, median, µs", Unit.MICROSECONDS, added(Figure.P50));
        panel("Added latency at 1,000 SYN/s, 99th percentile, µs", Unit.MICROSECONDS, added(Figure.P99));
        panel(
                "Highest loss-free rate, thousand SYN/s",
                Unit.RATE,
                of(Figure.LOSS_FREE_RATE).andThen(Picture::thousands));
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">%n"
                        .formatted(WIDTH, Math.max(y, 1))
                + "<title>CPU time per SYN, added latency and loss-free rate of all variants</title>\n"
                + STYLE
                + body
                + "</svg>\n";
    }

    private Function<Subject, Series> of(Figure figure) {
        return subject -> results.of(figure, subject);
    }

    private Function<Subject, Series> added(Figure latency) {
        return subject -> subject.variant() == Variant.NONE ? Series.EMPTY : results.added(latency, subject);
    }

    private static Series thousands(Series series) {
        return series.map(value -> value / 1000);
    }

    /** Draws a bar for each subject that has the figure. */
    private void panel(String title, Unit unit, Function<Subject, Series> figure) {
        List<Subject> shown = results.subjects().stream()
                .filter(subject -> !figure.apply(subject).isEmpty())
                .toList();
        if (shown.isEmpty()) {
            return;
        }
        double greatest = shown.stream()
                .mapToDouble(subject -> figure.apply(subject).greatest())
                .max()
                .orElseThrow();
        double scale = greatest > 0 ? BARS / greatest : 0;
        y += HEAD;
        draw("<text class=\"title\" x=\"0\" y=\"%d\">%s</text>", y - 10, title);
        for (Subject subject : shown) {
            bar(subject, figure.apply(subject), unit, scale);
            y += ROW;
        }
        y += GAP;
    }

    private void bar(Subject subject, Series series, Unit unit, double scale) {
        int middle = y + ROW / 2;
        draw("<text x=\"0\" y=\"%d\">%s</text>", middle + 4, subject.title().replace("`", ""));
        draw(
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
                subject.variant().kind.name().toLowerCase(Locale.ROOT),
                LABELS,
                y + 3,
                Math.max(series.median() * scale, 1),
                ROW - 6);
        draw(
                "<line class=\"spread\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
                LABELS + Math.max(series.least(), 0) * scale,
                LABELS + Math.max(series.greatest(), 0) * scale,
                middle,
                middle);
        draw("<text x=\"%d\" y=\"%d\">%s</text>", LABELS + BARS + 8, middle + 4, unit.format(series));
    }

    private void draw(String format, Object... values) {
        body.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
