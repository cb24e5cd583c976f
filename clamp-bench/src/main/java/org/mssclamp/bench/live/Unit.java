// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench.live;

import java.util.Locale;

/** How a number is written. */
enum Unit {
    MICROSECONDS("µs", "%,.2f"),
    MILLISECONDS("ms", "%,.0f"),
    MEGABYTES("MB", "%,.1f"),
    RATE("SYN/s", "%,.0f"),
    PERCENT("%", "%,.1f"),
    COUNT("", "%,.0f"),
    RATIO("×", "%,.2f");

    final String symbol;
    private final String format;

    Unit(String symbol, String format) {
        this.symbol = symbol;
        this.format = format;
    }

    String format(double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** As "1.30 (1.25-1.41)": the median and the spread; a dash if there is nothing. */
    String format(Series series) {
        if (series.isEmpty()) {
            return "–";
        }
        String median = format(series.median());
        if (series.byRound().size() == 1) {
            return median;
        }
        return median + " (" + format(series.least()) + "–" + format(series.greatest()) + ")";
    }
}
