// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.page;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.mssclamp.http.HttpAnswer;
import org.mssclamp.http.HttpPage;
import org.mssclamp.status.DaemonStatus;
import org.mssclamp.status.Json;
import org.mssclamp.status.RuleStatus;
import org.mssclamp.status.RulesJson;
import org.mssclamp.status.Snapshot;
import org.mssclamp.status.StatusJson;
import org.mssclamp.trace.RecentSyns;

/** What belongs to the page, and where. {@link #pages} on one thread, {@link #look} on any. */
public final class StatusPage {
    private static final String JSON = "application/json";

    /** More take long to show, and nobody reads them. */
    static final int MOST_RULES = 250;

    private final Supplier<DaemonStatus> status;
    private final IntFunction<SortedMap<Integer, RuleStatus>> rules;
    private final boolean observing;
    private final RecentSyns recent;

    /**
     * Of a daemon.
     *
     * @param rules so many, those that matched most, by their numbers
     * @param observing whether the daemon changes nothing, whatever they say
     */
    public StatusPage(
            Supplier<DaemonStatus> status,
            IntFunction<SortedMap<Integer, RuleStatus>> rules,
            boolean observing,
            RecentSyns recent) {
        this.status = status;
        this.rules = rules;
        this.observing = observing;
        this.recent = recent;
    }

    /** All of it, by path; made only where there is to be a page. */
    public Map<String, HttpPage> pages() {
        Map<String, HttpPage> pages = new HashMap<>();
        for (PageFile file : PageFile.values()) {
            pages.put(file.path(), query -> file.answer());
        }
        Snapshot statusNow = new Snapshot(() -> StatusJson.render(status.get()), System::nanoTime);
        Snapshot rulesNow = new Snapshot(() -> RulesJson.render(observing, rules.apply(MOST_RULES)), System::nanoTime);
        pages.put("/status.json", query -> json(statusNow.get()));
        pages.put("/rules.json", query -> json(rulesNow.get()));
        pages.put("/recent.json", this::recent);
        pages.put("/tables.json", query -> json(Tables.render()));
        pages.put("/model.json", StatusPage::model);
        return pages;
    }

    private HttpAnswer recent(String query) {
        try {
            return json(recent.behind(Query.parse(query).number("after").orElse(0)));
        } catch (IllegalArgumentException malformed) {
            return HttpAnswer.refusal(400, "malformed: " + malformed.getMessage());
        }
    }

    /** What a person has typed is no fault of the script that asks with it. */
    private static HttpAnswer model(String query) {
        try {
            return json(PathModel.of(Query.parse(query)).render());
        } catch (IllegalArgumentException refused) {
            return json(Json.render(Map.of("problem", String.valueOf(refused.getMessage()))));
        }
    }

    private static HttpAnswer json(String document) {
        return HttpAnswer.ok(JSON, document + "\n");
    }

    /** Lets go of what nobody asks for any more. */
    public void look() {
        recent.look();
    }
}
