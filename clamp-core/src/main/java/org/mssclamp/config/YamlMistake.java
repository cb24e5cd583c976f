// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * A syntax error in words for someone who writes rules and not parsers.
 *
 * @param message what is the matter
 * @param hint what to write instead
 */
record YamlMistake(String message, @Nullable String hint) {
    /** Stands before what the library says where we have nothing better to say. */
    static final String NOT_YAML = "not valid YAML: ";

    /** An exclusion without quotes, most often. */
    static final String TAG = "an unquoted \"!\" begins a YAML tag, allowed none";

    /** Judges by the character at the mark first: what the library expected there helps nobody. */
    static YamlMistake of(MarkedYamlEngineException e, Source source, Mark mark) {
        String problem = String.valueOf(e.getProblem());
        String token = source.tokenAt(mark);
        if (e instanceof BoundedParser.LimitException) {
            return new YamlMistake(problem, null);
        }
        return switch (source.characterAt(mark)) {
            case '\t' -> new YamlMistake("a tab cannot indent", "indent with spaces");
            case '*' ->
                new YamlMistake(
                        "an unquoted \"*\" begins a YAML alias",
                        token.equals("*")
                                ? "leave the key out to match every interface"
                                : "to mean the text itself, quote it: " + Quoted.of(token));
            case '!' ->
                new YamlMistake(TAG, "to exclude, quote it: " + Quoted.of(token.equals("!") ? "!10.0.0.0/8" : token));
            case '%', '@', '`' ->
                new YamlMistake(
                        "a value cannot begin with \"" + token.charAt(0) + "\" unless it is quoted",
                        "quote it: " + Quoted.of(token));
            default -> ofProblem(problem, token);
        };
    }

    private static YamlMistake ofProblem(String problem, String token) {
        if (problem.startsWith("mapping values are not allowed")) {
            return new YamlMistake(
                    "a key and its \":\" cannot stand here",
                    "keys of one mapping begin in the same column; quote a value that contains \": \" or ends in \":\"");
        }
        if (problem.startsWith("expected <block end>")) {
            return new YamlMistake(
                    "the indentation fits nothing above",
                    "keys of one mapping, and dashes of one list, begin in the same column");
        }
        if (problem.startsWith("sequence entries are not allowed")) {
            return new YamlMistake(
                    "a list cannot begin on the line of its key", "begin it on the next line, or write [ ... ]");
        }
        if (problem.startsWith("but found another document")) {
            return new YamlMistake("a second document begins here, allowed one", "remove the line \"---\"");
        }
        if (token.startsWith(":")) {
            return new YamlMistake(
                    "an unquoted \":\" cannot stand here", "quote addresses that begin or end with it: \"::1\"");
        }
        if (problem.contains("end of stream") || problem.contains("<stream end>")) {
            return new YamlMistake("what begins here is never closed", null);
        }
        if (problem.startsWith("could not find expected ':'")) {
            return new YamlMistake("a key without its \":\"", "write \": \" and a value behind it");
        }
        return new YamlMistake(NOT_YAML + Quoted.printable(problem), null);
    }
}
