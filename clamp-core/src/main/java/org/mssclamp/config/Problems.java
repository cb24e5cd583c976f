// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mssclamp.config.Problem.Severity;

/** Collects what is wrong with one text; of very much, the beginning and how much more there is. */
final class Problems {
    /** Of each severity; who mends a thousand starts anew. */
    static final int MOST = 1000;

    private static final Comparator<Problem> IN_TEXT_ORDER = Comparator.<Problem>comparingInt(
                    problem -> problem.position().line())
            .thenComparingInt(problem -> problem.position().column());

    private final Map<Severity, List<Problem>> found = new EnumMap<>(Severity.class);
    private final Map<Severity, Integer> omitted = new EnumMap<>(Severity.class);

    void add(Severity severity, Position position, String path, String message, @Nullable String hint) {
        add(new Problem(severity, position, path, message, Optional.ofNullable(hint)));
    }

    private void add(Problem problem) {
        List<Problem> kept = found.computeIfAbsent(problem.severity(), severity -> new ArrayList<>());
        if (kept.size() < MOST) {
            kept.add(problem);
        } else {
            omitted.merge(problem.severity(), 1, Integer::sum);
        }
    }

    void addAll(Problems others) {
        others.found.values().forEach(problems -> problems.forEach(this::add));
        others.omitted.forEach((severity, number) -> omitted.merge(severity, number, Integer::sum));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    boolean hasErrors() {
        return found.containsKey(Severity.ERROR);
    }

    List<Problem> errorsInTextOrder() {
        return inTextOrder(Severity.ERROR).toList();
    }

    List<Problem> inTextOrder() {
        return found.keySet().stream()
                .flatMap(this::inTextOrder)
                .sorted(IN_TEXT_ORDER)
                .toList();
    }

    private Stream<Problem> inTextOrder(Severity severity) {
        List<Problem> kept = found.getOrDefault(severity, List.of()).stream()
                .sorted(IN_TEXT_ORDER)
                .toList();
        int more = omitted.getOrDefault(severity, 0);
        if (more == 0) {
            return kept.stream();
        }
        Position last = kept.get(kept.size() - 1).position();
        String kind = severity == Severity.ERROR ? "errors" : "warnings";
        return Stream.concat(
                kept.stream(),
                Stream.of(
                        new Problem(severity, last, "", more + " more " + kind + " are not shown", Optional.empty())));
    }
}
