// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mssclamp.status.DaemonStatus;

/** Pages, alerts and dashboard name metrics that there are. */
class MetricsDocumentsTest {
    private static final Path ROOT = Path.of("..");
    private static final Path ALERTS = ROOT.resolve("config/prometheus");
    private static final Path DASHBOARD = ROOT.resolve("config/grafana/mssclamp.json");
    private static final Path OPERATIONS = ROOT.resolve("docs/operations.md");

    private static final Pattern PROMQL = Pattern.compile("(?s)```promql\n(.*?)```");
    private static final Pattern LABEL_VALUE =
            Pattern.compile("\\b(outcome|event|oddity|limit|le)(?:=~|!~|=|!=)\\\\?\"([^\"\\\\$]*)\\\\?\"");

    /** The second has the bounds by which a daemon counts. */
    private static final String SCRAPE = SampleStatus.usualText() + SampleStatus.idleText();

    static List<Path> documents() throws IOException {
        try (Stream<Path> config = Files.walk(ROOT.resolve("config"));
                Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(config, pages)
                    .filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".svg"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void nameNoMetricThatIsNotThere(Path document) throws IOException {
        Set<String> names = MetricNames.ofSamples(SCRAPE);
        // A page names families, which a histogram or summary has no sample of.
        Arrays.stream(Metric.values()).map(Metric::family).forEach(names::add);

        assertThat(names).containsAll(MetricNames.in(document));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void nameNoLabelThatIsNotThere(Path document) throws IOException {
        List<MatchResult> uses =
                LABEL_VALUE.matcher(Files.readString(document)).results().toList();

        for (MatchResult use : uses) {
            for (String alternative : use.group(2).split("[|]", -1)) {
                Pattern label = Pattern.compile(use.group(1) + "=\"" + alternative.replace("+", "[+]") + "\"");
                assertThat(SCRAPE.lines())
                        .as(use.group())
                        .anyMatch(sample -> label.matcher(sample).find());
            }
        }
    }

    @Test
    void theDashboardShowsEachFamilyThatIsOurs() throws IOException {
        Set<String> shown = MetricNames.in(DASHBOARD);

        assertThat(Metric.values())
                .allMatch(metric -> shown.stream().anyMatch(name -> name.startsWith(metric.family()))
                        || metric == Metric.QUEUE_KEPT);
    }

    /** Each expression of the dashboard and of the page, as a rule. */
    @Test
    void promtoolIsContentWithWhatIsAsked(@TempDir Path directory) throws IOException, InterruptedException {
        List<String> expressions = new ArrayList<>(expressions(JSON.std.mapFrom(Files.readString(DASHBOARD))));
        Matcher block = PROMQL.matcher(Files.readString(OPERATIONS));
        assertThat(block.find()).isTrue();
        expressions.addAll(List.of(block.group(1).strip().split("(?m)^# .*\n", -1)));
        expressions.removeIf(String::isBlank);
        List<Map<String, String>> rules = IntStream.range(0, expressions.size())
                .mapToObj(i -> Map.of(
                        "record",
                        "expression:" + i,
                        "expr",
                        expressions
                                .get(i)
                                .replaceAll("\\$__(rate_interval|range)", "5m")
                                .replaceAll("\\$\\w+", ".*")))
                .toList();
        // JSON is YAML, too.
        Files.writeString(
                directory.resolve("rules.yml"),
                JSON.std.asString(Map.of("groups", List.of(Map.of("name", "expressions", "rules", rules)))));

        assertThat(rules).hasSizeGreaterThan(30);
        Promtool.assertSatisfied(directory, "", "check", "rules", "rules.yml");
    }

    private static List<String> expressions(Object node) {
        if (node instanceof List<?> list) {
            return list.stream().flatMap(each -> expressions(each).stream()).toList();
        }
        if (node instanceof Map<?, ?> mapping) {
            return mapping.entrySet().stream()
                    .flatMap(entry -> "expr".equals(entry.getKey())
                            ? Stream.of(String.valueOf(entry.getValue()))
                            : expressions(entry.getValue()).stream())
                    .toList();
        }
        return List.of();
    }

    @Test
    void eachAlertIsTried() throws IOException {
        String tests = Files.readString(ALERTS.resolve("mssclamp.rules.test.yml"));
        List<String> alerts = Pattern.compile("- alert: (\\w+)")
                .matcher(Files.readString(ALERTS.resolve("mssclamp.rules.yml")))
                .results()
                .map(alert -> alert.group(1))
                .toList();

        assertThat(alerts).hasSizeGreaterThanOrEqualTo(9).doesNotHaveDuplicates();
        assertThat(alerts)
                .allMatch(alert -> tests.contains("- alertname: " + alert + "\n"), "raised when it should be")
                .allMatch(alert -> tests.contains("{ alertname: " + alert + ", "), "quiet when it should be");
    }

    @Test
    void operationsSayWhatToDoAboutEachAlert() throws IOException {
        List<String> rows = Pattern.compile("- alert: (\\w+)\n.*?severity: (\\w+)", Pattern.DOTALL)
                .matcher(Files.readString(ALERTS.resolve("mssclamp.rules.yml")))
                .results()
                .map(alert -> "| `" + alert.group(1) + "` | " + alert.group(2) + " | ")
                .toList();
        List<String> written = Pattern.compile("(?m)^(\\| `Mssclampd\\w+` \\| \\w+ \\| )[^|]+\\| [^|]+\\|$")
                .matcher(Files.readString(OPERATIONS))
                .results()
                .map(row -> row.group(1))
                .toList();

        assertThat(written).isNotEmpty().isEqualTo(rows);
    }

    /** All there are is what the variables list: any job has an instance, and other exporters have an up, too. */
    @Test
    @SuppressWarnings("unchecked") // as JSON has it
    void theDashboardShowsNoOtherExporter() throws IOException {
        Map<String, Object> dashboard = JSON.std.mapFrom(Files.readString(DASHBOARD));
        Map<String, Object> templating = (Map<String, Object>) Objects.requireNonNull(dashboard.get("templating"));
        List<Map<String, Object>> variables =
                (List<Map<String, Object>>) Objects.requireNonNull(templating.get("list"));

        for (String name : List.of("job", "instance")) {
            assertThat(variables)
                    .filteredOn(variable -> name.equals(variable.get("name")))
                    .singleElement()
                    .satisfies(variable -> {
                        assertThat(variable).doesNotContainKey("allValue");
                        assertThat(String.valueOf(variable.get("definition")))
                                .startsWith("label_values(mssclampd_build_info");
                    });
        }
        assertThat(expressions(dashboard))
                .allMatch(expression -> expression.contains("{job=~\"$job\",instance=~\"$instance\""));
    }

    @Test
    void operationsListsEveryFamily() throws IOException {
        String rows = Arrays.stream(Metric.values())
                .map(MetricsDocumentsTest::row)
                .collect(Collectors.joining("\n", "|---|---|---|---|\n", "\n\n"));

        assertThat(Files.readString(OPERATIONS)).contains(rows);
    }

    /** Without those of the JVM's collectors, which it has as many of as it likes. */
    private static long series(DaemonStatus status, int rules) {
        return MetricsText.of(status, SampleStatus.totals(status, SampleStatus.rules(rules)))
                .lines()
                .filter(line -> !line.startsWith("#") && !line.startsWith(Metric.GC.family()))
                .count();
    }

    @Test
    void operationsSayHowManySeriesThereAre() throws IOException {
        DaemonStatus idle = SampleStatus.of();
        long base = series(idle, 0);

        assertThat(Files.readString(OPERATIONS))
                .contains(
                        "A daemon has " + base + " series, " + (series(SampleStatus.of(SampleStatus.idle(0)), 0) - base)
                                + " more for each queue, " + (series(SampleStatus.probing(idle), 0) - base)
                                + " for each path that rules probe and " + (series(idle, 1) - base)
                                + " for each of the first 64 rules");
    }

    private static String row(Metric metric) {
        String labels = metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
        return String.format(
                "| `%s` | %s | %s | %s |", metric.family(), metric.kind().label(), labels, metric.description());
    }

    @Test
    void promtoolIsContentWithTheAlerts() throws IOException, InterruptedException {
        Promtool.assertSatisfied(ALERTS, "", "check", "rules", "mssclamp.rules.yml");
        Promtool.assertSatisfied(ALERTS, "", "test", "rules", "mssclamp.rules.test.yml");
    }

    @Test
    void promtoolIsContentWithTheMetrics() throws IOException, InterruptedException {
        Promtool.assertSatisfied(ROOT, SampleStatus.usualText(), "check", "metrics");
    }
}
