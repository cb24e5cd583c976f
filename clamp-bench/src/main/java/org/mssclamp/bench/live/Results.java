// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The figures of all rounds. */
final class Results {
    private static final Subject NO_RULE = new Subject(Variant.NONE, 0);

    private final Line environment;
    private final List<String> leftOut;
    private final Map<Figure, SortedMap<Subject, Series>> figures = new EnumMap<>(Figure.class);
    private final SortedSet<Subject> subjects = new TreeSet<>();
    private int rounds;

    private Results(Line environment, List<String> leftOut) {
        this.environment = environment;
        this.leftOut = leftOut;
    }

    /**
     * Reads a measurement file, also of a run that was stopped.
     *
     * @param soaks may be missing
     */
    static Results read(Path file, Path soaks) throws IOException {
        return of(lines(file), new Soaks(Files.exists(soaks) ? lines(soaks) : List.of()));
    }

    private static List<Line> lines(Path file) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (String json : Files.readAllLines(file)) {
            lines.add(Line.parse(json));
        }
        return lines;
    }

    static Results of(List<Line> lines, Soaks soaks) {
        Line environment = lines.stream()
                .filter(Line::isEnvironment)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no line tells of the environment"));
        Results results = new Results(environment, soaks.leftOut(environment));
        Stream.concat(lines.stream(), soaks.joining(environment).stream())
                .filter(line -> !line.isEnvironment())
                .forEach(results::add);
        return results;
    }

    private void add(Line line) {
        subjects.add(line.subject());
        rounds = Math.max(rounds, line.round());
        for (Figure figure : Figure.values()) {
            if (figure.isIn(line)) {
                figures.computeIfAbsent(figure, unused -> new TreeMap<>())
                        .computeIfAbsent(line.subject(), unused -> new Series(new TreeMap<>()))
                        .byRound()
                        .put(line.round(), figure.of(line));
            }
        }
    }

    /** Machine, software, date. */
    Line environment() {
        return environment;
    }

    /** What of other runs could have joined these and does not, in sentences. */
    List<String> leftOut() {
        return leftOut;
    }

    SortedSet<Subject> subjects() {
        return subjects;
    }

    int rounds() {
        return rounds;
    }

    Series of(Figure figure, Subject subject) {
        return figures.getOrDefault(figure, new TreeMap<>()).getOrDefault(subject, Series.EMPTY);
    }

    Series of(Figure figure, Variant variant) {
        return of(figure, new Subject(variant, variant.kind == Variant.Kind.KERNEL ? 0 : 1));
    }

    /** A latency less the median latency of the road alone in the same round. */
    Series added(Figure latency, Subject subject) {
        return of(latency, subject).minus(of(Figure.P50, NO_RULE));
    }

    Series added(Figure latency, Variant variant) {
        return of(latency, variant).minus(of(Figure.P50, NO_RULE));
    }

    /** How a variant with one queue compares, round by round. */
    Series ratio(Figure figure, Variant variant, Variant reference) {
        return of(figure, variant).ratioTo(of(figure, reference));
    }
}
