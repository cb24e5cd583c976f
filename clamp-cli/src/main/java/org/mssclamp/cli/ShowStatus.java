// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.mssclamp.daemon.StartException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mssclamp status}: what a running daemon does, and how much of it. */
@Command(description = "Shows what the running daemon does: configuration, queues, rates, losses.")
final class ShowStatus implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Mixin
    private final ControlOptions control = new ControlOptions();

    @Override
    public Integer call() throws StartException {
        return control.ask("status", PATIENCE);
    }
}
