// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mssclamp.daemon.StartException;
import org.mssclamp.rule.Prefix;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mssclamp trace}: each SYN as the running daemon decides it. */
@Command(
        description =
                "Shows each SYN as the running daemon decides it: every rule tried, MSS and checksum before and after.",
        sortOptions = false)
final class TraceSyns implements Callable<Integer> {
    /** Longer than the daemon is silent where there are no SYNs. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Such as {@code 3 SYNs traced, 0 missed; the time is over}, or with {@code "end"} as its first key. */
    private static final Pattern LAST = Pattern.compile("[0-9]+ SYNs? traced, .*|\\{\"schema\":[0-9]+,\"end\":.*");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--from",
            paramLabel = "PREFIX",
            split = ",",
            converter = Arguments.Network.class,
            description = "Only with such a source; !PREFIX for no such.")
    private List<Prefix> from = new ArrayList<>();

    @Option(
            names = "--to",
            paramLabel = "PREFIX",
            split = ",",
            converter = Arguments.Network.class,
            description = "Only with such a destination.")
    private List<Prefix> to = new ArrayList<>();

    @Option(
            names = "--port",
            paramLabel = "N",
            converter = Arguments.Port.class,
            description = "Only with this port at either end.")
    private @Nullable Integer port;

    @Option(names = "--count", paramLabel = "N", description = "End after so many SYNs.")
    private @Nullable Integer count;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "End after that time (default 3600).")
    private @Nullable Integer timeout;

    @Mixin
    private final ControlOptions control = new ControlOptions();

    @Override
    public Integer call() throws StartException {
        PrintWriter out = spec.commandLine().getOut();
        ControlReply end = control.client(PATIENCE).follow(line(), new ControlLines(out, !control.json(), LAST));
        if (end.refused()) {
            spec.commandLine().getErr().print("mssclamp: " + end.text());
        }
        return end.exitCode();
    }

    private String line() {
        List<String> words = new ArrayList<>(List.of("trace"));
        add(words, "from", from);
        add(words, "to", to);
        add(words, "port", port == null ? List.of() : List.of(port));
        add(words, "count", count == null ? List.of() : List.of(count));
        add(words, "timeout", timeout == null ? List.of() : List.of(timeout));
        if (control.json()) {
            words.add("json");
        }
        return String.join(" ", words);
    }

    private static void add(List<String> words, String key, List<?> values) {
        if (!values.isEmpty()) {
            words.add(key);
            words.add(values.stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
    }
}
