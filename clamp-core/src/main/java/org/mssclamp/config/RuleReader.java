// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.MissingMss;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.Rule;

/** Reads the list of rules. */
final class RuleReader {
    private final List<WrittenRule> rules = new ArrayList<>();
    private final Map<String, Value> names = new HashMap<>();

    private RuleReader() {}

    static List<WrittenRule> read(Value list) {
        RuleReader reader = new RuleReader();
        int number = 0;
        for (Value item : list.list().orElse(List.of())) {
            number++;
            Optional<Section> section = item.section(Keys.RULE);
            if (section.isPresent()) {
                reader.add(section.get(), number);
            }
        }
        return reader.rules;
    }

    private void add(Section rule, int number) {
        String name = name(rule, number);
        Optional<Section> matchSection = rule.value("match").flatMap(value -> value.section(Keys.MATCH));
        Match match = matchSection.map(MatchReader::read).orElse(Match.ALL);
        Mode mode = rule.value("mode")
                .flatMap(value -> value.choice(Mode.values(), Mode::label))
                .orElse(Mode.ENFORCE);
        boolean continues = rule.value("continue").flatMap(Value::bool).orElse(false);
        MissingMss missingMss = rule.value("missing-mss")
                .flatMap(value -> value.choice(MissingMss.values(), MissingMss::label))
                .orElse(MissingMss.LEAVE);
        Action action = ActionReader.read(rule);
        WrittenRule written =
                new WrittenRule(new Rule(name, match, action, mode, continues, missingMss), rule, matchSection);
        RoomCheck.check(written);
        rules.add(written);
    }

    /** Rules without a name are named by their number, from 1. */
    private String name(Section rule, int number) {
        Optional<Value> written = rule.value("name");
        Optional<String> given = written.flatMap(value -> value.scalar(Scalars::ruleName));
        if (written.isPresent() && given.isEmpty()) {
            return "";
        }
        String name = given.orElse("rule-" + number);
        Value place = written.orElse(rule.whole());
        Value first = names.putIfAbsent(name, place);
        if (first != null) {
            place.refuse(
                    Quoted.of(name) + " is already the name of the rule on line "
                            + first.position().line() + ", allowed each name once",
                    written.isPresent() ? null : "give this rule a name");
        }
        return name;
    }
}
