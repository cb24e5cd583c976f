// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.mssclamp.path.Estimate;
import org.mssclamp.path.Paths.Path;
import org.mssclamp.path.SearchFact;
import org.mssclamp.path.SearchTrials;
import org.mssclamp.path.SearchTrials.Result;
import org.mssclamp.status.Column;

/**
 * Compared searches for people.
 *
 * <pre>
 * strategy  step         probes        seconds       mtu found        short  over 64 short
 * binary      16   7.91 +- 0.02  ...
 * </pre>
 *
 * @param trials what the results have in common
 */
record ModelSearchText(SearchTrials trials, List<Result> results, Palette palette) {
    /** Once in a hundred. */
    private static final double SELDOM = 0.01;

    /** The lines, each with its end. */
    String render() {
        List<String> lines = new ArrayList<>();
        IntSummaryStatistics mtus =
                trials.paths().all().stream().mapToInt(Path::mtu).summaryStatistics();
        lines.add(mtus.getCount() + " paths of " + mtus.getMin() + " to " + mtus.getMax() + " octets, searched from "
                + trials.plan().base() + " to " + trials.plan().max());
        lines.add("loss " + Quantities.percent(trials.loss()) + ", RTT " + Quantities.time(trials.rttSeconds())
                + ", PROBE_TIMER " + Quantities.time(trials.probeTimerSeconds()) + ", MAX_PROBES "
                + trials.plan().maxProbes());
        lines.add(String.format(
                Locale.ROOT, "%,d runs each, seed %d; +- is the standard error", trials.runs(), trials.seed()));
        lines.add("");
        addTable(lines);
        lines.add("");
        lines.add("quickest: " + best(result -> result.seconds().mean()));
        results.stream()
                .filter(result -> result.farShort().mean() < SELDOM)
                .min(Comparator.comparingDouble(result -> result.seconds().mean()))
                .ifPresent(best ->
                        lines.add("quickest that is seldom over " + SearchTrials.FAR_OCTETS + " short: " + text(best)));
        lines.add("nearest: " + best(result -> result.shortOctets().mean()));
        lines.add("");
        lines.add(palette.strong("Sources"));
        for (SearchFact fact : SearchFact.values()) {
            lines.add("  " + fact.text());
            lines.add("    " + palette.faint("source: " + fact.source()));
        }
        return String.join("\n", lines) + "\n";
    }

    private void addTable(List<String> lines) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("strategy", "step", "probes", "seconds", "mtu found", "octets short", "over 64 short"));
        for (Result result : results) {
            rows.add(List.of(
                    result.plan().strategy().label(),
                    Integer.toString(result.plan().step()),
                    text(result.probes(), 1, 2),
                    text(result.seconds(), 1, 2),
                    text(result.mtu(), 1, 2),
                    text(result.shortOctets(), 1, 2),
                    text(result.farShort(), 100, 3) + " %"));
        }
        for (int number = 0; number < rows.size(); number++) {
            List<String> row = rows.get(number);
            List<String> cells = new ArrayList<>();
            for (int column = 0; column < row.size(); column++) {
                int cell = column;
                Column width = Column.of(rows.stream().map(other -> other.get(cell)));
                cells.add(column == 0 ? width.left(row.get(0)) : width.right(row.get(column)));
            }
            String line = String.join("  ", cells);
            lines.add(number == 0 ? palette.strong(line) : line);
        }
    }

    private static String text(Estimate estimate, double factor, int digits) {
        return String.format(
                Locale.ROOT,
                "%." + digits + "f +- %." + digits + "f",
                factor * estimate.mean(),
                factor * estimate.standardError());
    }

    private String best(ToDoubleFunction<Result> measure) {
        return text(results.stream().min(Comparator.comparingDouble(measure)).orElseThrow());
    }

    private static String text(Result best) {
        return best.plan().strategy().label() + " by " + best.plan().step()
                + String.format(
                        Locale.ROOT,
                        ", %.1f s and %.1f octets short on average",
                        best.seconds().mean(),
                        best.shortOctets().mean());
    }
}
