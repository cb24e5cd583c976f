// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mssclamp pcap}: the verbs that read captures, and write them. */
@Command(
        description = "Does to captures what the daemon does to traffic, and compares them.",
        subcommands = {ApplyToCapture.class, DiffCaptures.class, ReportCapture.class},
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
final class Pcap implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Without a verb there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
