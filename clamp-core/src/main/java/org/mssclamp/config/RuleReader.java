// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Action.ProbedMtu;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.MissingMss;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.Way;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the rules one by one, and keeps nothing of their nodes. */
final class RuleReader {
    /** One after the other, some seconds each. */
    private static final int MAX_PROBED_WAYS = 64;

    private final Source source;
    private final Problems problems;
    private final Lint lint = new Lint();
    private final GatewayLint gatewayLint;
    private final List<Rule> rules = new ArrayList<>();
    private final RuleTexts.Builder texts;
    private final Map<String, Integer> linesOfNames = new HashMap<>();
    private final Set<Way> probedWays = new HashSet<>();
    private int count;

    RuleReader(Source source, Problems problems, Gateway gateway) {
        this.source = source;
        this.problems = problems;
        texts = new RuleTexts.Builder(source.text());
        gatewayLint = new GatewayLint(gateway);
    }

    /** Those without errors in their shape, in the order of the text. */
    List<Rule> rules() {
        return rules;
    }

    /** Reads the next, and warns of what is unwise unless there was an error before. */
    void add(Node node) {
        Value item = new Value(node, "rules[" + count + "]", source, problems);
        count++;
        Optional<Section> section = item.section(Keys.RULE);
        if (section.isEmpty()) {
            return;
        }
        WrittenRule rule = read(section.get(), count);
        rules.add(rule.rule());
        addText(node);
        if (!problems.hasErrors()) {
            lint.check(rule);
            gatewayLint.check(rule);
        }
    }

    private void addText(Node node) {
        int begin = node.getStartMark().map(source::index).orElse(0);
        int end = node.getEndMark().map(source::index).orElse(begin);
        texts.add(begin, Math.max(begin, end));
    }

    /** How those are written. */
    RuleTexts texts() {
        return texts.build();
    }

    private WrittenRule read(Section rule, int number) {
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
        refuseManyProbes(written);
        return written;
    }

    private void refuseManyProbes(WrittenRule written) {
        if (written.rule().action() instanceof ProbedMtu probed
                && probedWays.add(probed.way())
                && probedWays.size() > MAX_PROBED_WAYS) {
            written.atAction()
                    .refuse(
                            "more paths are probed than can be in time, allowed " + MAX_PROBED_WAYS,
                            "let rules share probe, via and mark: what leads through one tunnel has one MTU");
        }
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
        Integer first = linesOfNames.putIfAbsent(name, place.line());
        if (first != null) {
            place.refuse(
                    Quoted.of(name) + " is already the name of the rule on line " + first + ", allowed each name once",
                    written.isPresent() ? null : "give this rule a name");
        }
        return name;
    }
}
