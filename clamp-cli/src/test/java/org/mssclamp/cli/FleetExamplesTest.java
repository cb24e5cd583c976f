// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The lines of ours that are in the examples for other programs are such as the command takes. */
class FleetExamplesTest {
    private static final Path CONFIG = Path.of("../config");

    @Test
    void arePackagedAll() throws IOException {
        String stage = Files.readString(Path.of("src/main/deb/stage.xml"));
        try (Stream<Path> directories = Files.list(CONFIG).filter(Files::isDirectory)) {
            // Those are put where they have their effect, or are examples themselves.
            assertThat(directories
                            .map(directory -> directory.getFileName().toString())
                            .filter(name ->
                                    !Set.of("default", "systemd", "examples").contains(name)))
                    .contains("prometheus", "grafana")
                    .allMatch(name -> stage.contains(name + "/**"));
        }
    }

    @Test
    void callTheCommandAsItIs() throws IOException {
        String verbs = String.join("|", Mssclamp.specification().subcommands().keySet());
        Pattern call = Pattern.compile("\\bmssclamp ((?:" + verbs + ")\\b[-a-z%= ]*)");
        List<String> calls = new ArrayList<>();
        for (String directory : List.of("ansible", "container", "keepalived", "kubernetes", "prometheus/textfile")) {
            try (Stream<Path> files = Files.list(CONFIG.resolve(directory))) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    call.matcher(Files.readString(file))
                            .results()
                            .map(MatchResult::group)
                            .forEach(calls::add);
                }
            }
        }

        assertThat(calls)
                .contains("mssclamp check %s", "mssclamp reload", "mssclamp status --json", "mssclamp metrics ")
                .hasSize(6);
        for (String line : calls) {
            List<String> words = List.of(line.strip().split(" +"));
            assertThatCode(() -> new CommandLine(Mssclamp.specification())
                            .parseArgs(words.subList(1, words.size()).toArray(new String[0])))
                    .as(line)
                    .doesNotThrowAnyException();
        }
    }
}
