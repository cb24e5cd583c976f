// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are refused, each beside all that is said about it. */
class BadFilesTest {
    private static final Path BAD = Path.of("src/test/resources/config/bad");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(BAD)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysEverythingThatIsWrongAndWhere(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        ParseResult result = ConfigParser.parse(name, Files.readString(file));

        assertThat(result).isInstanceOf(ParseResult.Refused.class);
        assertThat(rendered(result)).isEqualTo(Files.readString(BAD.resolve(name.replace(".yaml", ".txt"))));
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysWhatIsAllowedOrWhatToWrite(Path file) throws IOException {
        for (Problem problem :
                ConfigParser.parse("bad.yaml", Files.readString(file)).problems()) {
            boolean helps = problem.message().matches(".*(allowed|write|already|is never closed).*")
                    || problem.hint().isPresent();
            assertThat(helps || isPlainSyntax(problem)).as("%s", problem).isTrue();
        }
    }

    @Test
    void areManyEnough() throws IOException {
        assertThat(files()).hasSizeGreaterThanOrEqualTo(50);
    }

    /** What only the YAML library can word. */
    private static boolean isPlainSyntax(Problem problem) {
        return problem.message().startsWith("not valid YAML: ");
    }

    private static String rendered(ParseResult result) {
        return result.problems().stream().map(Problem::toString).collect(Collectors.joining("\n", "", "\n"));
    }
}
