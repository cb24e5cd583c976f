// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.mssclamp.Seed;
import org.mssclamp.probe.NarrowPath.Icmp;
import org.mssclamp.probe.ProbeTable.Row;

/** The part of docs/probe.md that says how well probes do: a line for each way of ICMP and share of loss. */
record ProbeSummary(int runs, List<Row> rows) {
    private static final double NS_PER_SECOND = 1e9;

    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("With `--runs " + runs + " --seed " + Seed.VALUE + "`, "
                + sum(rows, row -> row.cell().exact()) + " of "
                + rows.size() * runs + " MTUs found were exact, and "
                + sum(rows, row -> row.cell().named()) + " of "
                + sum(rows, row -> row.cell().traced()) + " traces named the silent hop. Exact is the least of "
                + "any case; time and packets are medians, of the paths that are narrower than 9000 octets:\n\n");
        text.append("| ICMP | loss | exact, of " + runs
                + " | time | packets | silent hop named | tracepath: exact | time | packets |\n");
        text.append("|---|---|---|---|---|---|---|---|---|\n");
        for (Icmp icmp : Icmp.values()) {
            rows.stream().map(Row::loss).distinct().sorted().forEach(loss -> text.append(line(icmp, loss)));
        }
        return text.toString();
    }

    private String line(Icmp icmp, double loss) {
        List<Row> all = rows.stream()
                .filter(row -> row.icmp() == icmp && row.loss() == loss)
                .toList();
        List<Row> narrow =
                all.stream().filter(row -> row.mtu() < NarrowPath.LOCAL_MTU).toList();
        int traced = sum(all, row -> row.cell().traced());
        long tracepathExact = narrow.stream()
                .filter(row -> row.cell().tracepath().mtu().equals(OptionalInt.of(row.mtu())))
                .count();
        return String.format(
                Locale.ROOT,
                "| %s | %.0f %% | %d | %s | %d | %s | %d of %d | %s | %d |%n",
                icmp.label(),
                loss * 100,
                all.stream().mapToInt(row -> row.cell().exact()).min().orElseThrow(),
                seconds(median(narrow, row -> row.cell().time())),
                median(narrow, row -> row.cell().packets()),
                traced == 0 ? "" : sum(all, row -> row.cell().named()) + " of " + traced,
                tracepathExact,
                narrow.size(),
                seconds(median(narrow, row -> row.cell().tracepath().time())),
                median(narrow, row -> row.cell().tracepath().packets()));
    }

    private static int sum(List<Row> rows, ToIntFunction<Row> number) {
        return rows.stream().mapToInt(number).sum();
    }

    private static <T extends Comparable<T>> T median(List<Row> rows, Function<Row, T> value) {
        Stream<T> sorted = rows.stream().map(value).sorted(Comparator.naturalOrder());
        return sorted.skip(rows.size() / 2).findFirst().orElseThrow();
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2g s", time.toNanos() / NS_PER_SECOND);
    }
}
