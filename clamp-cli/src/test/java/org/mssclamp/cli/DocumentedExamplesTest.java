// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mssclamp.config.ConfigParser;
import org.mssclamp.rule.MatchKey;

/** What the documents show works as they show it. */
class DocumentedExamplesTest {
    private static final Path ROOT = Path.of("..");
    private static final Path RULES = ROOT.resolve("docs/rules.md");
    private static final Pattern FILE_NAME = Pattern.compile("# ([a-z]+[.]yaml)\n");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```(\\w+)\n(.*?)^ *```$");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    static List<Path> documents() throws IOException {
        try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), pages)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    private static List<String> blocks(Path document, String language) throws IOException {
        return BLOCK.matcher(Files.readString(document))
                .results()
                .filter(block -> block.group(2).equals(language))
                .map(DocumentedExamplesTest::text)
                .toList();
    }

    /** The block without the indentation that it has in a list. */
    private static String text(MatchResult block) {
        return block.group(3).replaceAll("(?m)^" + block.group(1), "");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void configurationsHaveNeitherErrorsNorWarnings(Path document) throws IOException {
        for (String yaml : blocks(document, "yaml")) {
            if (yaml.startsWith("version:") || FILE_NAME.matcher(yaml).lookingAt()) {
                assertThat(ConfigParser.parse(document.toString(), yaml).problems())
                        .as(yaml)
                        .isEmpty();
            }
        }
    }

    @Test
    void sessionsPrintWhatThePageShows() throws IOException {
        List<String> files = blocks(RULES, "yaml");
        Files.writeString(directory.resolve("gateway.yaml"), files.get(0));
        for (String yaml : files) {
            Matcher name = FILE_NAME.matcher(yaml);
            if (name.lookingAt()) {
                Files.writeString(directory.resolve(name.group(1)), yaml);
            }
        }
        List<String> sessions = blocks(RULES, "console");

        assertThat(sessions).hasSizeGreaterThanOrEqualTo(6);
        for (String session : sessions) {
            assertThat(Session.replay(session.lines().toList(), directory)).isEqualTo(session);
        }
    }

    @Test
    void pagesShowTheLinesThatAreGenerated() throws IOException {
        Path operations = ROOT.resolve("docs/operations.md");
        String marked = blocks(operations, "yaml").stream()
                .filter(yaml -> yaml.contains("mark:"))
                .findFirst()
                .orElseThrow();
        Path file = Files.writeString(directory.resolve("mssclamp.yaml"), marked);
        List<String> generated = Run.of(
                        "rules", "generate", "--backend", "iptables", "--safety-net", "-c", file.toString())
                .out()
                .lines()
                .map(line -> line.replaceFirst(".*[|][|] ", "")
                        .replace(" -w", "")
                        .replaceFirst(" -m comment --comment [^ ]+", ""))
                .toList();

        assertThat(shown(operations)).hasSize(3);
        assertThat(shown(ROOT.resolve("README.md"))).hasSize(2);
        assertThat(generated).containsAll(shown(operations)).containsAll(shown(ROOT.resolve("README.md")));
    }

    /** The lines that put rules into the queue's chain and behind it. */
    private static List<String> shown(Path document) throws IOException {
        return blocks(document, "sh").stream()
                .flatMap(String::lines)
                .filter(line -> line.contains("-t mangle -A") && !line.contains("-o wg0"))
                .map(line -> line.replaceAll(" +", " "))
                .toList();
    }

    @Test
    void rulesPageNamesEveryMatchKeyInTheOrderTheyAreAsked() throws IOException {
        String page = Files.readString(RULES);
        String table =
                page.substring(page.indexOf("## What a rule can ask"), page.indexOf("`explain` names the first key"));
        List<String> named = Pattern.compile("`([a-z]+)`")
                .matcher(Pattern.compile("(?m)^\\| ((?:`[a-z]+`(?:, )?)+) \\|.*$")
                        .matcher(table)
                        .results()
                        .map(row -> row.group(1))
                        .reduce("", String::concat))
                .results()
                .map(key -> key.group(1))
                .toList();

        assertThat(named)
                .isEqualTo(Arrays.stream(MatchKey.values()).map(MatchKey::label).toList());
    }
}
