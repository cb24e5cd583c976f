// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mssclamp.clamp.Oddity;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.control.ControlCommand;
import org.mssclamp.control.ReloadReport;
import org.mssclamp.control.Reloading;
import org.mssclamp.nfqueue.QueueEvent;
import org.mssclamp.probe.ProbeRound;
import org.mssclamp.route.PathEvent;
import org.mssclamp.status.RateSampler;

/** The tables in the documents say what the code says. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..");

    @Test
    void howItWorksListsEveryCounter() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/how-it-works.md"));

        assertThat(page).contains(table(Stream.of(Outcome.values()).map(it -> row(it.label(), it.description()))));
        assertThat(page).contains(table(Stream.of(Oddity.values()).map(it -> row(it.label(), it.description()))));
        assertThat(page).contains(table(Stream.of(QueueEvent.values()).map(it -> row(it.label(), it.description()))));
        assertThat(page).contains(table(Stream.of(PathEvent.values()).map(it -> row(it.label(), it.description()))));
    }

    @Test
    void operationsListsWhatASearchComesTo() throws IOException {
        assertThat(Files.readString(ROOT.resolve("docs/operations.md")))
                .contains(table(Stream.of(ProbeRound.values()).map(it -> row(it.label(), it.description()))));
    }

    @Test
    void readmeListsEveryExitCode() throws IOException {
        assertThat(Files.readString(ROOT.resolve("README.md")))
                .contains(table(
                        Stream.of(ExitCode.values()).map(it -> "| " + it.code() + " | " + it.description() + " |")));
    }

    @Test
    void operationsListEveryCommand() throws IOException {
        StatusSource status = new StatusSource(
                new ConfigFile(ROOT), false, new RateSampler(() -> 0), List::of, KernelFiles.PROC, List::of);
        Stream<ControlCommand> commands = Daemon.commands(status, () -> "", new NoReload()).stream()
                .sorted(Comparator.comparing(ControlCommand::verb));
        assertThat(Files.readString(ROOT.resolve("docs/operations.md")))
                .contains("|---" + table(commands.map(DocumentationTest::row)));
    }

    /** Stands for a daemon that is not asked. */
    private record NoReload() implements Reloading {
        @Override
        public CompletableFuture<ReloadReport> reload() {
            throw new AssertionError();
        }

        @Override
        public ReloadReport dryRun() {
            throw new AssertionError();
        }
    }

    private static String row(ControlCommand command) {
        return "| `" + (command.verb() + " " + command.synopsis()).strip() + "` | "
                + command.permission().holders() + " | " + command.description() + " |";
    }

    private static String row(String label, String description) {
        return "| `" + label + "` | " + description + " |";
    }

    private static String table(Stream<String> rows) {
        return "|---|---|\n" + String.join("\n", rows.toList()) + "\n\n";
    }
}
