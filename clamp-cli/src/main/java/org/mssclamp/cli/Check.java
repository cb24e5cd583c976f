// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.mssclamp.config.Gateway;
import org.mssclamp.daemon.ConfigFile;
import org.mssclamp.daemon.StartException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code mssclamp check}: everything that is wrong or unwise in a configuration. */
@Command(description = "Prints everything that is wrong or unwise in a configuration.", parameterListHeading = "%n")
final class Check implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Mssclamp mssclamp;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FILE",
            description = "The configuration; - is standard input, none is /etc/mssclamp/mssclamp.yaml.")
    @SuppressWarnings("FieldCanBeFinal") // picocli sets it
    private Path file = ConfigFile.DEFAULT_PATH;

    @Option(names = "--strict", description = "Refuse a configuration with warnings, too.")
    private boolean strict;

    @Option(
            names = "--offline",
            description = "Look at the file alone, not at interfaces and policies of this machine.")
    private boolean offline;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print the problems only, no summary.")
    private boolean quiet;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws StartException {
        ConfigArgument argument = new ConfigArgument(file);
        Gateway gateway = offline ? Gateway.UNKNOWN : mssclamp.host().gateway();
        CheckReport report = new CheckReport(argument.name(), argument.doubts(), argument.parse(gateway), strict);
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(report.json());
        } else {
            report.doubts().forEach(out::println);
            report.problems().forEach(out::println);
            if (!quiet) {
                out.println(report.summary(output.palette()));
            }
        }
        return report.exitCode().code();
    }
}
