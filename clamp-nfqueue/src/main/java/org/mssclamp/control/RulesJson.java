// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mssclamp.status.Json;
import org.mssclamp.status.RuleStatus;

/** The rules for programs: what {@link RulesText} says with counters, under keys. A part at a time: there may be many. */
final class RulesJson {
    /** What is behind the last rule. */
    static final String END = "]}";

    private RulesJson() {}

    /** The document up to the first rule. */
    static String beginning(boolean observing) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("observing", observing);
        members.put("rules", List.of());
        String document = Json.render(members);
        return document.substring(0, document.length() - END.length());
    }

    /** A rule, with what is between it and the one before; the first has number 1. */
    static String rule(int number, RuleStatus rule) {
        return (number == 1 ? "" : ",") + Json.text(members(number, rule));
    }

    private static Map<String, Object> members(int number, RuleStatus rule) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("number", number);
        members.put("name", rule.rule().name());
        members.put("text", rule.text());
        members.put("mode", rule.rule().mode().label());
        members.put("continue", rule.rule().continues());
        members.put("matched", rule.matched());
        members.put("changed", rule.changed());
        members.put("mssBefore", number(rule.mss().medianBefore()));
        members.put("mssAfter", number(rule.mss().medianAfter()));
        members.put("mssExact", rule.mss().exact());
        members.put("lastHit", rule.lastHit().map(Object::toString).orElse(null));
        return members;
    }

    private static @Nullable Integer number(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }
}
