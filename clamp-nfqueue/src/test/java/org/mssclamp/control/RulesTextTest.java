// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.mssclamp.clamp.MssChanges;
import org.mssclamp.counter.Tally;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.MissingMss;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.Rule;
import org.mssclamp.status.Json;
import org.mssclamp.status.RuleStatus;

class RulesTextTest {
    private static final Instant NOW = Instant.parse("2026-11-21T18:00:00Z");

    private static Rule rule(String name, Mode mode) {
        return new Rule(name, Match.ALL, new Action.Mtu(1400), mode, false, MissingMss.LEAVE);
    }

    private static MssChanges changes(int before, int after, boolean exact) {
        return new MssChanges(new Tally(Map.of(before << 16 | after, 5L), exact));
    }

    private static final List<RuleStatus> SAMPLE = List.of(
            new RuleStatus(
                    rule("phones", Mode.ENFORCE),
                    "name: phones\nmatch: { in: \"wg*\",\n\n         out: eth0 }\nmtu: 1400",
                    1_234_567,
                    1200,
                    changes(1460, 1360, true),
                    Optional.of(NOW.minus(Duration.ofSeconds(3)))),
            new RuleStatus(
                    rule("looks", Mode.OBSERVE),
                    "{ name: looks, mtu: 1400, mode: observe }",
                    10,
                    10,
                    changes(1460, 1360, false),
                    Optional.of(NOW.minus(Duration.ofMinutes(5)))),
            new RuleStatus(
                    rule("adds", Mode.ENFORCE),
                    "name: adds",
                    1,
                    1,
                    changes(0, 536, true),
                    Optional.of(NOW.minus(Duration.ofDays(2)))),
            new RuleStatus(
                    rule("low", Mode.ENFORCE),
                    "name: low",
                    1,
                    0,
                    changes(1200, 1200, true),
                    Optional.of(NOW.plusMillis(1))),
            new RuleStatus(rule("rule-5", Mode.ENFORCE), "", 0, 0, MssChanges.NONE, Optional.empty()));

    private static Stream<String> lines(boolean counters) {
        RulesText text = new RulesText(false, counters, NOW);
        return SAMPLE.stream().flatMap(rule -> text.lines(rule).stream());
    }

    @Test
    void areAListOfAConfigurationAsWritten() {
        assertThat(lines(false))
                .containsExactly(
                        "  - name: phones",
                        "    match: { in: \"wg*\",",
                        "",
                        "             out: eth0 }",
                        "    mtu: 1400",
                        "  - { name: looks, mtu: 1400, mode: observe }",
                        "  - name: adds",
                        "  - name: low",
                        "  - name: rule-5");
    }

    @Test
    void bearCountersAsComments() {
        assertThat(lines(true).filter(line -> line.contains("#")))
                .containsExactly(
                        "  # 1,234,567 matched, 1,200 clamped, mss 1460 -> 1360, last 3 s ago",
                        "  # 10 matched, 10 would be clamped, mss about 1460 -> 1360, last 5 min ago",
                        "  # 1 matched, 1 clamped, mss none -> 536, last 48 h ago",
                        "  # 1 matched, 0 clamped, mss 1200, last 0 s ago",
                        "  # 0 matched, 0 clamped");
    }

    private static String answer(List<RuleStatus> rules, String line) throws IOException, InterruptedException {
        return AnsweredText.of(new RulesCommand(false, () -> rules), line);
    }

    @Test
    void areAnEmptyListIfThereAreNone() throws IOException, InterruptedException {
        assertThat(answer(List.of(), "rules counters")).isEqualTo("rules: []\n");
        assertThat(answer(List.of(), "rules json")).isEqualTo("{\"schema\":1,\"observing\":false,\"rules\":[]}\n");
    }

    @Test
    void areOneDocumentForPrograms() throws IOException, InterruptedException {
        Map<String, Object> document = Json.parse(answer(SAMPLE, "rules json"));
        assertThat(document).containsOnlyKeys("schema", "observing", "rules");
        assertThat(document.get("rules"))
                .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
                .hasSize(5)
                .first()
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("number", 1)
                .containsEntry("name", "phones")
                .containsEntry("matched", 1_234_567)
                .containsEntry("mssBefore", 1460)
                .containsEntry("lastHit", "2026-11-21T17:59:57Z");
    }

    @Test
    void refuseOtherArguments() throws IOException, InterruptedException {
        assertThat(answer(SAMPLE, "rules counters")).startsWith("rules:\n  # 1,234,567 matched");
        assertThat(answer(SAMPLE, "rules")).startsWith("rules:\n  - name: phones\n");
        assertThat(answer(SAMPLE, "rules now")).isEqualTo("error: 64 rules takes counters and json, not \"now\"\n");
    }
}
