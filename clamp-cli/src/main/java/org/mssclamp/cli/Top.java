// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.daemon.StartException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mssclamp top}: what the running daemon does at this moment, again and again. */
@Command(
        description =
                "Shows the rates of the running daemon by queue and rule, the MSS before and after, and the latency.",
        sortOptions = false)
final class Top implements Callable<Integer> {
    /** Less than the process waits for us when Ctrl-C ends it. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final double SHORTEST_SECONDS = 0.1;
    private static final double LONGEST_SECONDS = 3600;
    private static final double NS_PER_SECOND = 1e9;
    private static final long LOOK_NS = 50_000_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--once", description = "Print one table, of one interval, and end.")
    private boolean once;

    @Option(names = "--interval", paramLabel = "SECONDS", description = "Between two looks (default 1).")
    private double interval = 1;

    @Mixin
    private final ControlOptions control = new ControlOptions();

    @Override
    public Integer call() throws StartException {
        if (!(SHORTEST_SECONDS <= interval && interval <= LONGEST_SECONDS)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--interval is " + interval + ", allowed " + SHORTEST_SECONDS + "-" + LONGEST_SECONDS);
        }
        TopSource source = new TopSource(control.client(PATIENCE));
        try (Interruption interruption = new Interruption()) {
            if (!once && !control.json() && TopScreen.isPossible()) {
                return onScreen(source, interruption);
            }
            return printed(source, interruption);
        }
    }

    private int printed(TopSource source, Interruption interruption) throws StartException {
        PrintWriter out = spec.commandLine().getOut();
        TopSample last = source.sample();
        do {
            waitUntil(last.atNs() + intervalNs(), interruption);
            if (interruption.isRequested()) {
                break;
            }
            TopSample next = source.sample();
            TopRates rates = new TopRates(last, next);
            if (control.json()) {
                out.println(new TopJson(rates).render());
            } else {
                new TopText(rates, TopOrder.RATE, control.palette()).lines().forEach(out::println);
                out.print(once ? "" : "\n");
            }
            last = next;
        } while (!once && !out.checkError());
        return ExitCode.OK.code();
    }

    private int onScreen(TopSource source, Interruption interruption) throws StartException {
        TopOrder order = TopOrder.RATE;
        TopSample first = source.sample();
        TopSample last = first;
        try (TopScreen screen = new TopScreen()) {
            TopRates rates = new TopRates(first, first);
            while (!isInterrupted(screen, interruption)) {
                screen.show(new TopText(rates, order, control.palette()));
                int key = key(screen, last.atNs() + intervalNs(), interruption);
                if (key == 'q' || key == TopScreen.END) {
                    return ExitCode.OK.code();
                }
                order = TopOrder.of(key).orElse(order);
                if (System.nanoTime() - last.atNs() >= intervalNs()) {
                    TopSample next = source.sample();
                    rates = new TopRates(last, next);
                    last = next;
                }
            }
            return ExitCode.INTERRUPTED.code();
        } catch (IOException refused) {
            throw new StartException(
                    ExitCode.SYSTEM,
                    "mssclamp: the terminal cannot be drawn on: " + refused.getMessage()
                            + "\nhint: mssclamp top --once prints one table");
        }
    }

    private static boolean isInterrupted(TopScreen screen, Interruption interruption) {
        return screen.isInterrupted() || interruption.isRequested();
    }

    /** The next key, or {@link TopScreen#NO_KEY} at that time or when interrupted. */
    private static int key(TopScreen screen, long untilNs, Interruption interruption) throws IOException {
        int key = TopScreen.NO_KEY;
        while (key == TopScreen.NO_KEY && System.nanoTime() < untilNs && !isInterrupted(screen, interruption)) {
            key = screen.key();
        }
        return key;
    }

    private long intervalNs() {
        return Math.round(interval * NS_PER_SECOND);
    }

    private static void waitUntil(long untilNs, Interruption interruption) {
        while (System.nanoTime() < untilNs && !interruption.isRequested()) {
            LockSupport.parkNanos(Math.min(LOOK_NS, untilNs - System.nanoTime()));
        }
    }
}
