// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import org.mssclamp.Seed;

/**
 * Any text at all is refused with problems that point into it, or accepted, and then its rules do what they say.
 *
 * <p>An ordinary run replays the files of the project and the inputs kept in the resources.
 */
class ConfigFuzzTest {
    private static final int MUTATIONS = 5_000;
    private static final String[] SNIPPETS = {
        "\n",
        "\t",
        "  ",
        "- ",
        ": ",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "'",
        "!",
        "&a ",
        "*a",
        "#",
        "|\n",
        ">\n",
        "? ",
        "---\n",
        "...\n",
        "%",
        "@",
        "`",
        "\\",
        "\0",
        "\r",
        "\uFEFF",
        "\u2028",
        "\uD800",
        "\uD83D\uDE00",
        "~",
        "null",
        "true",
        "yes",
        "013",
        "-1",
        "99999999999",
        "0x",
        "/",
        "::",
        "10.0.0.0/8",
        "!10.0.0.0/8",
        "fd00::/8",
        "wg*",
        "<<",
        "!!binary ",
        "rules:\n  - ",
        "match: "
    };

    static List<byte[]> texts() throws IOException {
        List<byte[]> texts = new ArrayList<>();
        for (Path file : files()) {
            texts.add(Files.readAllBytes(file));
        }
        return texts;
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>(ExamplesTest.files());
        files.addAll(BadFilesTest.files());
        return files;
    }

    @MethodSource("texts")
    @FuzzTest
    void arbitraryText(byte[] octets) {
        check(new String(octets, StandardCharsets.UTF_8));
    }

    @Test
    void mutatedFiles() throws IOException {
        List<String> seeds = new ArrayList<>();
        for (Path file : files()) {
            seeds.add(Files.readString(file));
        }
        SplittableRandom random = new SplittableRandom(Seed.VALUE);
        for (int i = 0; i < MUTATIONS; i++) {
            String text = mutated(seeds.get(random.nextInt(seeds.size())), random);
            try {
                check(text);
            } catch (RuntimeException | Error e) {
                throw new AssertionError(Seed.REPLAY + ", text:\n" + text, e);
            }
        }
    }

    private static String mutated(String text, SplittableRandom random) {
        StringBuilder mutated = new StringBuilder(text);
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int from = random.nextInt(mutated.length() + 1);
            int to = Math.min(from + random.nextInt(random.nextInt(1, 20)), mutated.length());
            switch (random.nextInt(4)) {
                case 0 -> mutated.delete(from, to);
                case 1 -> mutated.insert(from, SNIPPETS[random.nextInt(SNIPPETS.length)]);
                case 2 -> mutated.insert(from, mutated.substring(from, to));
                default -> mutated.replace(from, to, SNIPPETS[random.nextInt(SNIPPETS.length)]);
            }
        }
        return mutated.toString();
    }

    private static void check(String text) {
        ParseResult result = ConfigParser.parse("fuzz.yaml", text);
        if (result instanceof ParseResult.Refused refused) {
            assertThat(refused.problems()).isNotEmpty();
        } else if (result instanceof ParseResult.Accepted accepted) {
            new ProbedRules(accepted.configuration()).check();
        }
        String[] lines = YamlText.withoutByteOrderMark(text).split("\r\n|\r|\n", -1);
        assertThat(result.problems()).allMatch(problem -> pointsInto(lines, problem.position()) && isFit(problem));
    }

    private static boolean pointsInto(String[] lines, Position position) {
        if (position.line() < 1 || position.line() > lines.length) {
            return false;
        }
        String line = lines[position.line() - 1];
        return position.text().equals(line)
                && position.column() >= 1
                && position.column() <= line.codePointCount(0, line.length()) + 1
                && position.width() >= 1;
    }

    private static boolean isFit(Problem problem) {
        return !problem.message().isBlank()
                && problem.toString().chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\t');
    }
}
