// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench.live;

import com.fasterxml.jackson.jr.ob.JSON;
import com.fasterxml.jackson.jr.ob.JSON.Feature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All figures of all rounds, and the goals, as JSON. */
final class Summary {
    private static final int SCHEMA = 1;

    private final Results results;

    Summary(Results results) {
        this.results = results;
    }

    String json() throws IOException {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("schema", SCHEMA);
        summary.put(Line.ENVIRONMENT, results.environment().members());
        summary.put("goals", goals());
        summary.put("figures", figures());
        return JSON.std.with(Feature.PRETTY_PRINT_OUTPUT).asString(summary) + "\n";
    }

    private List<Map<String, Object>> goals() {
        List<Map<String, Object>> goals = new ArrayList<>();
        for (Goal goal : Goals.of(results)) {
            goals.add(
                    Map.of("goal", goal.wording(), "measured", goal.measured(), "outcome", lowerCase(goal.outcome())));
        }
        return goals;
    }

    private List<Map<String, Object>> figures() {
        List<Map<String, Object>> figures = new ArrayList<>();
        for (Figure figure : Figure.values()) {
            for (Subject subject : results.subjects()) {
                Series series = results.of(figure, subject);
                if (!series.isEmpty()) {
                    figures.add(figure(figure, subject, series));
                }
            }
        }
        return figures;
    }

    private static Map<String, Object> figure(Figure figure, Subject subject, Series series) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("figure", lowerCase(figure));
        members.put("unit", figure.unit.symbol);
        members.put("variant", subject.variant().id);
        members.put("queues", subject.queues());
        members.put("median", series.median());
        members.put("least", series.least());
        members.put("greatest", series.greatest());
        members.put("rounds", List.copyOf(series.byRound().values()));
        return members;
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
