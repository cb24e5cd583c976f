// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page about the configuration, from which its man page is made, has a row for each key. */
class DocumentedKeysTest {
    private static final Path PAGE = Path.of("../docs/rules.md");

    /** The keys of {@code set-mss} and those of a tunnel stand in the text. */
    static List<Keys> mappings() {
        return List.of(Keys.FILE, Keys.QUEUE, Keys.RULE, Keys.MATCH, Keys.CLAMP_TO_PMTU);
    }

    @ParameterizedTest
    @MethodSource("mappings")
    void eachKeyHasARow(Keys keys) throws IOException {
        String rows = Pattern.compile("(?m)^\\| (`.*?) \\|")
                .matcher(Files.readString(PAGE))
                .results()
                .map(row -> row.group(1))
                .reduce("", (all, row) -> all + "\n" + row);

        assertThat(rows)
                .contains(keys.labels().stream().map(key -> "`" + key + "`").toList());
    }
}
