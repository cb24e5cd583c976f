// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/** What several runs of the same benchmarks measured. */
final class Rounds {
    /** What JMH's profiler of collections calls octets on the heap for each operation. */
    static final String OCTETS_PER_OPERATION = "gc.alloc.rate.norm";

    private final Map<String, List<RunResult>> results = new TreeMap<>();

    void add(Collection<RunResult> round) {
        for (RunResult result : round) {
            results.computeIfAbsent(name(result.getParams()), name -> new ArrayList<>())
                    .add(result);
        }
    }

    /** The benchmark's class and method, and behind a blank each parameter: {@code MatchBenchmark.match rules=1}. */
    private static String name(BenchmarkParams benchmark) {
        String simple = benchmark.getBenchmark().replaceFirst(".*\\.(\\w+\\.\\w+)$", "$1");
        return benchmark.getParamsKeys().stream()
                .map(key -> " " + key + "=" + benchmark.getParam(key))
                .collect(Collectors.joining("", simple, ""));
    }

    /** The results of each benchmark as one, as if its rounds had been forks of one run. */
    List<RunResult> merged() {
        return results.values().stream().map(Rounds::merge).toList();
    }

    private static RunResult merge(List<RunResult> rounds) {
        return new RunResult(
                rounds.get(0).getParams(),
                rounds.stream()
                        .flatMap(round -> round.getBenchmarkResults().stream())
                        .toList());
    }

    /** What the benchmark of this name measures, in its own unit; empty if it was not run. */
    Optional<Score> score(String name) {
        return figure(name, result -> result.getPrimaryResult().getScore());
    }

    /** Octets on the heap for each operation, on average; empty if it was not run. Needs that profiler. */
    Optional<Score> allocated(String name) {
        return figure(name, Rounds::allocatedOctets);
    }

    private static double allocatedOctets(RunResult result) {
        return Objects.requireNonNull(result.getSecondaryResults().get(OCTETS_PER_OPERATION))
                .getScore();
    }

    private Optional<Score> figure(String name, ToDoubleFunction<RunResult> quantity) {
        return Optional.ofNullable(results.get(name))
                .map(rounds ->
                        new Score(rounds.stream().map(quantity::applyAsDouble).toList()));
    }
}
