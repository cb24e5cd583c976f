// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.InterfacePattern;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.MatchKey;
import org.mssclamp.rule.Prefix;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.Scope;

/**
 * The rules so far that keep packets from later ones, each filed by what it asks.
 *
 * <p>Ten thousand rules are fifty million pairs. A rule that asks for a destination can only cover one that asks for a
 * destination within, so it is filed under its prefixes, and who may be covered looks under the prefixes that hold his.
 * Likewise by source and by interface.
 */
final class Shadows {
    /** Rules under one heading that are compared; more would cost more than the warning is worth. */
    private static final int MAX_FILED = 32;

    private final Map<Heading, List<Shadow>> shadows = new HashMap<>();
    private final BitSet prefixLengths = new BitSet();
    private int count;
    private int lastThatLowers = -1;

    /** Under what a rule is filed; the key is empty for one that asks for none of these. */
    private record Heading(Optional<MatchKey> key, Object value) {
        static final Heading OTHER = new Heading(Optional.empty(), "");

        static Heading of(MatchKey key, Prefix prefix) {
            return new Heading(
                    Optional.of(key),
                    new Prefix(prefix.family(), prefix.high(), prefix.low(), prefix.length(), false, ""));
        }

        static Heading of(MatchKey key, InterfacePattern pattern) {
            return new Heading(Optional.of(key), pattern);
        }
    }

    /** The first rule before that takes every packet of this one; empty if none surely does. */
    Optional<Shadow> over(WrittenRule rule, Scope scope) {
        return headingsAbove(rule.rule().match(), scope)
                .flatMap(heading -> shadows.getOrDefault(heading, List.of()).stream())
                .filter(shadow -> shadow.scope().covers(scope) && !dependsOnLowering(shadow))
                .min(Comparator.comparingInt(Shadow::number));
    }

    /** A rule in between may have lowered the MSS out of the range that the first asks for. */
    private boolean dependsOnLowering(Shadow shadow) {
        return shadow.rule().match().mss().isPresent() && shadow.number() < lastThatLowers;
    }

    /** Adds the next rule. */
    void add(WrittenRule written, Scope scope) {
        Rule rule = written.rule();
        int number = count++;
        if (!rule.continues()) {
            Shadow shadow = Shadow.of(number, written, scope);
            headings(rule.match()).forEach(heading -> file(heading, shadow));
            Stream.concat(rule.match().to().stream(), rule.match().from().stream())
                    .forEach(prefix -> prefixLengths.set(prefix.length()));
        } else if (!(rule.action() instanceof Action.Pass)) {
            lastThatLowers = number;
        }
    }

    private void file(Heading heading, Shadow shadow) {
        List<Shadow> filed = shadows.computeIfAbsent(heading, key -> new ArrayList<>());
        if (filed.size() < MAX_FILED) {
            filed.add(shadow);
        }
    }

    private static Stream<Heading> headings(Match match) {
        if (match.to().stream().anyMatch(prefix -> !prefix.excluded())) {
            return headings(MatchKey.TO, match.to());
        }
        if (match.from().stream().anyMatch(prefix -> !prefix.excluded())) {
            return headings(MatchKey.FROM, match.from());
        }
        if (!match.in().isEmpty()) {
            return match.in().stream().map(pattern -> Heading.of(MatchKey.IN, pattern));
        }
        if (!match.out().isEmpty()) {
            return match.out().stream().map(pattern -> Heading.of(MatchKey.OUT, pattern));
        }
        return Stream.of(Heading.OTHER);
    }

    private static Stream<Heading> headings(MatchKey key, List<Prefix> prefixes) {
        return prefixes.stream().filter(prefix -> !prefix.excluded()).map(prefix -> Heading.of(key, prefix));
    }

    private Stream<Heading> headingsAbove(Match match, Scope scope) {
        Stream<Heading> prefixes = Stream.of(MatchKey.TO, MatchKey.FROM)
                .flatMap(key -> scope.sample(key).stream().flatMap(prefix -> above(key, prefix)));
        Stream<Heading> interfaces = Stream.concat(above(MatchKey.IN, match.in()), above(MatchKey.OUT, match.out()));
        return Stream.concat(Stream.of(Heading.OTHER), Stream.concat(prefixes, interfaces));
    }

    private Stream<Heading> above(MatchKey key, Prefix prefix) {
        return prefixLengths.stream()
                .takeWhile(length -> length <= prefix.length())
                .mapToObj(length -> Heading.of(key, prefix.shortened(length)));
    }

    private static Stream<Heading> above(MatchKey key, List<InterfacePattern> patterns) {
        InterfacePattern one = patterns.isEmpty() ? new InterfacePattern("", true) : patterns.get(0);
        Stream<InterfacePattern> wildcards = IntStream.rangeClosed(0, one.name().length())
                .mapToObj(length -> new InterfacePattern(one.name().substring(0, length), true));
        return Stream.concat(Stream.of(one), wildcards).distinct().map(pattern -> Heading.of(key, pattern));
    }
}
