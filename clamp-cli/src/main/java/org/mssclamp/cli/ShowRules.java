// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.mssclamp.daemon.StartException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mssclamp rules show}: the rules in force. */
@Command(
        name = "show",
        description = "Shows the rules that the running daemon goes by, as they are written.",
        sortOptions = false)
final class ShowRules implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Option(
            names = {"-c", "--counters"},
            description = "With what each did: SYNs matched and clamped, MSS at the median, last hit.")
    private boolean counters;

    @Mixin
    private final ControlOptions control = new ControlOptions();

    @Override
    public Integer call() throws StartException {
        return control.ask(counters ? "rules counters" : "rules", PATIENCE);
    }
}
