// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mssclamp.config.ConfigParser;
import org.mssclamp.config.ParseResult;
import org.mssclamp.dialect.Dialect;

/** Each text {@code NAME.in} comes to what is in {@code NAME.out}: standard output, standard error, the exit code. */
class ImportTest {
    private static final Path IMPORTS = Path.of("src/test/resources/imports");
    private static final Path PAGE = Path.of("../docs/import.md");
    private static final Path SCHEMA = Path.of("../docs/schema/import.json");

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(IMPORTS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".in"))
                    .map(name -> name.substring(0, name.length() - ".in".length()))
                    .sorted()
                    .toList();
        }
    }

    private static Run run(String... arguments) {
        return Run.of(Stream.concat(Stream.of("import"), Stream.of(arguments)).toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("names")
    void printsWhatIsExpected(String name) throws IOException {
        Run run = run(IMPORTS.resolve(name + ".in").toString());

        String printed = (run.out() + run.err()).replace(IMPORTS + "/", "") + "[" + run.exitCode() + "]\n";
        assertThat(printed).isEqualTo(Files.readString(IMPORTS.resolve(name + ".out")));
    }

    @ParameterizedTest
    @MethodSource("names")
    void printsAConfiguration(String name) throws IOException {
        Run run = run(IMPORTS.resolve(name + ".in").toString());

        if (!run.out().isEmpty()) {
            ParseResult parsed = ConfigParser.parse(name, run.out());
            assertThat(parsed.problems().toString()).doesNotContain(" error");
            assertThat(parsed).isInstanceOf(ParseResult.Accepted.class);
        }
    }

    @Test
    void takesTheDialectThatIsAskedFor(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("rules"),
                "-A FORWARD -o wg0 -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1340\n");

        assertThat(run("--from", "ip6tables", file.toString()).out()).contains("set-mss: { ipv6: 1340 }");
        assertThat(run(file.toString()).out()).contains("set-mss: { ipv4: 1340 }");
        assertThat(run("--from", "pf", file.toString()).exitCode()).isEqualTo(78);
        assertThat(run("--from", "bird", file.toString()).exitCode()).isEqualTo(64);
    }

    @Test
    void namesTheInterfaceAfterTheFileOfWgQuick(@TempDir Path directory) throws IOException {
        Path file = Files.copy(IMPORTS.resolve("wg-quick.in"), directory.resolve("wg7.conf"));

        Run run = run(file.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("match: { family: ipv4, out: wg7 }");
    }

    @Test
    void saysThatThereIsNoSuchFile() {
        assertThat(run("missing.rules")).isEqualTo(new Run(66, "", "missing.rules: there is no such file\n"));
    }

    @Test
    void pageShowsWhatIsPrinted(@TempDir Path directory) throws IOException {
        String shown = Files.readString(PAGE);
        int text = shown.indexOf("$ cat cisco.conf\n") + "$ cat cisco.conf\n".length();
        Path file = Files.writeString(
                directory.resolve("cisco.conf"), shown.substring(text, shown.indexOf("$ mssclamp import", text)));
        String yaml = shown.substring(shown.indexOf("version: 1\n", text), shown.indexOf("```\n\n`--json`", text));

        assertThat(run(file.toString()).out()).endsWith(yaml);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void pageAndSchemaNameEveryDialect(Dialect dialect) throws IOException {
        assertThat(Files.readString(PAGE)).contains("\n| `" + dialect.label() + "` | ");
        assertThat(Files.readString(SCHEMA)).contains("\"" + dialect.label() + "\"");
    }

    @Test
    void printsJsonOfTheSame() throws IOException {
        Run run = run("--json", IMPORTS.resolve("cisco.in").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("\"dialect\":\"cisco\"", "\"complete\":false");
        Schema.of("import").assertValid(run.out());
    }
}
