// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.mssclamp.counter.Distribution;
import org.mssclamp.status.Column;
import org.mssclamp.status.Numbers;

/** The part of {@code top} about queues, and what became of their packets. */
record TopQueues(TopRates rates) {
    private static final List<Column> COLUMNS = List.of(
            new Column(5), new Column(11), new Column(11), new Column(7), new Column(9), new Column(7), new Column(7));

    private static final double NS_PER_US = 1e3;
    private static final double NS_PER_MS = 1e6;

    /** Adds at most so many queues. */
    void addTo(TopPage page, int most) {
        List<TopRates.OfQueue> queues = rates.queues();
        page.addHeading(line("queue", "SYN/s", "clamped/s", "waiting", "lost", "p50", "p99"));
        for (TopRates.OfQueue of : queues.subList(0, Math.min(queues.size(), most))) {
            if (of.losing()) {
                page.addBad(line(of));
            } else {
                page.add(line(of));
            }
        }
        if (queues.size() > most) {
            page.add("and " + Numbers.noun(queues.size() - most, "queue") + " more");
        }
        page.add(outcomes());
    }

    private static String line(TopRates.OfQueue of) {
        TopSample.Queue queue = of.queue();
        return line(
                Integer.toString(queue.number()),
                Numbers.rate(of.received()),
                Numbers.rate(of.changed()),
                queue.waiting().isPresent() ? Numbers.count(queue.waiting().getAsLong()) : "-",
                Numbers.count(queue.lost()),
                time(of.serviceNs(), 0.5),
                time(of.serviceNs(), 0.99));
    }

    private static String line(String... cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.length; column++) {
            line.append(column == 0 ? "" : "  ").append(COLUMNS.get(column).right(cells[column]));
        }
        return line.toString();
    }

    /** The bound that so many packets stay within. */
    private static String time(Distribution ns, double share) {
        OptionalLong bound = ns.quantile(share);
        if (bound.isPresent()) {
            return time(bound.getAsLong());
        }
        List<Long> bounds = ns.bounds();
        return ns.total() == 0 ? "-" : "> " + time(bounds.get(bounds.size() - 1));
    }

    private static String time(long ns) {
        return ns < NS_PER_MS
                ? String.format(Locale.ROOT, "%.0f us", ns / NS_PER_US)
                : String.format(Locale.ROOT, "%.0f ms", ns / NS_PER_MS);
    }

    /** The most frequent first. */
    private String outcomes() {
        String outcomes = rates.outcomes().entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(entry -> entry.getKey() + " " + Numbers.rate(entry.getValue()) + "/s")
                .collect(Collectors.joining(", "));
        return outcomes.isEmpty() ? "no SYN yet" : outcomes;
    }
}
