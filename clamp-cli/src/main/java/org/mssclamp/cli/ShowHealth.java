// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.mssclamp.daemon.StartException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mssclamp health}: whether a running daemon can clamp. */
@Command(name = "health", description = "Says ok if the running daemon has all its queues, and why not if it has not.")
final class ShowHealth implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final ControlOptions control = new ControlOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws StartException {
        return control.ask("health", PATIENCE, output, spec.commandLine());
    }
}
