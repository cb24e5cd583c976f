// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.mssclamp.capture.CaptureException;
import org.mssclamp.capture.PacketSource;
import org.mssclamp.capture.PcapFile;
import org.mssclamp.config.Configuration;
import org.mssclamp.config.ParseResult;
import org.mssclamp.daemon.ConfigFile;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.daemon.StartException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code mssclamp bench}: what the packets of a capture cost under the rules of a configuration. */
@Command(
        description = {
            "Measures what the packets of a capture take on the daemon's hot path under your rules, without the kernel.",
            "Ctrl-C ends it with what was measured so far."
        },
        parameterListHeading = "%n",
        sortOptions = false,
        sortSynopsis = false)
final class Bench implements Callable<Integer> {
    private static final int DEFAULT_ROUNDS = 20;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Mssclamp mssclamp;

    @Parameters(paramLabel = "FILE", description = "The capture, pcap or pcapng.")
    @SuppressWarnings("NullAway.Init") // required
    private Path capture;

    @Mixin
    private final PassageOptions way = new PassageOptions();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration; - is standard input (default /etc/mssclamp/mssclamp.yaml).")
    private Path config = ConfigFile.DEFAULT_PATH;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            converter = Arguments.Rounds.class,
            description =
                    "Rounds to measure, each of whole passes of the capture for some quarter second of processor time (default "
                            + DEFAULT_ROUNDS + ").")
    private @Nullable Integer rounds;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            converter = Arguments.Seconds.class,
            description = "Seconds to measure by the clock and to the end of the round, instead of --rounds.")
    private @Nullable Integer seconds;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws StartException {
        if (rounds != null && seconds != null) {
            throw new ParameterException(spec.commandLine(), "--rounds and --seconds are given, allowed one of them");
        }
        ParseResult parsed = new ConfigArgument(config).parse();
        if (parsed instanceof ParseResult.Accepted accepted) {
            return bench(accepted.configuration());
        }
        parsed.problems().forEach(spec.commandLine().getErr()::println);
        return ExitCode.CONFIG.code();
    }

    /** What there is to say is printed before the process is let go. */
    private int bench(Configuration configuration) {
        try (Interruption interruption = new Interruption()) {
            ExitCode exit = bench(configuration, interruption::isRequested);
            spec.commandLine().getOut().flush();
            spec.commandLine().getErr().flush();
            return exit.code();
        }
    }

    private ExitCode bench(Configuration configuration, BooleanSupplier interrupted) {
        try {
            BenchReport report = measure(configuration, interrupted);
            PrintWriter printer = spec.commandLine().getOut();
            if (output.json()) {
                printer.println(new BenchJson(report).render());
            } else {
                printer.print(new BenchText(report, output.palette()).render());
            }
            return report.interrupted() ? ExitCode.INTERRUPTED : ExitCode.OK;
        } catch (StartException refused) {
            spec.commandLine().getErr().println(refused.getMessage());
            return refused.exitCode();
        }
    }

    private BenchReport measure(Configuration configuration, BooleanSupplier interrupted) throws StartException {
        Passage passage = way.passage();
        try (ProgressLine progress = ProgressLine.on(spec.commandLine().getErr())) {
            progress.accept("reading " + capture);
            CapturedTraffic traffic = traffic(interrupted);
            try (Replay replay = Replay.of(traffic.packets(), passage, configuration, mssclamp.host())) {
                progress.accept("counting one pass");
                Census census = replay.census(interrupted);
                Figures figures = new Measurement(replay, interrupted, progress).run(extent());
                return new BenchReport(
                        capture.toString(),
                        traffic,
                        new ConfigArgument(config).name(),
                        passage,
                        replay.pathSource(),
                        census,
                        figures,
                        interrupted.getAsBoolean(),
                        BenchReport.thisMachine());
            }
        }
    }

    private Extent extent() {
        if (seconds != null) {
            return new Extent.Seconds(seconds);
        }
        return new Extent.Rounds(rounds != null ? rounds : DEFAULT_ROUNDS);
    }

    private CapturedTraffic traffic(BooleanSupplier interrupted) throws StartException {
        try (PacketSource source = PcapFile.open(capture)) {
            CapturedTraffic traffic = CapturedTraffic.of(source, interrupted);
            if (traffic.packets().isEmpty() && interrupted.getAsBoolean()) {
                throw new StartException(ExitCode.INTERRUPTED, capture + ": interrupted before a packet was read");
            }
            if (traffic.packets().isEmpty()) {
                throw new StartException(
                        ExitCode.NO_INPUT, capture + ": there is no packet in it that can be replayed");
            }
            return traffic;
        } catch (CaptureException refused) {
            throw CaptureFailure.of(refused);
        }
    }
}
