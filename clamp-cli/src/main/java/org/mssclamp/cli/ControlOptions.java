// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.mssclamp.config.ControlSettings;
import org.mssclamp.daemon.StartException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every verb that asks a running daemon. */
final class ControlOptions {
    /** Where it is said once for all verbs, as for the unit that reloads. */
    private static final String SOCKET_VARIABLE = "MSSCLAMP_SOCKET";

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec verb;

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            defaultValue = "${env:" + SOCKET_VARIABLE + ":-" + ControlSettings.DEFAULT_SOCKET + "}",
            description = {
                "Where the daemon listens",
                "(default $" + SOCKET_VARIABLE + ", or else",
                ControlSettings.DEFAULT_SOCKET + ")."
            })
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path socket;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    boolean json() {
        return output.json();
    }

    Palette palette() {
        return output.palette();
    }

    /** A client for that daemon. */
    ControlClient client(Duration patience) {
        return new ControlClient(socket.toAbsolutePath(), patience);
    }

    /** Prints what the daemon answers to the line; returns the exit code. */
    int ask(String line, Duration patience) throws StartException {
        ControlReply reply = client(patience).ask(output.json() ? line + " json" : line);
        PrintWriter printer = reply.refused()
                ? verb.commandLine().getErr()
                : verb.commandLine().getOut();
        printer.print(reply.refused() ? "mssclamp: " + reply.text() : reply.text());
        printer.flush();
        return reply.exitCode();
    }
}
