// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.trace;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import org.mssclamp.config.Addresses;
import org.mssclamp.config.FormatException;
import org.mssclamp.config.Quoted;
import org.mssclamp.nfqueue.SynFilter;
import org.mssclamp.rule.Prefix;

/**
 * What is to be traced, and for how long.
 *
 * @param count SYNs after which it is over
 * @param timeout after which it is over
 */
public record TraceRequest(SynFilter filter, int count, Duration timeout, boolean json) {
    /** How it is written. */
    public static final String SYNOPSIS =
            "[from PREFIX[,PREFIX...]] [to PREFIX[,PREFIX...]] [port N] [count N] [timeout SECONDS]";

    /** No trace takes longer. */
    public static final Duration LONGEST = Duration.ofDays(1);

    private static final int MAX_PORT = 0xFFFF;
    private static final int MAX_COUNT = 1_000_000_000;
    private static final int DEFAULT_SECONDS = 3600;
    private static final int MAX_DIGITS = 10;

    /** Reads the words behind {@code trace}, but for {@code json}. */
    public static TraceRequest parse(List<String> words, boolean json) throws FormatException {
        Deque<String> left = new ArrayDeque<>(words);
        List<Prefix> from = new ArrayList<>();
        List<Prefix> to = new ArrayList<>();
        OptionalInt port = OptionalInt.empty();
        int count = MAX_COUNT;
        int seconds = DEFAULT_SECONDS;
        while (!left.isEmpty()) {
            String key = left.remove();
            switch (key) {
                case "from" -> from.addAll(prefixes(left, key));
                case "to" -> to.addAll(prefixes(left, key));
                case "port" -> port = OptionalInt.of(number(left, key, MAX_PORT));
                case "count" -> count = number(left, key, MAX_COUNT);
                case "timeout" -> seconds = number(left, key, (int) LONGEST.toSeconds());
                default -> throw new FormatException(Quoted.of(key) + " is not known, allowed " + SYNOPSIS);
            }
        }
        return new TraceRequest(new SynFilter(from, to, port), count, Duration.ofSeconds(seconds), json);
    }

    private static List<Prefix> prefixes(Deque<String> words, String key) throws FormatException {
        List<Prefix> prefixes = new ArrayList<>();
        for (String prefix : value(words, key).split(",", -1)) {
            prefixes.add(Addresses.prefix(prefix));
        }
        return prefixes;
    }

    private static int number(Deque<String> words, String key, int max) throws FormatException {
        String text = value(words, key);
        if (text.matches("[0-9]{1," + MAX_DIGITS + "}")) {
            long number = Long.parseLong(text);
            if (1 <= number && number <= max) {
                return (int) number;
            }
        }
        throw new FormatException(key + " is " + Quoted.of(text) + ", allowed 1-" + max);
    }

    private static String value(Deque<String> words, String key) throws FormatException {
        if (words.isEmpty()) {
            throw new FormatException(key + " has no value, allowed " + SYNOPSIS);
        }
        return words.remove();
    }
}
