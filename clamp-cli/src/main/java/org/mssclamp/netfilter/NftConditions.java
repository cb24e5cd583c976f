// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the statements of a rule ask together; see libnftables-json(5). */
final class NftConditions {
    private static final Set<String> INTERFACES = Set.of("iif", "oif", "iifname", "oifname");

    /** They ask nothing: each packet goes on behind them, or leaves the chain by them. */
    private static final Set<String> ASKING_NOTHING = Set.of(
            "accept",
            "comment",
            "continue",
            "counter",
            "ct helper",
            "ct timeout",
            "dnat",
            "drop",
            "goto",
            "jump",
            "last",
            "log",
            "mangle",
            "masquerade",
            "notrack",
            "queue",
            "redirect",
            "reject",
            "return",
            "secmark",
            "snat");

    /** They let some packets on, and not all. */
    private static final Set<String> RATES = Set.of("ct count", "limit", "quota");

    private NftConditions() {}

    static Condition of(List<JsonValue> statements) {
        List<Condition> conditions = new ArrayList<>();
        for (JsonValue statement : statements) {
            if (statement.has("match")) {
                conditions.add(new NftMatch(statement.get("match")));
            } else if (!asksNothing(statement)) {
                boolean isRate = !statement.keys().isEmpty() && RATES.containsAll(statement.keys());
                Answer answer = isRate ? Answer.SOME : Answer.UNKNOWN;
                conditions.add(probe -> answer);
            }
        }
        return probe ->
                conditions.stream().map(condition -> condition.of(probe)).reduce(Answer.YES, Answer::and);
    }

    static boolean asksNothing(JsonValue statement) {
        return !statement.keys().isEmpty() && ASKING_NOTHING.containsAll(statement.keys());
    }

    static List<JsonValue> matches(List<JsonValue> statements) {
        return statements.stream()
                .filter(statement -> statement.has("match"))
                .map(statement -> statement.get("match"))
                .toList();
    }

    /** Whether it is one of the keys of {@code meta} that are interfaces. */
    static boolean isInterface(String key) {
        return INTERFACES.contains(key);
    }

    /** Names of interfaces that are asked for; none of a set that has a name of its own. */
    static List<String> interfaces(List<JsonValue> statements) {
        return matches(statements).stream()
                .filter(match ->
                        isInterface(match.get("left").get("meta").get("key").text()))
                .flatMap(match -> names(match.get("right")))
                .toList();
    }

    private static Stream<String> names(JsonValue side) {
        return (side.has("set") ? side.get("set") : side)
                .elements().stream().map(JsonValue::text).filter(name -> !name.isEmpty() && !name.startsWith("@"));
    }
}
