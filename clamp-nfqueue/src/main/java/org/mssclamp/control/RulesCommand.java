// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.mssclamp.status.RuleStatus;
import org.mssclamp.status.RulesJson;

/**
 * {@code rules}: the rules in force, as they are written.
 *
 * @param observing whether the daemon changes nothing, whatever they say
 */
public record RulesCommand(boolean observing, Supplier<List<RuleStatus>> source) implements ControlCommand {
    private static final String COUNTERS = "counters";
    /** Each has what was counted of all rules, until it has read it. */
    private static final int MOST_AT_ONCE = 4;

    @Override
    public String verb() {
        return "rules";
    }

    @Override
    public String synopsis() {
        return "[" + COUNTERS + "]";
    }

    @Override
    public String description() {
        return "each rule as written; with counters, what it did";
    }

    @Override
    public Permission permission() {
        return Permission.READ;
    }

    @Override
    public int mostAtOnce() {
        return MOST_AT_ONCE;
    }

    @Override
    public void answer(ControlRequest request, ControlAnswer answer) throws ControlException, IOException {
        boolean counters = request.isOnly(COUNTERS);
        List<RuleStatus> rules = source.get();
        if (request.json()) {
            answerJson(rules, answer);
        } else {
            answerText(rules, counters, answer);
        }
    }

    private void answerJson(List<RuleStatus> rules, ControlAnswer answer) throws IOException {
        answer.text(RulesJson.beginning(observing));
        int number = 1;
        for (RuleStatus rule : rules) {
            answer.text(RulesJson.rule(number++, rule));
        }
        answer.line(RulesJson.END);
    }

    private void answerText(List<RuleStatus> rules, boolean counters, ControlAnswer answer) throws IOException {
        RulesText text = new RulesText(observing, counters, Instant.now());
        answer.line(RulesText.heading(rules));
        for (RuleStatus rule : rules) {
            for (String line : text.lines(rule)) {
                answer.line(line);
            }
        }
    }
}
