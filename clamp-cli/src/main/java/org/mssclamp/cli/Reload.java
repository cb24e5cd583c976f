// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.mssclamp.daemon.StartException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mssclamp reload}: has a running daemon read its configuration again. */
@Command(
        description =
                "Has the running daemon read its configuration again, and says what that changed, or why it was refused.")
final class Reload implements Callable<Integer> {
    /** Longer than the daemon itself waits for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(70);

    @Option(names = "--dry-run", description = "Only say what would change, or why it would be refused.")
    private boolean dryRun;

    @Mixin
    private final ControlOptions control = new ControlOptions();

    @Override
    public Integer call() throws StartException {
        return control.ask(dryRun ? "reload dry-run" : "reload", PATIENCE);
    }
}
