// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mssclamp.status.Numbers;

/**
 * What {@code top} shows.
 *
 * <pre>
 * mssclampd 0.1.0, up 03:12:05, generation 4, 2 queues, 12 rules
 *
 * queue        SYN/s    clamped/s  waiting       lost      p50      p99
 *     0      6,170.0      5,500.0        0          0    20 us    50 us
 *     1      6,175.0      5,498.0        3          0    20 us    50 us
 * clamped 10,998.0/s, already-low 1,347.0/s
 *
 * MSS up to   before   after
 *      1360     0.0%   89.1%  ###########################
 *      1460   100.0%   10.9%  ###
 *
 *       SYN/s    clamped/s           SYNs  MSS at the median   rule
 *     9,000.0      9,000.0     12,345,678  1460 -&gt; 1360        phones
 *
 * sorted by rate; keys: r rate, c clamped, n name, q quit
 * </pre>
 */
record TopText(TopRates rates, TopOrder order, Palette palette) {
    /** So that a screen has room for rules. */
    private static final int MAX_QUEUES = 4;

    /** All there is, as lines. */
    List<String> lines() {
        return page(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE).lines(Integer.MAX_VALUE);
    }

    /** As much as a screen of this size shows, with a line about the keys at its end. */
    List<String> screen(int width, int height) {
        TopPage footer = new TopPage(width, palette);
        footer.addFaint("sorted by " + order.label() + "; keys: "
                + Stream.of(TopOrder.values())
                        .map(other -> other.key() + " " + other.label())
                        .collect(Collectors.joining(", "))
                + ", q quit");
        int room = Math.max(height - footer.height(), 0);
        return Stream.concat(page(width, room, MAX_QUEUES).lines(room).stream(), footer.lines(1).stream())
                .toList();
    }

    private TopPage page(int width, int height, int queues) {
        TopPage page = new TopPage(width, palette);
        page.add(title());
        page.add("");
        new TopQueues(rates).addTo(page, queues);
        page.add("");
        new TopMss(rates).addTo(page);
        new TopRules(rates, order).addTo(page, Math.max(height - page.height(), 0));
        return page;
    }

    private String title() {
        TopSample sample = rates.sample();
        return "mssclampd " + sample.version() + ", up "
                + Numbers.duration(Duration.ofSeconds(sample.uptimeSeconds())) + ", generation "
                + sample.generation() + ", " + Numbers.noun(sample.queues().size(), "queue") + ", "
                + Numbers.noun(sample.rules().size(), "rule");
    }
}
