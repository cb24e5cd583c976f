// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.mssclamp.daemon.StartException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mssclamp health}: whether a running daemon can clamp. */
@Command(description = "Says ok if the running daemon has all its queues, and why not if it has not.")
final class ShowHealth implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Mixin
    private final ControlOptions control = new ControlOptions();

    @Override
    public Integer call() throws StartException {
        return control.ask("health", PATIENCE);
    }
}
