// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.mssclamp.rule.Rule;

/** Shorthand for tests that parse. */
final class Parsed {
    private Parsed() {}

    /** The configuration of a text that must have no problem, not even a warning. */
    static Configuration faultless(String text) {
        ParseResult result = ConfigParser.parse("test.yaml", text);
        assertThat(result.problems()).isEmpty();
        return accepted(result);
    }

    /** The configuration of a text that may have warnings. */
    static Configuration accepted(String text) {
        return accepted(ConfigParser.parse("test.yaml", text));
    }

    private static Configuration accepted(ParseResult result) {
        assertThat(result).as("%s", result.problems()).isInstanceOf(ParseResult.Accepted.class);
        return ((ParseResult.Accepted) result).configuration();
    }

    /** The only rule of a configuration whose other parts are the default. */
    static Rule rule(String yaml) {
        return accepted("version: 1\nrules:\n  - " + yaml.replace("\n", "\n    ") + "\n")
                .rules()
                .get(0);
    }

    /** Line, path and message of each problem. */
    static List<String> problems(String text) {
        return ConfigParser.parse("test.yaml", text).problems().stream()
                .map(problem -> problem.position().line() + " " + problem.path() + ": " + problem.message())
                .toList();
    }
}
