// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The rules for programs. A part at a time, or all at once: there may be many. */
public final class RulesJson {
    /** What is behind the last rule. */
    public static final String END = "]}";

    private RulesJson() {}

    /** The document up to the first rule. */
    public static String beginning(boolean observing) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("observing", observing);
        members.put("rules", List.of());
        String document = Json.render(members);
        return document.substring(0, document.length() - END.length());
    }

    /** A rule, with what is between it and the one before; the first has number 1. */
    public static String rule(int number, RuleStatus rule) {
        return (number == 1 ? "" : ",") + Json.text(members(number, rule));
    }

    /** The whole document, of rules by their numbers. */
    public static String render(boolean observing, SortedMap<Integer, RuleStatus> rules) {
        StringBuilder document = new StringBuilder(beginning(observing));
        String separator = "";
        for (Map.Entry<Integer, RuleStatus> rule : rules.entrySet()) {
            document.append(separator).append(Json.text(members(rule.getKey(), rule.getValue())));
            separator = ",";
        }
        return document.append(END).toString();
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
