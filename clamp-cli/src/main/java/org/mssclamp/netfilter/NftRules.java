// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A rule as {@code nft -j} prints it; one for each verdict if it looks that up in a map of its own.
 *
 * @param number its place in the chain, from 1
 */
record NftRules(JsonValue rule, int number) {
    private static final int KEY_AND_VERDICT = 2;

    /** In the order in which packets meet them. */
    List<KernelRule> rules() {
        List<JsonValue> statements = rule.get("expr").elements();
        for (JsonValue statement : statements) {
            if (statement.has("vmap")) {
                return lookedUp(statements, statement.get("vmap"));
            }
        }
        return List.of(rule(statements, NftConditions.of(statements), NftVerdicts.of(statements)));
    }

    private List<KernelRule> lookedUp(List<JsonValue> statements, JsonValue map) {
        List<JsonValue> others =
                statements.stream().filter(statement -> !statement.has("vmap")).toList();
        Condition asked = NftConditions.of(others);
        if (!map.get("data").has("set")) {
            return List.of(rule(others, probe -> asked.of(probe).and(Answer.UNKNOWN), new Effect.Unknown()));
        }
        List<KernelRule> rules = new ArrayList<>();
        List<Condition> keys = new ArrayList<>();
        for (JsonValue entry : map.get("data").get("set").elements()) {
            List<JsonValue> pair = entry.elements();
            if (pair.size() != KEY_AND_VERDICT) {
                rules.add(rule(others, probe -> asked.of(probe).and(Answer.UNKNOWN), new Effect.Unknown()));
                continue;
            }
            JsonValue key = pair.get(0).has("elem") ? pair.get(0).get("elem").get("val") : pair.get(0);
            Effect effect = NftVerdicts.of(List.of(pair.get(1)));
            if (key.text().equals("*")) {
                // Whatever has none of the other keys; it is printed last.
                rules.add(rule(others, probe -> asked.of(probe).and(none(keys, probe)), effect));
                continue;
            }
            Condition equal = new NftMatch(map.get("key"), "==", new NftOperand(key));
            keys.add(equal);
            rules.add(rule(others, probe -> asked.of(probe).and(equal.of(probe)), effect));
        }
        return rules;
    }

    private static Answer none(List<Condition> conditions, Probe probe) {
        Answer none = Answer.YES;
        for (Condition condition : conditions) {
            none = none.and(condition.of(probe).negatedIf(true));
        }
        return none;
    }

    private KernelRule rule(List<JsonValue> statements, Condition condition, Effect effect) {
        boolean clamps = statements.stream()
                .map(statement -> statement.get("mangle").get("key").get("tcp option"))
                .anyMatch(option -> option.get("name").text().equals("maxseg"));
        return new KernelRule(
                "handle " + rule.get("handle").text(),
                List.of(),
                number,
                condition,
                effect,
                packets(rule.get("expr").elements()),
                clamps,
                NftConditions.interfaces(statements),
                NftMarks.of(statements));
    }

    /** A counter before what a rule asks counts others, too. */
    private static OptionalLong packets(List<JsonValue> statements) {
        OptionalLong packets = OptionalLong.empty();
        for (JsonValue statement : statements) {
            if (statement.has("counter")) {
                packets = statement.get("counter").get("packets").number();
            } else if (!NftConditions.asksNothing(statement)) {
                packets = OptionalLong.empty();
            }
        }
        return packets;
    }
}
