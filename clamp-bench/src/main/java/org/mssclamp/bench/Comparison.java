// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Stream;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks in turns: each once in a round, so that what is compared was measured at about the same time.
 *
 * <p>Takes the options of JMH. {@code -f} is the number of rounds, as each is one fork; {@code -rff} names the file for
 * the results, as JMH's JSON. Prints the ratios behind it all. What there was in that file stays until all rounds are
 * done.
 */
public final class Comparison {
    private static final int ROUNDS = 5;
    private static final String RESULTS = "jmh.json";

    /** Options that JMH answers by itself, without a run. */
    private static final Set<String> QUESTIONS = Set.of("-h", "-l", "-lp", "-lprof", "-lrf");

    private Comparison() {}

    /** Returns when all rounds are done, on a machine at rest after a quarter of an hour. */
    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException, IOException {
        CommandLineOptions asked = new CommandLineOptions(arguments);
        if (Stream.of(arguments).anyMatch(QUESTIONS::contains)) {
            Main.main(arguments);
            return;
        }
        run(asked, System.out);
    }

    /** With no forks there is one round, in this process. */
    static void run(CommandLineOptions asked, PrintStream out) throws RunnerException, IOException {
        int forks = asked.getForkCount().orElse(ROUNDS);
        Path results = Path.of(asked.getResult().orElse(RESULTS));
        Path unfinished = results.resolveSibling(results.getFileName() + ".new");
        Rounds rounds = new Rounds();
        for (int round = 1; round <= Math.max(forks, 1); round++) {
            out.printf("# Round %d of %d%n", round, Math.max(forks, 1));
            rounds.add(round(asked, Math.min(forks, 1), unfinished));
        }
        ResultFormatFactory.getInstance(ResultFormatType.JSON, unfinished.toString())
                .writeOut(rounds.merged());
        Files.move(unfinished, results, StandardCopyOption.REPLACE_EXISTING);
        new PathGoals(rounds).print(out);
    }

    /** JMH empties the file for results before it has any. */
    private static Collection<RunResult> round(CommandLineOptions asked, int forks, Path results)
            throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .parent(asked)
                        .forks(forks)
                        .result(results.toString())
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .build())
                .run();
    }
}
