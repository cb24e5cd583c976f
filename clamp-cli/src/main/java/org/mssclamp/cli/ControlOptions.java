// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.mssclamp.config.ControlSettings;
import org.mssclamp.daemon.StartException;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options of every verb that asks a running daemon. */
final class ControlOptions {
    @Option(
            names = "--socket",
            paramLabel = "PATH",
            description = {"Where the daemon listens", "(default " + ControlSettings.DEFAULT_SOCKET + ")."})
    @SuppressWarnings("FieldCanBeFinal") // picocli sets it
    private Path socket = Path.of(ControlSettings.DEFAULT_SOCKET);

    /** A client for that daemon. */
    ControlClient client(Duration patience) {
        return new ControlClient(socket.toAbsolutePath(), patience);
    }

    /** Prints what the daemon answers to the line; returns the exit code. */
    int ask(String line, Duration patience, OutputOptions output, CommandLine command) throws StartException {
        ControlReply reply = client(patience).ask(output.json() ? line + " json" : line);
        PrintWriter printer = reply.refused() ? command.getErr() : command.getOut();
        printer.print(reply.refused() ? "mssclamp: " + reply.text() : reply.text());
        printer.flush();
        return reply.exitCode();
    }
}
