// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mssclamp.clamp.Oddity;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.nfqueue.QueueEvent;
import org.mssclamp.route.PathEvent;

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
    void readmeListsEveryExitCode() throws IOException {
        assertThat(Files.readString(ROOT.resolve("README.md")))
                .contains(table(
                        Stream.of(ExitCode.values()).map(it -> "| " + it.code() + " | " + it.description() + " |")));
    }

    private static String row(String label, String description) {
        return "| `" + label + "` | " + description + " |";
    }

    private static String table(Stream<String> rows) {
        return "|---|---|\n" + String.join("\n", rows.toList()) + "\n\n";
    }
}
