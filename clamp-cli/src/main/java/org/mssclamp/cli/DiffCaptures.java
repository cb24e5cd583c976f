// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.mssclamp.capture.CaptureException;
import org.mssclamp.capture.CaptureReader;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.daemon.StartException;
import org.mssclamp.diff.CaptureDiff;
import org.mssclamp.diff.Difference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mssclamp pcap diff}: which packets of two captures differ, and in what. */
@Command(
        name = "diff",
        description = {
            "Compares two captures packet by packet: which differ and in which fields, and which are missing in one.",
            "Exit code 1 says that they differ."
        },
        parameterListHeading = "%n",
        sortOptions = false,
        sortSynopsis = false)
final class DiffCaptures implements Callable<Integer> {
    private static final int DEFAULT_LIMIT = 100;
    private static final Path STANDARD = Path.of("-");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "A",
            description = "The first capture, pcap or pcapng, gzipped or not; - is standard input.")
    @SuppressWarnings("NullAway.Init") // required
    private Path first;

    @Parameters(index = "1", paramLabel = "B", description = "The second, of either format.")
    @SuppressWarnings("NullAway.Init") // required
    private Path second;

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = Arguments.Differences.class,
            description = "Differences to tell of (default " + DEFAULT_LIMIT + "); all are counted.")
    private int limit = DEFAULT_LIMIT;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws StartException {
        if (first.equals(STANDARD) && second.equals(STANDARD)) {
            throw new ParameterException(spec.commandLine(), "A and B are both standard input, allowed one of them");
        }
        try {
            DiffReport report = diff();
            PrintWriter out = spec.commandLine().getOut();
            if (output.json()) {
                out.println(report.json());
            } else {
                out.print(new DiffText(report, output.palette()).render());
            }
            return (report.differences() == 0 ? ExitCode.OK : ExitCode.PROBLEM).code();
        } catch (CaptureException refused) {
            throw CaptureFailure.of(refused);
        }
    }

    private DiffReport diff() throws CaptureException {
        try (ProgressLine line = ProgressLine.on(spec.commandLine().getErr());
                CaptureReader one = CaptureReader.open(first);
                CaptureReader other = CaptureReader.open(second)) {
            List<Difference> told = new ArrayList<>();
            CaptureDiff diff = new CaptureDiff(one, other, difference -> {
                if (told.size() < limit) {
                    told.add(difference);
                }
            });
            CaptureProgress progress = new CaptureProgress(line, one);
            while (diff.advance()) {
                progress.tick();
            }
            return new DiffReport(one.name(), other.name(), diff, told);
        }
    }
}
