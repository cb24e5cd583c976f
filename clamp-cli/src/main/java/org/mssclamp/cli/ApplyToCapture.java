// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.mssclamp.capture.CaptureCopy;
import org.mssclamp.capture.CaptureException;
import org.mssclamp.capture.CaptureOutput;
import org.mssclamp.capture.CaptureReader;
import org.mssclamp.clamp.Paths;
import org.mssclamp.config.Configuration;
import org.mssclamp.config.ParseResult;
import org.mssclamp.daemon.ConfigFile;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.daemon.StartException;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.MissingMss;
import org.mssclamp.rule.Rule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mssclamp pcap apply}: a copy of a capture, as if the daemon had been on the way of its packets. */
@Command(
        name = "apply",
        description = {
            "Copies a capture and does to its packets what the daemon does, by your rules. What they do not change is copied octet for octet.",
            "OUT appears when it is whole; nothing is written over before.",
            "Without --in and --out interfaces are what the capture records, if it does."
        },
        parameterListHeading = "%n",
        sortOptions = false,
        sortSynopsis = false)
final class ApplyToCapture implements Callable<Integer> {
    private static final Path STANDARD = Path.of("-");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "IN",
            description = "The capture, pcap or pcapng, gzipped or not; - is standard input.")
    @SuppressWarnings("NullAway.Init") // required
    private Path capture;

    @Parameters(
            index = "1",
            paramLabel = "OUT",
            description = "The copy, in the same format, gzipped if it ends in .gz; - is standard output.")
    @SuppressWarnings("NullAway.Init") // required
    private Path target;

    @Mixin
    private final PassageOptions way = new PassageOptions();

    @Option(
            names = "--path-mtu",
            paramLabel = "N",
            converter = Arguments.PathMtu.class,
            description = "What their paths carry, for rules with clamp-to-pmtu.")
    private @Nullable Integer pathMtu;

    @Option(names = "--keep-dropped", description = "Copy packets, too, that the daemon would drop.")
    private boolean keepDropped;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration; - is standard input (default /etc/mssclamp/mssclamp.yaml).")
    private Path config = ConfigFile.DEFAULT_PATH;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws StartException {
        if (capture.equals(STANDARD) && config.equals(STANDARD)) {
            throw misuse("IN and --config are both standard input, allowed one of them");
        }
        refuseSameFile();
        ParseResult parsed = new ConfigArgument(config).parse();
        if (parsed instanceof ParseResult.Accepted accepted) {
            refuseUnknownPaths(accepted.configuration());
            return apply(accepted.configuration());
        }
        parsed.problems().forEach(spec.commandLine().getErr()::println);
        return ExitCode.CONFIG.code();
    }

    private void refuseSameFile() {
        try {
            if (Files.exists(capture) && Files.exists(target) && Files.isSameFile(capture, target)) {
                throw misuse("IN and OUT are the same file: " + target);
            }
        } catch (IOException unreadable) {
            // Opening it says why.
        }
    }

    private void refuseUnknownPaths(Configuration configuration) {
        if (pathMtu != null) {
            return;
        }
        for (Rule rule : configuration.rules()) {
            if (rule.action() instanceof Action.ClampToPmtu) {
                throw misuse("rule \"" + rule.name()
                        + "\" has clamp-to-pmtu, and a capture does not say what paths carry: give --path-mtu");
            }
        }
    }

    private ParameterException misuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** What there is to say is printed before the process is let go. */
    private int apply(Configuration configuration) {
        try (Interruption interruption = new Interruption()) {
            ExitCode exit = apply(configuration, interruption::isRequested);
            spec.commandLine().getOut().flush();
            spec.commandLine().getErr().flush();
            return exit.code();
        }
    }

    private ExitCode apply(Configuration configuration, BooleanSupplier interrupted) {
        // The summary does not go into the capture.
        PrintWriter printer = target.equals(STANDARD)
                ? spec.commandLine().getErr()
                : spec.commandLine().getOut();
        try {
            ApplyReport report = copy(configuration, interrupted);
            if (output.json()) {
                printer.println(report.json());
            } else {
                printer.print(new ApplyText(report, output.palette()).render());
            }
            return ExitCode.OK;
        } catch (CaptureException refused) {
            return fail(CaptureFailure.of(refused));
        } catch (StartException refused) {
            return fail(refused);
        }
    }

    private ExitCode fail(StartException refused) {
        spec.commandLine().getErr().println(refused.getMessage());
        return refused.exitCode();
    }

    private ApplyReport copy(Configuration configuration, BooleanSupplier interrupted)
            throws CaptureException, StartException {
        try (ProgressLine line = ProgressLine.on(spec.commandLine().getErr());
                CaptureReader reader = CaptureReader.open(capture);
                CaptureOutput written = CaptureOutput.open(target)) {
            CaptureCopy copy = CaptureCopy.of(reader, written, mayChangeLengths(configuration));
            Passage passage = way.passage();
            Paths paths = pathMtu == null ? Paths.NONE : new GivenPath(pathMtu);
            CaptureClamp clamp = new CaptureClamp(reader, copy, keepDropped, configuration, passage, paths);
            CaptureProgress progress = new CaptureProgress(line, reader);
            while (reader.next()) {
                clamp.take();
                progress.tick();
                if (interrupted.getAsBoolean()) {
                    throw new StartException(
                            ExitCode.INTERRUPTED,
                            "interrupted behind packet " + clamp.frames() + "; nothing was written");
                }
            }
            copy.finish();
            written.commit();
            return new ApplyReport(
                    reader.name(),
                    target.equals(STANDARD) ? "<stdout>" : target.toString(),
                    new ConfigArgument(config).name(),
                    passage,
                    pathMtu == null ? OptionalInt.empty() : OptionalInt.of(pathMtu),
                    clamp.frames(),
                    clamp.withoutIp(),
                    clamp.unreadLinks(),
                    clamp.changed(),
                    clamp.leftOut(),
                    clamp.census());
        }
    }

    private boolean mayChangeLengths(Configuration configuration) {
        return (configuration.policy().dropsMalformed() && !keepDropped)
                || configuration.rules().stream().map(Rule::missingMss).anyMatch(MissingMss.ADD::equals);
    }
}
