// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mssclamp rules}: the verbs that print rules. */
@Command(
        description = "Prints the daemon's rules, and the kernel's, with the daemon and without.",
        subcommands = {ExportRules.class, GenerateRules.class, ShowRules.class},
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
