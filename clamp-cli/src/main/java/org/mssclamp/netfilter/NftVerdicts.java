// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.mssclamp.config.QueueNumbers;

/** What the statements of a rule do with the way of a packet; see libnftables-json(5). */
final class NftVerdicts {
    /** Packets go on behind these. */
    private static final Set<String> GOING_ON = Set.of(
            "comment",
            "continue",
            "counter",
            "ct count",
            "ct helper",
            "ct timeout",
            "dup",
            "flow",
            "last",
            "limit",
            "log",
            "mangle",
            "map",
            "match",
            "meter",
            "notrack",
            "quota",
            "secmark",
            "set");

    private NftVerdicts() {}

    /** The first that decides. */
    static Effect of(List<JsonValue> statements) {
        return statements.stream()
                .filter(statement -> !goesOn(statement))
                .findFirst()
                .map(NftVerdicts::of)
                .orElseGet(Effect.None::new);
    }

    /** What nft has no JSON for it prints as a string, such as a chain without a name behind jump. */
    private static boolean goesOn(JsonValue statement) {
        boolean isKnown = !statement.keys().isEmpty() && GOING_ON.containsAll(statement.keys());
        return isKnown || isMatchOfIptables(statement);
    }

    private static Effect of(JsonValue statement) {
        String key = statement.keys().stream().findFirst().orElse("");
        return switch (key) {
            case "accept", "dnat", "snat", "masquerade", "redirect" -> new Effect.End(false);
            case "drop", "reject" -> new Effect.End(true);
            case "return" -> new Effect.Return();
            case "jump", "goto" ->
                new Effect.Jump(statement.get(key).get("target").text(), key.equals("jump"));
            case "queue" -> queue(statement.get("queue"));
            default -> new Effect.Unknown();
        };
    }

    /** One that nft has no words for. */
    private static boolean isMatchOfIptables(JsonValue statement) {
        return statement.get("xt").get("type").text().equals("match");
    }

    private static Effect queue(JsonValue queue) {
        boolean bypass = queue.get("flags").elements().stream()
                .anyMatch(flag -> flag.text().equals("bypass"));
        return numbers(queue.get("num"))
                .<Effect>map(numbers -> new Effect.Queue(numbers, bypass))
                .orElseGet(Effect.Unknown::new);
    }

    private static Optional<QueueNumbers> numbers(JsonValue number) {
        for (String balance : List.of("numgen", "jhash", "symhash")) {
            OptionalLong count = number.get(balance).get("mod").number();
            if (count.isPresent()) {
                int first = (int) number.get(balance).get("offset").number().orElse(0);
                return Optional.of(new QueueNumbers(first, first + (int) count.getAsLong() - 1));
            }
        }
        List<JsonValue> ends = number.has("range") ? number.get("range").elements() : List.of(number);
        if (ends.isEmpty() || ends.stream().anyMatch(end -> end.number().isEmpty())) {
            return Optional.empty();
        }
        int first = (int) ends.get(0).number().orElse(0);
        return Optional.of(
                new QueueNumbers(first, (int) ends.get(ends.size() - 1).number().orElse(first)));
    }
}
