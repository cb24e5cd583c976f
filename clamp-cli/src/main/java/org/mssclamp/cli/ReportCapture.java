// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mssclamp.capture.CaptureException;
import org.mssclamp.capture.CaptureOutput;
import org.mssclamp.config.Configuration;
import org.mssclamp.config.ParseResult;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.daemon.StartException;
import org.mssclamp.study.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mssclamp pcap report}: what captures show of MSS and path MTU. */
@Command(
        name = "report",
        description = {
            "Shows what is in captures: the MSS that hosts announce, connections that stall on packets too large for their path,"
                    + " fragments, and what routers said; and what your rules would do.",
            "Ends with 1 if connections stall. Ctrl-C ends it with what was read so far."
        },
        parameterListHeading = "%n",
        sortOptions = false,
        sortSynopsis = false)
final class ReportCapture implements Callable<Integer> {
    private static final Path STANDARD = Path.of("-");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "Captures, pcap or pcapng, also compressed by gzip, in the order of time; - is standard input.")
    @SuppressWarnings("NullAway.Init") // required
    private List<Path> captures;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Show what the rules of this configuration would do with the SYNs.")
    private @Nullable Path config;

    @Mixin
    private final PassageOptions way = new PassageOptions();

    @Option(
            names = "--path-mtu",
            paramLabel = "N",
            converter = Arguments.PathMtu.class,
            description = "What the path is known to carry: SYNs that announce more are shown.")
    private @Nullable Integer pathMtu;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write the report as a page, too: one file with charts.")
    private @Nullable Path html;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws StartException {
        refuseToReadTwice();
        refuseToOverwriteWhatIsRead();
        if (config == null) {
            return report(Optional.empty());
        }
        ParseResult parsed = new ConfigArgument(config).parse();
        if (parsed instanceof ParseResult.Accepted accepted) {
            return report(Optional.of(accepted.configuration()));
        }
        parsed.problems().forEach(spec.commandLine().getErr()::println);
        return ExitCode.CONFIG.code();
    }

    private void refuseToReadTwice() {
        long readers = Stream.concat(captures.stream(), Stream.ofNullable(config))
                .filter(STANDARD::equals)
                .count();
        if (readers > 1) {
            throw misuse("standard input can be read once: give - for one FILE, or for --config");
        }
    }

    private void refuseToOverwriteWhatIsRead() {
        if (html == null) {
            return;
        }
        if (html.equals(STANDARD)) {
            throw misuse("--html takes a file: what goes to standard output is the report as text");
        }
        if (Stream.concat(captures.stream(), Stream.ofNullable(config)).anyMatch(read -> isSame(read, html))) {
            throw misuse("--html would overwrite " + html + ", which is to be read");
        }
    }

    private ParameterException misuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException unknown) {
            return false;
        }
    }

    private int report(Optional<Configuration> configuration) throws StartException {
        // Opened before anything is read, which may take minutes.
        try (@Nullable CaptureOutput page = html == null ? null : CaptureOutput.openPage(html)) {
            return print(configuration, page);
        } catch (CaptureException refused) {
            throw CaptureFailure.of(refused);
        }
    }

    private int print(Optional<Configuration> configuration, @Nullable CaptureOutput page)
            throws StartException, CaptureException {
        Passage passage = way.passage();
        PrintWriter err = spec.commandLine().getErr();
        try (Interruption interruption = new Interruption();
                TriedRules rules = TriedRules.of(configuration, passage, host())) {
            CaptureStudy study = new CaptureStudy(captures, rules.trial(), interruption::isRequested);
            CaptureReport report = study.run(err, optional(pathMtu)).with(rules.description(configName()), passage);
            print(report);
            report.ends().forEach(err::println);
            if (page != null) {
                write(page, report);
            }
            spec.commandLine().getOut().flush();
            err.flush();
            return exitCode(report).code();
        }
    }

    private Host host() {
        return ((Mssclamp) spec.root().userObject()).host();
    }

    private static OptionalInt optional(@Nullable Integer number) {
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    private String configName() {
        return config == null ? "" : new ConfigArgument(config).name();
    }

    private void print(CaptureReport report) {
        PrintWriter printer = spec.commandLine().getOut();
        if (output.json()) {
            printer.println(new CaptureReportJson(report).render());
        } else {
            printer.print(new CaptureReportText(report, output.palette()).render());
        }
    }

    /** What is only a part replaces nothing. */
    private void write(CaptureOutput page, CaptureReport report) throws CaptureException {
        boolean partial = report.interrupted() || !report.ends().isEmpty();
        if (partial && html != null && Files.isRegularFile(html)) {
            spec.commandLine().getErr().println(html + ": left as it was, since not everything was read");
            return;
        }
        page.take(ByteBuffer.wrap(new CaptureReportPage(report).render().getBytes(StandardCharsets.UTF_8)));
        page.commit();
    }

    private static ExitCode exitCode(CaptureReport report) {
        if (report.interrupted()) {
            return ExitCode.INTERRUPTED;
        }
        if (!report.ends().isEmpty()) {
            return ExitCode.NO_INPUT;
        }
        return report.verdict().kind() == Verdict.Kind.STALLS ? ExitCode.PROBLEM : ExitCode.OK;
    }
}
