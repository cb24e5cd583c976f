// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.mssclamp.config.ConfigParser;
import org.mssclamp.config.ParseResult;
import org.mssclamp.rule.Rule;

/** The lines that guides for operators show, as they show them; behind each is what it comes to. */
class SourcesTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvFileSource(resources = "/imports/guides.csv", delimiter = ';', quoteCharacter = '`')
    void isUnderstood(String dialect, String line, String rules) {
        assertThat(Dialect.of(line)).map(Dialect::label).contains(dialect);
        Translation translation =
                Translation.of("guide", Dialect.labelled(dialect).orElseThrow(), line);

        assertThat(translation.losses()).isEmpty();
        assertThat(translation.entries().stream()
                        .flatMap(entry -> entry.rules().stream())
                        .map(SourcesTest::text)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(rules);
        ParseResult parsed = ConfigParser.parse("guide", translation.yaml());
        assertThat(parsed).isInstanceOf(ParseResult.Accepted.class);
        assertThat(((ParseResult.Accepted) parsed).configuration().rules()).allMatch(Rule::continues);
    }

    private static String text(Rule rule) {
        String match = RuleText.lines(rule, "x").stream()
                .filter(line -> line.contains("match:"))
                .map(line -> line.strip().substring("match: ".length()))
                .findFirst()
                .orElse("{}");
        return match + " " + rule.action();
    }
}
