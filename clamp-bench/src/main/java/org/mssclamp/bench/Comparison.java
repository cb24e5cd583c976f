// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import java.io.PrintStream;
import java.util.Collection;
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
 * the results, as JMH's JSON. Prints the ratios behind it all.
 */
public final class Comparison {
    private static final int ROUNDS = 5;
    private static final String RESULTS = "jmh.json";

    private Comparison() {}

    /** Returns when all rounds are done, on a machine at rest after a quarter of an hour. */
    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
        CommandLineOptions asked = new CommandLineOptions(arguments);
        run(asked, System.out);
    }

    /** With no forks there is one round, in this process. */
    static void run(CommandLineOptions asked, PrintStream out) throws RunnerException {
        int forks = asked.getForkCount().orElse(ROUNDS);
        Rounds rounds = new Rounds();
        for (int round = 1; round <= Math.max(forks, 1); round++) {
            out.printf("# Round %d of %d%n", round, Math.max(forks, 1));
            rounds.add(round(asked, Math.min(forks, 1)));
        }
        ResultFormatFactory.getInstance(ResultFormatType.JSON, asked.getResult().orElse(RESULTS))
                .writeOut(rounds.merged());
        new Goals(rounds).print(out);
    }

    private static Collection<RunResult> round(CommandLineOptions asked, int forks) throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .parent(asked)
                        .forks(forks)
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .build())
                .run();
    }
}
