// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.manual;

import static org.mssclamp.manual.CodeTables.code;
import static org.mssclamp.manual.CodeTables.row;
import static org.mssclamp.manual.CodeTables.table;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A section in Markdown about each verb, from what its help is made of. */
record VerbSections(CommandSpec command) {
    /** So that a synopsis is one line. */
    private static final int WIDTH = 1000;

    /** Those that every verb has. */
    private static final List<String> COMMON = List.of("--help", "--version");

    String markdown() {
        StringBuilder text = new StringBuilder();
        verbs(command).filter(VerbSections::doesSomething).forEach(verb -> text.append(section(verb)));
        return text.toString();
    }

    /** Not one that only has others below it. */
    private static boolean doesSomething(CommandSpec verb) {
        return verb.userObject() instanceof Callable;
    }

    private static Stream<CommandSpec> verbs(CommandSpec spec) {
        return spec.subcommands().values().stream()
                .map(verb -> verb.getCommandSpec())
                .filter(verb -> !verb.usageMessage().hidden())
                .flatMap(verb -> Stream.concat(Stream.of(verb), verbs(verb)));
    }

    private static String section(CommandSpec verb) {
        return "### " + verb.qualifiedName() + "\n\n"
                + code(synopsis(verb)) + "\n\n"
                + paragraphs(verb.usageMessage().description())
                + table(
                        "argument",
                        "meaning",
                        verb.positionalParameters().stream().map(VerbSections::argument))
                + "\n"
                + table(
                        "option",
                        "meaning",
                        verb.options().stream().filter(VerbSections::isOwn).map(VerbSections::option))
                + "\n"
                + examples(verb.usageMessage().footer());
    }

    private static String synopsis(CommandSpec verb) {
        int width = verb.usageMessage().width();
        try {
            verb.usageMessage().width(WIDTH);
            return new Help(verb, Help.defaultColorScheme(Help.Ansi.OFF))
                    .synopsis(0)
                    .strip();
        } finally {
            verb.usageMessage().width(width);
        }
    }

    private static boolean isOwn(OptionSpec option) {
        return !option.hidden() && !COMMON.contains(option.longestName());
    }

    private static String option(OptionSpec option) {
        String names = String.join(", ", option.names());
        return row(code(option.arity().max() == 0 ? names : names + " " + option.paramLabel()), description(option));
    }

    private static String argument(PositionalParamSpec parameter) {
        return row(code(parameter.paramLabel()), description(parameter));
    }

    private static String description(ArgSpec argument) {
        return String.join(" ", argument.description());
    }

    private static String paragraphs(String... lines) {
        return String.join("\n\n", lines) + "\n\n";
    }

    private static String examples(String... lines) {
        return lines.length == 0
                ? ""
                : "```\n"
                        + String.join("\n", Stream.of(lines).map(String::strip).toList()) + "\n```\n\n";
    }
}
