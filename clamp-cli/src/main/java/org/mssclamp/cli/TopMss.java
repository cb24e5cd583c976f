// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.mssclamp.counter.Distribution;

/** The part of {@code top} about the MSS of SYNs as they came and as they left. */
record TopMss(TopRates rates) {
    private static final int BAR = 30;

    /** Adds a line for each range in which there was any, and an empty one; nothing if there was none at all. */
    void addTo(TopPage page) {
        Distribution before = distribution(TopSample.Queue::mssBefore);
        Distribution after = distribution(TopSample.Queue::mssAfter);
        if (before.total() + after.total() == 0) {
            return;
        }
        page.addHeading("MSS up to   before   after");
        for (int bucket = 0; bucket < before.bounds().size(); bucket++) {
            double came = share(before, bucket);
            double left = share(after, bucket);
            if (came + left > 0) {
                page.add(line(before.bounds().get(bucket), came, left));
            }
        }
        page.add("");
    }

    private static String line(long bound, double came, double left) {
        String bar = "#".repeat((int) Math.round(BAR * left));
        return String.format(Locale.ROOT, "%9d  %6.1f%%  %5.1f%%  %s", bound, 100 * came, 100 * left, bar);
    }

    private Distribution distribution(Function<TopSample.Queue, Distribution> kind) {
        return rates.distribution(kind).orElse(new Distribution(List.of(), List.of(0L), 0));
    }

    private static double share(Distribution distribution, int bucket) {
        long total = distribution.total();
        return total == 0 ? 0 : (double) distribution.counts().get(bucket) / total;
    }
}
