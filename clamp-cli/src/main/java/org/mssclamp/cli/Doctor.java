// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mssclamp.config.ParseResult;
import org.mssclamp.config.Problem;
import org.mssclamp.daemon.ConfigFile;
import org.mssclamp.daemon.StartException;
import org.mssclamp.doctor.Configured;
import org.mssclamp.doctor.Examination;
import org.mssclamp.doctor.Machine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code mssclamp doctor}: what is wrong on this gateway, and what mends it. */
@Command(
        description = {
            "Shows what is wrong on this gateway, and what mends it. Changes nothing.",
            "As root it sees everything; what it cannot look at it skips, and says why."
        })
final class Doctor implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Mssclamp mssclamp;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The daemon's configuration (default /etc/mssclamp/mssclamp.yaml).")
    private Path config = ConfigFile.DEFAULT_PATH;

    @Option(
            names = "--sample",
            paramLabel = "SECONDS",
            converter = Arguments.SecondsOrNone.class,
            description = "Watch the counters that long, and judge what they do meanwhile; it answers as much later"
                    + " (default 0: judge by what they came to since they began).")
    private int seconds;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        Machine machine = mssclamp.host().machine();
        if (seconds == 0) {
            Examination.begin(machine);
        }
        DoctorReport report =
                new DoctorReport(config.toString(), seconds, Examination.of(machine, configured(), seconds));
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(report.json());
        } else {
            out.print(new DoctorText(report, output.palette()).render());
        }
        return report.exitCode().code();
    }

    private Configured configured() {
        ConfigFile file = new ConfigFile(config);
        try {
            List<String> doubts = file.doubts();
            ParseResult here = file.parse(mssclamp.host().gateway());
            if (here instanceof ParseResult.Accepted accepted) {
                List<Problem> anywhere =
                        here.problems().isEmpty() ? List.of() : file.parse().problems();
                List<Problem> onlyHere = here.problems().stream()
                        .filter(problem -> !anywhere.contains(problem))
                        .toList();
                return new Configured(
                        config.toString(),
                        Optional.empty(),
                        doubts,
                        anywhere,
                        onlyHere,
                        Optional.of(accepted.configuration()));
            }
            return new Configured(
                    config.toString(), Optional.empty(), doubts, here.problems(), List.of(), Optional.empty());
        } catch (StartException unreadable) {
            return new Configured(
                    config.toString(),
                    Optional.of(String.valueOf(unreadable.getMessage())),
                    List.of(),
                    List.of(),
                    List.of(),
                    Optional.empty());
        }
    }
}
