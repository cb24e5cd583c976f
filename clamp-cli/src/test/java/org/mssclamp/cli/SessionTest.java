// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SessionTest {
    private static final Path SESSIONS = Path.of("src/test/resources/sessions");

    static List<Path> transcripts() throws IOException {
        try (Stream<Path> files = Files.list(SESSIONS)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void printsWhatTheTranscriptSays(Path transcript) throws IOException {
        List<String> lines = Files.readAllLines(transcript);

        assertThat(Session.replay(lines, SESSIONS)).isEqualTo(String.join("\n", lines) + "\n");
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void printsJsonAsItsSchemaSays(Path transcript) throws IOException {
        for (Session.Document document : Session.documents(Files.readAllLines(transcript))) {
            Schema.of(document.verb()).assertValid(document.json());
        }
    }
}
