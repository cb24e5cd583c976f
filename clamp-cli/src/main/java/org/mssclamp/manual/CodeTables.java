// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.manual;

import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mssclamp.clamp.Oddity;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.daemon.Mssclampd;
import org.mssclamp.nfqueue.QueueEvent;
import org.mssclamp.route.PathEvent;
import org.mssclamp.tunnel.Presets;

/** What the code knows, as tables in Markdown. */
final class CodeTables {
    /** An option, its argument, and behind two blanks what it does; a signal has a line of its own. */
    private static final Pattern OPTION = Pattern.compile("(?m)^ {2,6}(-.*?) {2,}(.*)$");

    private static final Pattern SIGNALS = Pattern.compile("(?s)\nsignals: (.*)$");

    private CodeTables() {}

    static String daemonOptions() {
        return table(
                "option",
                "meaning",
                OPTION.matcher(Mssclampd.usage()).results().map(option -> row(code(option.group(1)), option.group(2))));
    }

    static String daemonSignals() {
        return SIGNALS.matcher(Mssclampd.usage())
                .results()
                .map(MatchResult::group)
                .map(text -> text.replaceFirst("signals: ", "")
                                .replaceAll("\\s+", " ")
                                .strip() + ".\n")
                .findFirst()
                .orElseThrow();
    }

    static String exitCodes() {
        return table(
                "code",
                "meaning",
                Stream.of(ExitCode.values()).map(exit -> row(code(Integer.toString(exit.code())), exit.description())));
    }

    static String outcomes() {
        return counters(Outcome.values(), Outcome::label, Outcome::description);
    }

    static String oddities() {
        return counters(Oddity.values(), Oddity::label, Oddity::description);
    }

    static String queueEvents() {
        return counters(QueueEvent.values(), QueueEvent::label, QueueEvent::description);
    }

    static String pathEvents() {
        return counters(PathEvent.values(), PathEvent::label, PathEvent::description);
    }

    static String presets() {
        return table("type", "meaning", Presets.all().stream().map(preset -> row(code(preset.name()), preset.title())));
    }

    private static <T> String counters(T[] values, Function<T, String> label, Function<T, String> description) {
        return table(
                "counter",
                "meaning",
                Stream.of(values).map(value -> row(code(label.apply(value)), description.apply(value))));
    }

    /** With two columns. */
    static String table(String left, String right, Stream<String> rows) {
        List<String> lines = rows.toList();
        return lines.isEmpty() ? "" : row(left, right) + "|---|---|\n" + String.join("", lines);
    }

    static String row(String left, String right) {
        return "| " + left.replace("|", "\\|") + " | " + right.replace("|", "\\|") + " |\n";
    }

    static String code(String text) {
        return "`" + text + "`";
    }
}
