// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.mssclamp.status.Numbers.count;
import static org.mssclamp.status.Numbers.noun;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.config.Quoted;
import org.mssclamp.study.Findings;
import org.mssclamp.study.Findings.Announced;
import org.mssclamp.study.Findings.Exceeding;
import org.mssclamp.study.Findings.Fragments;
import org.mssclamp.study.Findings.OfRule;
import org.mssclamp.study.Findings.Peer;
import org.mssclamp.study.Findings.Stall;
import org.mssclamp.study.Findings.TooBigReport;
import org.mssclamp.study.Findings.Trial;

/**
 * The tables of a report, those that have rows.
 *
 * @param mostRows of each; what has no room is said below it
 */
record ReportTables(CaptureReport report, int mostRows) {
    private static final String INTERFACE = "interface";
    private static final String NONE = "none";
    private static final String NOTHING = "-";
    private static final double NS_PER_SECOND = 1e9;

    private Findings findings() {
        return report.findings();
    }

    List<ReportTable> all() {
        return Stream.of(stalls(), announced(), peers(), exceeding(), tooBig(), fragments(), odd(), outcomes(), rules())
                .filter(table -> !table.rows().isEmpty())
                .map(ReportTables::withoutEmptyInterfaces)
                .toList();
    }

    private static ReportTable withoutEmptyInterfaces(ReportTable table) {
        boolean empty = table.header().get(0).equals(INTERFACE)
                && table.rows().stream().allMatch(row -> row.get(0).equals(NOTHING));
        return empty ? table.withoutFirstColumn() : table;
    }

    /** Text of others on one line, and for a table never empty. */
    private static String shown(String name) {
        return name.isEmpty() ? NOTHING : Quoted.printable(name);
    }

    private <T> ReportTable filled(
            ReportTable table, List<T> items, long others, String what, Function<T, List<String>> row) {
        List<List<String>> rows = items.stream().limit(mostRows).map(row).toList();
        long left = items.size() - rows.size() + others;
        ReportTable filled = table.withRows(rows);
        return left > 0 ? filled.withNote("and " + noun(left, what) + " more") : filled;
    }

    private ReportTable stalls() {
        ReportTable table = ReportTable.of(
                "Connections that stall on full segments",
                3,
                INTERFACE,
                "from",
                "to",
                "vanished",
                "arrived",
                "sent",
                "seconds",
                "ICMP told");
        List<Stall> stalls = findings().stalls().stream()
                .sorted(Comparator.comparing(Stall::recovered))
                .toList();
        return filled(table, stalls, findings().omissions().stalls(), "connection", ReportTables::row);
    }

    private static List<String> row(Stall stall) {
        double seconds = (stall.untilNs() - stall.sinceNs()) / NS_PER_SECOND;
        return List.of(
                shown(stall.place()),
                stall.from(),
                stall.to(),
                count(stall.vanished()),
                stall.arrived() == 0 ? NOTHING : count(stall.arrived()),
                stall.recovered() ? "recovered" : stall.sendings() + " times",
                String.format(Locale.ROOT, "%.1f", Math.max(seconds, 0)),
                number(stall.tooBigMtu()));
    }

    private static String octets(OptionalInt octets) {
        return octets.isPresent() ? count(octets.getAsInt()) : NOTHING;
    }

    private static String number(OptionalInt number) {
        return number.isPresent() ? count(number.getAsInt()) : NONE;
    }

    private ReportTable announced() {
        List<List<String>> rows = new ArrayList<>();
        List<Double> bars = new ArrayList<>();
        long left = 0;
        for (Announced kind : findings().announcements()) {
            List<Map.Entry<String, Long>> values = values(kind);
            for (Map.Entry<String, Long> value : values.subList(0, Math.min(values.size(), mostRows))) {
                double share = (double) value.getValue() / kind.syns();
                rows.add(List.of(
                        shown(kind.place()),
                        kind.family().label(),
                        kind.kind().label(),
                        value.getKey(),
                        count(value.getValue()),
                        String.format(Locale.ROOT, "%.1f %%", share * 100)));
                bars.add(share);
            }
            left += Math.max(values.size() - mostRows, 0);
        }
        return ReportTable.of("MSS announced", 3, INTERFACE, "family", "kind", "MSS", "SYNs", "share")
                .withRows(rows)
                .withBars(bars)
                .withNote(left == 0 ? "" : "and " + noun(left, "value") + " more, of fewer SYNs each");
    }

    /** The most frequent first; by value if there is room for all. */
    private List<Map.Entry<String, Long>> values(Announced kind) {
        List<Map.Entry<Integer, Long>> counts = new ArrayList<>(kind.values().entrySet());
        if (counts.size() > mostRows) {
            counts.sort(Map.Entry.<Integer, Long>comparingByValue().reversed());
        }
        List<Map.Entry<String, Long>> rows = new ArrayList<>();
        if (kind.absent() > 0) {
            rows.add(Map.entry(NONE, kind.absent()));
        }
        counts.forEach(entry -> rows.add(Map.entry(entry.getKey().toString(), entry.getValue())));
        if (kind.others() > 0) {
            rows.add(Map.entry("others", kind.others()));
        }
        return rows;
    }

    private ReportTable peers() {
        ReportTable table = ReportTable.of("Who announces", 4, INTERFACE, "kind", "host", "MSS (SYNs)", "SYNs");
        return filled(table, findings().peers(), 0, "host", ReportTables::row);
    }

    private static List<String> row(Peer peer) {
        return List.of(
                shown(peer.place()),
                peer.kind().label(),
                peer.host().toString(),
                values(peer.values(), peer.absent(), peer.others()),
                count(peer.syns()));
    }

    private static String values(SortedMap<Integer, Long> counts, long absent, long others) {
        Stream<String> known = counts.entrySet().stream().map(entry -> entry.getKey() + " (" + entry.getValue() + ")");
        Stream<String> none = absent == 0 ? Stream.empty() : Stream.of(NONE + " (" + absent + ")");
        Stream<String> rest = others == 0 ? Stream.empty() : Stream.of("others (" + others + ")");
        return Stream.of(known, none, rest).flatMap(part -> part).collect(Collectors.joining(", "));
    }

    private ReportTable exceeding() {
        ReportTable table = ReportTable.of(
                "MSS above what the path carries",
                4,
                "from",
                "to",
                "family",
                "known as",
                "MSS",
                "SYNs",
                "path carries",
                "vanished",
                "arrived");
        return filled(table, findings().exceeding(), 0, "row", ReportTables::row);
    }

    private static List<String> row(Exceeding row) {
        return List.of(
                shown(row.from()),
                shown(row.to()),
                row.family().label(),
                row.evidence().description(),
                Integer.toString(row.mss()),
                count(row.syns()),
                octets(row.carried()),
                octets(row.vanished()),
                row.arrived() == 0 ? NOTHING : count(row.arrived()));
    }

    private ReportTable tooBig() {
        ReportTable table = ReportTable.of(
                "Routers that said a packet was too big",
                3,
                "router",
                "last of a packet from",
                "to",
                "MTU",
                "messages");
        return filled(table, findings().tooBig(), 0, "row", ReportTables::row);
    }

    private static List<String> row(TooBigReport row) {
        return List.of(
                row.router().toString(),
                row.from().toString(),
                row.to().toString(),
                row.mtu() == 0 ? "not told" : count(row.mtu()),
                count(row.count()));
    }

    private ReportTable fragments() {
        ReportTable table = ReportTable.of(
                "Fragments", 3, "family", "last from", "to", "first", "later", "of TCP", "of UDP", "largest");
        return filled(table, findings().fragments(), 0, "row", ReportTables::row);
    }

    private static List<String> row(Fragments row) {
        return List.of(
                row.family().label(),
                row.from().toString(),
                row.to().toString(),
                count(row.first()),
                count(row.later()),
                count(row.tcp()),
                count(row.udp()),
                count(row.largest()));
    }

    private ReportTable odd() {
        ReportTable table = ReportTable.of("Odd SYNs", 3, "what", "meaning", "first", "SYNs");
        return filled(
                table,
                findings().odd(),
                0,
                "row",
                row -> List.of(row.kind().label(), row.kind().description(), row.example(), count(row.count())));
    }

    private ReportTable outcomes() {
        ReportTable table = ReportTable.of("What the rules do with the SYNs", 2, "outcome", "meaning", "SYNs");
        CaptureReport.Rules rules = report.rules();
        Trial trial = findings().trial().orElse(null);
        if (rules == null || trial == null) {
            return table;
        }
        List<Outcome> met = Arrays.stream(Outcome.values())
                .filter(outcome -> trial.outcomes().containsKey(outcome))
                .toList();
        String note = rules.paths() == PathSource.NOT_ASKED ? "" : rules.paths().description();
        return filled(
                        table,
                        met,
                        0,
                        "outcome",
                        outcome -> List.of(
                                outcome.label(),
                                outcome.description(),
                                count(trial.outcomes().getOrDefault(outcome, 0L))))
                .withNote(note);
    }

    private ReportTable rules() {
        ReportTable table = ReportTable.of(
                "What each rule does", 1, "rule", "matched", "changed", "left", "median MSS before", "after");
        List<OfRule> rules = findings().trial().map(Trial::rules).orElse(List.of());
        List<OfRule> matched = rules.stream().filter(rule -> rule.matched() > 0).toList();
        ReportTable filled = filled(table, matched, 0, "rule", ReportTables::row);
        long idle = (long) rules.size() - matched.size();
        return idle > 0 && filled.note().isEmpty()
                ? filled.withNote("%s matched nothing".formatted(noun(idle, "more rule")))
                : filled;
    }

    private static List<String> row(OfRule rule) {
        return List.of(
                shown(rule.name()),
                count(rule.matched()),
                count(rule.changed()),
                count(rule.matched() - rule.changed()),
                median(rule.mss().medianBefore()),
                median(rule.mss().medianAfter()));
    }

    private static String median(OptionalInt mss) {
        return mss.isPresent() ? Integer.toString(mss.getAsInt()) : NOTHING;
    }
}
