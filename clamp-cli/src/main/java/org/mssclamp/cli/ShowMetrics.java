// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.mssclamp.daemon.StartException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mssclamp metrics}: what the daemon tells Prometheus, which has one format. */
@Command(description = "Prints once what Prometheus fetches, as for a textfile collector.")
final class ShowMetrics implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Mixin
    private final ControlOptions control = new ControlOptions();

    @Override
    public Integer call() throws StartException {
        return control.ask("metrics", PATIENCE);
    }
}
