// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.path.Paths;
import org.mssclamp.path.SearchTrials;
import org.mssclamp.probe.SearchPlan;
import org.mssclamp.probe.Strategy;
import org.mssclamp.tunnel.TunnelStack;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mssclamp model search}: how long searches for a path MTU take, and how near they come. */
@Command(
        name = "search",
        description = {
            "Compares ways to search for a path MTU, on paths drawn from the tunnels that rules can name: probes, time, and how near"
                    + " they come.",
            "The same seed prints the same figures."
        },
        sortOptions = false,
        sortSynopsis = false)
final class ModelSearch implements Callable<Integer> {
    private static final List<Integer> STEPS = List.of(16, 32, 64, 128, 256);
    private static final String ALL = "all";
    private static final int DEFAULT_RUNS = 10_000;
    private static final int MOST_RUNS = 10_000_000;
    private static final long LARGEST_SEED = 999_999_999_999_999L;
    private static final double DEFAULT_RTT_SECONDS = 0.05;
    private static final double DEFAULT_LOSS = 0.01;
    private static final double DEFAULT_TIMER_SECONDS = 15;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--strategy",
            paramLabel = "linear|binary|hybrid|all",
            converter = StrategyName.class,
            description = "Which to try (default all).")
    private Strategies strategies = new Strategies(List.of(Strategy.values()));

    @Option(
            names = "--step",
            paramLabel = "N",
            converter = Step.class,
            description = "Octets between two sizes, 16-256 (default 16, 32, 64, 128 and 256).")
    private @Nullable Integer step;

    @Option(
            names = "--loss",
            paramLabel = "N%",
            converter = Quantities.Loss.class,
            description = "Chance that a probe that fits, or its answer, is lost (default 1%%).")
    private double loss = DEFAULT_LOSS;

    @Option(
            names = "--rtt",
            paramLabel = "TIME",
            converter = Quantities.Time.class,
            description = "Round-trip time (default 50ms).")
    private double rtt = DEFAULT_RTT_SECONDS;

    @Option(
            names = "--probe-timer",
            paramLabel = "TIME",
            converter = Quantities.ProbeTimer.class,
            description = "How long an answer is waited for (default 15s).")
    private double probeTimer = DEFAULT_TIMER_SECONDS;

    @Option(
            names = {"--mtu", "--path-mtu"},
            paramLabel = "N",
            converter = LineMtu.class,
            description = "What the line carries, and the largest size that is tried (default "
                    + TunnelStack.DEFAULT_PATH_MTU + ").")
    private int lineMtu = TunnelStack.DEFAULT_PATH_MTU;

    @Option(
            names = "--runs",
            paramLabel = "N",
            converter = Runs.class,
            description = "Searches for each strategy and step (default 10000).")
    private int runs = DEFAULT_RUNS;

    @Option(
            names = "--seed",
            paramLabel = "N",
            converter = SeedNumber.class,
            description = "Where chance begins (default 1).")
    private long seed = 1;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    /** One, or all: not a list to picocli, which would take an option for each. */
    record Strategies(List<Strategy> list) {
        Strategies {
            list = List.copyOf(list);
        }
    }

    static final class StrategyName implements ITypeConverter<Strategies> {
        @Override
        public Strategies convert(String text) {
            List<Strategy> named = Stream.of(Strategy.values())
                    .filter(strategy -> text.equals(ALL) || strategy.label().equals(text))
                    .toList();
            if (named.isEmpty()) {
                throw Arguments.refusal(text, "a strategy, allowed linear, binary, hybrid, all");
            }
            return new Strategies(named);
        }
    }

    static final class Step implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return Arguments.number(text, STEPS.get(0), STEPS.get(STEPS.size() - 1), "a step");
        }
    }

    static final class LineMtu implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return Arguments.number(text, SearchPlan.BASE, TunnelStack.MAX_PATH_MTU, "an MTU to search up to");
        }
    }

    static final class Runs implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return (int) Quantities.count(text, 2, MOST_RUNS, "a number of runs");
        }
    }

    static final class SeedNumber implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return Quantities.count(text, 0, LARGEST_SEED, "a seed");
        }
    }

    @Override
    public Integer call() {
        if (probeTimer <= rtt) {
            throw new ParameterException(
                    spec.commandLine(), "--probe-timer is not more than --rtt: no answer would come in time");
        }
        try (Interruption interruption = new Interruption()) {
            ExitCode exit = run(interruption);
            spec.commandLine().getOut().flush();
            spec.commandLine().getErr().flush();
            return exit.code();
        }
    }

    private ExitCode run(Interruption interruption) {
        List<SearchTrials> plans = plans();
        List<SearchTrials.Result> results = new ArrayList<>();
        PrintWriter err = spec.commandLine().getErr();
        try (ProgressLine progress = ProgressLine.on(err)) {
            for (SearchTrials trials : plans) {
                String which = String.format(
                        Locale.ROOT,
                        "%s by %d, %d of %d: ",
                        trials.plan().strategy().label(),
                        trials.plan().step(),
                        results.size() + 1,
                        plans.size());
                results.add(trials.run(
                        interruption::isRequested,
                        done -> progress.accept(which + String.format(Locale.ROOT, "%,d of %,d runs", done, runs))));
            }
        }
        if (interruption.isRequested()) {
            err.println("interrupted before all runs were done");
            return ExitCode.INTERRUPTED;
        }
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(new ModelSearchJson(plans.get(0), results).render());
        } else {
            out.print(new ModelSearchText(plans.get(0), results, output.palette()).render());
        }
        return ExitCode.OK;
    }

    private List<SearchTrials> plans() {
        Paths paths = Paths.ofTunnels(lineMtu);
        List<SearchTrials> plans = new ArrayList<>();
        for (Strategy strategy : strategies.list()) {
            for (int each : step == null ? STEPS : List.of(step)) {
                SearchPlan plan =
                        SearchPlan.stepped(strategy, TunnelStack.MIN_PATH_MTU, SearchPlan.BASE, lineMtu, each);
                plans.add(new SearchTrials(plan, paths, loss, rtt, probeTimer, runs, seed));
            }
        }
        return plans;
    }
}
