// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mssclamp rules}: the verbs that print rules. */
@Command(
        name = "rules",
        description = "Prints rules of the kernel: those that hand SYNs to the daemon, or do without it.",
        subcommands = {ExportRules.class, GenerateRules.class},
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
final class Rules implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Without a verb there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
