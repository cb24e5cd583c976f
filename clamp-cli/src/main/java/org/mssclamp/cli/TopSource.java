// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mssclamp.counter.Distribution;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.daemon.StartException;
import org.mssclamp.status.Json;

/** Asks a running daemon for what {@code top} shows. */
record TopSource(ControlClient client) {
    TopSample sample() throws StartException {
        try {
            return sample(ask("rules json"), ask("status json"));
        } catch (IOException | IllegalStateException | ClassCastException notUnderstood) {
            throw new StartException(
                    ExitCode.UNAVAILABLE,
                    "mssclamp: the daemon's answer is not one that can be understood\n"
                            + "hint: ask again if it was stopping; else it is of another version than this command");
        }
    }

    private static TopSample sample(Map<String, Object> rules, Map<String, Object> status) {
        return new TopSample(
                System.nanoTime(),
                text(status, "version"),
                number(status, "uptimeSeconds"),
                (int) number(map(status, "configuration"), "generation"),
                list(status, "queues").stream().map(TopSource::queue).toList(),
                list(rules, "rules").stream().map(TopSource::rule).toList());
    }

    private Map<String, Object> ask(String line) throws StartException, IOException {
        ControlReply reply = client.ask(line);
        if (reply.refused()) {
            throw new StartException(
                    exitCode(reply), "mssclamp: " + reply.text().strip());
        }
        return Json.parse(reply.text());
    }

    private static ExitCode exitCode(ControlReply reply) {
        return Stream.of(ExitCode.values())
                .filter(exit -> exit.code() == reply.exitCode())
                .findFirst()
                .orElse(ExitCode.UNAVAILABLE);
    }

    private static TopSample.Queue queue(Map<String, Object> queue) {
        Map<String, Object> events = map(queue, "events");
        Map<String, Long> outcomes = new HashMap<>();
        map(queue, "outcomes").forEach((outcome, count) -> outcomes.put(outcome, ((Number) count).longValue()));
        return new TopSample.Queue(
                (int) number(queue, "number"),
                queue.get("waiting") instanceof Number waiting
                        ? OptionalLong.of(waiting.longValue())
                        : OptionalLong.empty(),
                number(events, "received"),
                number(queue, "lost"),
                outcomes,
                distribution(map(queue, "mssBefore")),
                distribution(map(queue, "mssAfter")),
                distribution(map(queue, "serviceNs")));
    }

    private static TopSample.Rule rule(Map<String, Object> rule) {
        return new TopSample.Rule(
                text(rule, "name"),
                number(rule, "matched"),
                number(rule, "changed"),
                optional(rule.get("mssBefore")),
                optional(rule.get("mssAfter")),
                Boolean.TRUE.equals(rule.get("mssExact")));
    }

    private static OptionalInt optional(@Nullable Object value) {
        return value instanceof Number number ? OptionalInt.of(number.intValue()) : OptionalInt.empty();
    }

    private static Distribution distribution(Map<String, Object> members) {
        return new Distribution(numbers(members, "bounds"), numbers(members, "counts"), number(members, "sum"));
    }

    private static List<Long> numbers(Map<String, Object> members, String key) {
        List<Long> numbers = new ArrayList<>();
        for (Object number : (List<?>) member(members, key)) {
            numbers.add(((Number) number).longValue());
        }
        return numbers;
    }

    private static String text(Map<String, Object> members, String key) {
        return member(members, key).toString();
    }

    private static long number(Map<String, Object> members, String key) {
        return ((Number) member(members, key)).longValue();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> members, String key) {
        return (Map<String, Object>) member(members, key);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> members, String key) {
        return (List<Map<String, Object>>) member(members, key);
    }

    private static Object member(Map<String, Object> members, String key) {
        Object member = members.get(key);
        if (member == null) {
            throw new IllegalStateException("the daemon does not say " + key);
        }
        return member;
    }
}
