// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.kernel.Patience;
import org.mssclamp.status.Json;

/** The page of a running daemon in traffic, as a browser shows it. */
class PageIT extends PageTests {
    private static final Path PICTURES = Path.of("target/screenshots");

    /** Of a rate as it is shown. */
    private static final double ROUNDING = 0.051;

    PageIT(@TempDir Path directory) {
        super(directory);
    }

    /** The rows of a table, each by its first cell. */
    private Map<String, List<String>> rows(String table) throws IOException {
        Map<String, Object> document =
                Json.parse(browser.text("JSON.stringify({ rows: Array.from(document.getElementById('" + table
                        + "').tBodies[0].rows, (row) => Array.from(row.cells, (cell) => cell.textContent)) })"));
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (Object row : Members.list(document, "rows")) {
            List<String> cells = ((List<?>) row).stream().map(String::valueOf).toList();
            rows.put(cells.get(0), cells.subList(1, cells.size()));
        }
        return rows;
    }

    private Map<String, Object> asked(String... words) throws IOException, InterruptedException {
        return Json.parse(said(words));
    }

    /** What the command says. */
    private String said(String... words) throws IOException, InterruptedException {
        Run run = gateway.ask(words);
        assertThat(run).returns(0, Run::exitCode);
        return run.out();
    }

    private static Object queue(Map<String, Object> status) {
        return Members.in(status, "queues", 0);
    }

    private static double number(String shown) {
        return Double.parseDouble(shown.replace(",", ""));
    }

    /** Those that are above zero, as they are shown. */
    private static Map<String, String> counts(Object byName) {
        Map<String, String> counts = new TreeMap<>();
        for (Object name : ((Map<?, ?>) byName).keySet()) {
            long value = Members.number(byName, name);
            if (value > 0) {
                counts.put(String.valueOf(name), count(value));
            }
        }
        return counts;
    }

    @Test
    void showsUnderLoadAndAfterWhatTheCommandSays() throws IOException, InterruptedException {
        sendUntil("Array.from(document.querySelectorAll('#outcomes td:nth-child(3)')).some((c) => c.textContent !=="
                + " '0.0')");
        sendUntil("document.querySelectorAll('#recent-list li').length === 25");
        assertThat(browser.evaluate("document.querySelectorAll('#rates-chart canvas').length"))
                .isEqualTo(1);

        // From here on nothing comes.
        Map<String, Object> earlier = statusWithoutTraffic();
        awaitRounds();
        Map<String, List<String>> outcomes = rows("outcomes");
        Map<String, List<String>> queues = rows("queue-table");
        Map<String, List<String>> mss = rows("mss-table");
        Map<String, List<String>> rules = rows("rule-table");
        Map<String, Object> later = asked("status", "--json");
        // A worker that is idle asks now and then, and for a moment the answer is what waits.
        Patience patience = new Patience("the page has as many octets in the buffer as the command");
        while (!bufferedOctets(queues).equals(count(Members.number(queue(later), "bufferedOctets")))) {
            patience.spend();
            awaitRounds();
            queues = rows("queue-table");
            later = asked("status", "--json");
        }

        assertOutcomes(outcomes, earlier, later);
        assertQueue(queues.getOrDefault("0", List.of()), later);
        assertMss(mss, later);
        assertRules(rules, asked("rules", "show", "--json"));
        assertThat(rows("events")).isEmpty();
        assertThat(browser.text("document.querySelector('#events-empty').hidden"))
                .isEqualTo("false");
        keepPictures();
        assertNothingIsAmiss();
    }

    /** As the command says it when the sampler of rates, too, has looked since. */
    private Map<String, Object> statusWithoutTraffic() throws IOException, InterruptedException {
        Map<String, Object> first = asked("status", "--json");
        Map<String, Object> next = first;
        while (received(next, "sinceStart") == received(first, "sinceStart") || received(next, "lastSecond") > 0) {
            next = asked("status", "--json");
        }
        return next;
    }

    private static double received(Map<String, Object> status, String kind) {
        return rate(Members.in(queue(status), "rates", "received"), kind);
    }

    private static void assertOutcomes(
            Map<String, List<String>> shown, Map<String, Object> earlier, Map<String, Object> later) {
        Map<String, String> counts = new TreeMap<>();
        shown.forEach((outcome, cells) -> counts.put(outcome, cells.get(0)));
        assertThat(counts)
                .isEqualTo(counts(Members.in(queue(later), "outcomes")))
                .isNotEmpty();
        shown.forEach((outcome, cells) -> {
            Object most = Members.in(queue(earlier), "rates", "outcomes", outcome);
            Object least = Members.in(queue(later), "rates", "outcomes", outcome);
            assertThat(cells).hasSize(5);
            assertBetween(cells.get(1), rate(least, "lastSecond"), rate(most, "lastSecond"));
            // A minute slides over seconds that are not all as long.
            assertBetween(cells.get(2), 0.85 * rate(least, "lastMinute"), 1.15 * rate(most, "lastMinute"));
            assertBetween(cells.get(3), rate(least, "sinceStart"), rate(most, "sinceStart"));
        });
    }

    /** Without traffic rates only fall. */
    private static void assertBetween(String shown, double least, double most) {
        assertThat(number(shown)).isBetween(least - ROUNDING, most + ROUNDING);
    }

    private static double rate(Object rates, String kind) {
        return ((Number) Members.in(rates, kind)).doubleValue();
    }

    private static void assertQueue(List<String> cells, Map<String, Object> status) {
        Object queue = queue(status);
        assertThat(cells)
                .startsWith(
                        "bound",
                        String.valueOf(Members.in(queue, "onFailure")),
                        count(Members.number(queue, "events", "received")),
                        count(Members.number(queue, "waiting")),
                        count(Members.number(queue, "bufferedOctets")),
                        count(Members.number(queue, "receiveBufferOctets")),
                        count(Members.number(queue, "lost")))
                .hasSize(9);
        assertThat(cells.subList(7, 9)).allMatch(bound -> bound.matches("[0-9]+ (µs|ms|s)|over 1 s"));
    }

    private static String bufferedOctets(Map<String, List<String>> queues) {
        return queues.getOrDefault("0", List.of()).get(4);
    }

    private static void assertMss(Map<String, List<String>> shown, Map<String, Object> status) {
        Object before = Members.in(queue(status), "mssBefore");
        Object after = Members.in(queue(status), "mssAfter");
        int bounds = Members.list(before, "bounds").size();
        Map<String, List<String>> expected = new LinkedHashMap<>();
        for (int i = 0; i < bounds; i++) {
            long came = Members.number(before, "counts", i);
            long left = Members.number(after, "counts", i);
            if (came + left > 0) {
                expected.put(count(Members.number(before, "bounds", i)), List.of(count(came), count(left)));
            }
        }
        assertThat(shown).isEqualTo(expected).hasSizeGreaterThan(1);
    }

    private static void assertRules(Map<String, List<String>> shown, Map<String, Object> document) {
        List<String> expected = new ArrayList<>();
        for (Object rule : Members.list(document, "rules")) {
            Map<?, ?> members = (Map<?, ?>) rule;
            Object before = members.get("mssBefore");
            Object after = members.get("mssAfter");
            expected.add(String.join(
                    "|",
                    members.get("name") + String.valueOf(members.get("text")),
                    String.valueOf(members.get("number")),
                    count(Members.number(rule, "matched")),
                    count(Members.number(rule, "changed")),
                    before == null ? "" : before.toString(),
                    after == null ? "" : after.toString()));
        }
        assertThat(shown.entrySet().stream()
                        .map(row -> String.join(
                                "|",
                                row.getKey(),
                                row.getValue().get(0),
                                row.getValue().get(2),
                                row.getValue().get(3),
                                row.getValue().get(4),
                                row.getValue().get(5))))
                .containsExactlyElementsOf(expected);
    }

    /** By eye, of who changes the page. */
    private void keepPictures() throws IOException {
        Files.createDirectories(PICTURES);
        browser.evaluate("document.querySelector('#recent-list details').open = true");
        browser.evaluate("document.querySelector('#rule-table details').open = true");
        for (String scheme : List.of("light", "dark")) {
            browser.prefer(scheme);
            browser.resize(1200, 900, 1);
            browser.await("document.querySelector('#model-result').hidden === false");
            browser.keepPicture(PICTURES.resolve("page-" + scheme + ".png"));
            browser.resize(360, 740, 2);
            browser.await("document.documentElement.scrollWidth === 360");
            browser.keepPicture(PICTURES.resolve("page-360-" + scheme + ".png"));
        }
    }

    @Test
    void explainsRecentSyns() throws IOException {
        sendUntil("document.querySelectorAll('#recent-list li').length >= 17");
        browser.evaluate("document.querySelector('#recent-switch').click()");
        int asked = browser.requests().size();
        awaitRounds();
        List<String> since =
                browser.requests().subList(asked, browser.requests().size());
        assertThat(since.stream().filter(url -> url.contains("recent")).count())
                .as("of the round that was under way")
                .isLessThanOrEqualTo(1);
        browser.evaluate("document.querySelectorAll('#recent-list details').forEach((each) => { each.open = true; })");
        browser.await("Array.from(document.querySelectorAll('#recent-list details')).every((each) =>"
                + " each.querySelector('p') !== null)");
        assertThat(browser.text("document.querySelector('#recent-list').innerText"))
                .contains(
                        "clamped, MSS 1440 → 1392, by phones",
                        "ssh is passed over: dport is 443, wanted 22",
                        "phones decides: path 1500, inside [pppoe, wireguard] 1432 - 40 = 1392: clamped",
                        "1 more rule is not asked",
                        "clamped: the MSS was lowered",
                        "no-rule: no rule matched");
        Schema.of("page-recent").assertValid(browser.text("fetch('recent.json').then((answer) => answer.text())"));
        assertNothingIsAmiss();
    }

    @Test
    void saysWhenTheDaemonHasAnotherConfigurationOrDoesNotAnswer() throws IOException {
        Files.writeString(
                gateway.config(),
                CONFIGURATION.replace("name: rest", "name: <b>rest").replace("<b>", "b."));
        daemon.signal("HUP");
        browser.await(
                "document.querySelector('#connection').textContent.includes('Generation 2 of the configuration')");
        browser.await("document.querySelector('#rule-table').textContent.includes('b.rest')");
        assertThat(browser.text("document.querySelector('#daemon').textContent"))
                .contains("rules added: b.rest; rules removed: rest");

        daemon.freeze();
        browser.await("document.querySelector('#connection').textContent.startsWith('mssclampd does not answer')");
        daemon.signal("CONT");
        browser.await("document.body.dataset.state === 'live'");
        assertNothingIsAmiss();
    }

    @Test
    void asksNothingWhileItIsHidden() throws IOException {
        browser.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })");
        browser.await("document.body.dataset.state === 'paused'");
        int asked = browser.requests().size();
        browser.evaluate("new Promise((over) => setTimeout(over, 3000))");
        assertThat(browser.requests()).hasSize(asked);
        browser.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))");
        browser.await("document.body.dataset.state === 'live'");
        assertNothingIsAmiss();
    }

    @Test
    void saysThatThereIsNothingYet() throws IOException {
        assertThat(browser.text("document.body.innerText"))
                .contains(
                        "No packet has come since the daemon began.",
                        "No losses, refusals or failures.",
                        "No SYN with an MSS has come since the daemon began.",
                        "No SYN has come since this page was opened.",
                        "No SYN was odd.");
        assertNothingIsAmiss();
    }

    @Test
    void hasDocumentsAsTheirSchemasSay() throws IOException, InterruptedException {
        send(100);
        Schema.of("status").assertValid(fetched("status.json"));
        Schema.of("rules-show").assertValid(fetched("rules.json"));
        Schema.of("page-tables").assertValid(fetched("tables.json"));
        Schema.of("page-model").assertValid(fetched("model.json?path-mtu=1500&tunnels=wireguard"));
        Schema.of("page-model").assertValid(fetched("model.json?path-mtu=1500&tunnels=nothing"));
        String said = said("rules", "show", "--json");
        assertThat(Members.number(Json.parse(said), "rules", 1, "matched")).isEqualTo(traffic.sent() / 2);
        // The moment is made of two clocks each time.
        String moment = "\"lastHit\":\"[^\"]*\"";
        browser.await("fetch('rules.json').then((answer) => answer.text()).then((text) => text.replace(/" + moment
                + "/g, '') === " + Json.text(Map.of("text", said.replaceAll(moment, ""))) + ".text)");
        assertNothingIsAmiss();
    }

    private String fetched(String path) throws IOException {
        return browser.text("fetch('" + path + "').then((answer) => answer.text())");
    }
}
