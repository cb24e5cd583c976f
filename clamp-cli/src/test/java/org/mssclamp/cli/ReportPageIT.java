// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.capture.PcapOctets;
import org.mssclamp.kernel.KernelTests;
import org.mssclamp.kernel.Namespace;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;
import org.mssclamp.status.Json;

/** The page that a report writes, as a browser without a network shows it. */
@ExtendWith(KernelTests.class)
@Timeout(240)
class ReportPageIT {
    private static final Path PICTURES = Path.of("target/screenshots");
    private static final int RAW = 101;
    private static final int ACK = SynBuilder.ACK;
    private static final String RULES = """
            version: 1
            rules:
              - { name: phones, match: { family: ipv4 }, set-mss: 1360 }
              - { name: rest, mtu: 1400 }
            """;

    private final Path directory;
    private final Namespace namespace;
    private Map<String, Object> report;
    private Browser browser;
    private String url;

    @SuppressWarnings("NullAway.Init")
    ReportPageIT(@TempDir Path directory) {
        KernelTests.require(Browser.PROGRAM);
        this.directory = directory;
        namespace = Namespace.create("report-page");
    }

    @BeforeEach
    void open() throws IOException {
        Path capture = Files.write(directory.resolve("office.pcap"), capture());
        Path rules = Files.writeString(directory.resolve("rules.yaml"), RULES);
        Path page = directory.resolve("office.html");
        Run run = Run.of(
                ("pcap report --json --path-mtu 1420 -c " + rules + " --html " + page + " " + capture).split(" ", -1));
        assertThat(run.err()).isEmpty();
        report = Json.parse(run.out());
        url = page.toUri().toString();
        browser = Browser.open(namespace, directory.resolve("chromium"));
        browser.resize(1200, 900, 1);
        browser.visit(url);
    }

    @AfterEach
    @SuppressWarnings("try") // closed, however far opening came
    void close() throws IOException {
        Browser opened = browser;
        try (namespace;
                opened) {}
    }

    /** A little of everything: a stall, values of the MSS of both families, a scan, a router's word, fragments, what is odd. */
    private static byte[] capture() {
        PcapOctets octets = PcapOctets.of(RAW);
        octets.packet(numbered(client(SynBuilder.SYN).mss(1460), 0, 0));
        octets.packet(numbered(server(SynBuilder.SYN | ACK).mss(1460), 0, 1));
        octets.packet(numbered(client(ACK).data(100), 1, 1));
        octets.packet(numbered(server(ACK), 1, 101));
        for (int second = 0; second < 4; second++) {
            byte[] full = numbered(server(ACK).data(1460), 1, 101);
            octets.packet(1_700_000_001 + second, 0, full, full.length);
        }
        for (int i = 0; i < 40; i++) {
            octets.packet(
                    SynBuilder.ipv4().ports(2000 + i, 80).mss(1340 + i % 20 * 4).build());
            octets.packet(SynBuilder.ipv6()
                    .ports(2000 + i, 80)
                    .mss(i < 30 ? 1440 : 1220)
                    .build());
        }
        octets.packet(SynBuilder.ipv6().build());
        octets.packet(SynBuilder.ipv4().mss(1460).mss(1400).build());
        octets.packet(SynBuilder.ipv4().protocol(17).fragmentField(0x2000).build());
        octets.packet(Octets.hex(
                "45000038 0000 0000 40 01 0000 cb007101 c6336402",
                "03 04 0000 0000 0578",
                "450005dc 0000 4000 40 06 0000 c6336402 c0000201 01bb9c40 00000000"));
        return octets.build();
    }

    private static SynBuilder client(int flags) {
        return SynBuilder.ipv4()
                .from("192.0.2.1")
                .to("198.51.100.2")
                .ports(40000, 443)
                .flags(flags);
    }

    private static SynBuilder server(int flags) {
        return SynBuilder.ipv4()
                .from("198.51.100.2")
                .to("192.0.2.1")
                .ports(443, 40000)
                .flags(flags);
    }

    private static byte[] numbered(SynBuilder packet, int sequence, int acknowledgment) {
        byte[] octets = packet.build();
        ByteBuffer.wrap(octets).putInt(20 + 4, sequence).putInt(20 + 8, acknowledgment);
        return octets;
    }

    private static String figure(Object number) {
        return String.format(Locale.ROOT, "%,d", ((Number) number).longValue());
    }

    /** The rows of the table below a heading. */
    private List<List<String>> rows(String heading) throws IOException {
        String script = """
                JSON.stringify({ rows: Array.from(document.querySelectorAll('h2'))
                    .filter((each) => each.textContent === '%s')
                    .flatMap((each) => Array.from(each.nextElementSibling.querySelector('tbody').rows))
                    .map((row) => Array.from(row.cells, (cell) => cell.textContent)) })""".formatted(heading);
        List<List<String>> rows = new ArrayList<>();
        for (Object row : Members.list(Json.parse(browser.text(script)), "rows")) {
            rows.add(((List<?>) row).stream().map(String::valueOf).toList());
        }
        return rows;
    }

    /** The bars of the chart below a heading: their labels, and the figures behind them. */
    private Map<String, String> bars(String heading) throws IOException {
        String script = """
                JSON.stringify({ texts: Array.from(document.querySelectorAll('h2'))
                    .filter((each) => each.textContent === '%s')
                    .flatMap((each) => Array.from(each.nextElementSibling.querySelectorAll('text')))
                    .map((text) => text.textContent) })""".formatted(heading);
        List<?> texts = Members.list(Json.parse(browser.text(script)), "texts");
        Map<String, String> bars = new LinkedHashMap<>();
        for (int i = 0; i + 1 < texts.size(); i += 2) {
            bars.put(String.valueOf(texts.get(i)), String.valueOf(texts.get(i + 1)));
        }
        return bars;
    }

    @Test
    void showsTheNumbersThatProgramsGet() throws IOException {
        assertThat(browser.text("document.querySelector('.verdict').textContent"))
                .isEqualTo(Members.in(report, "verdict", "text"));
        assertThat(bars("Connections"))
                .containsEntry("complete", figure(Members.in(report, "connections", "complete")))
                .containsEntry("stalled", figure(Members.in(report, "connections", "stalled")))
                .containsEntry("unanswered", figure(Members.in(report, "connections", "unanswered")));
        List<List<String>> values = new ArrayList<>();
        for (Object kind : Members.list(report, "announced")) {
            List<String> prefix = List.of((String) Members.in(kind, "family"), (String) Members.in(kind, "kind"));
            if (Members.number(kind, "absent") > 0) {
                values.add(List.of(prefix.get(0), prefix.get(1), "none", figure(Members.in(kind, "absent"))));
            }
            ((Map<?, ?>) Members.in(kind, "values"))
                    .forEach((mss, syns) -> values.add(
                            List.of(prefix.get(0), prefix.get(1), (String) mss, figure(Objects.requireNonNull(syns)))));
        }
        assertThat(rows("MSS announced").stream().map(row -> row.subList(0, 4)))
                .containsExactlyInAnyOrderElementsOf(values);
        assertThat(bars("MSS in syn over ipv6")).isEqualTo(Map.of("1220", "10", "1440", "30", "no MSS option", "1"));
        assertThat(bars("MSS in syn over ipv4")).hasSize(17).containsKey("other values");
        Object stall = Members.in(report, "stalls", 0);
        assertThat(rows("Connections that stall on full segments"))
                .containsExactly(List.of(
                        (String) Members.in(stall, "from"),
                        (String) Members.in(stall, "to"),
                        figure(Members.in(stall, "vanished")),
                        figure(Members.in(stall, "arrived")),
                        Members.in(stall, "sendings") + " times",
                        "3.0",
                        figure(Members.in(stall, "tooBigMtu"))));
        for (Map.Entry<String, String> table : Map.of(
                        "Who announces", "peers",
                        "MSS above what the path carries", "exceeding",
                        "Routers that said a packet was too big", "tooBig",
                        "Fragments", "fragments",
                        "Odd SYNs", "odd")
                .entrySet()) {
            assertThat(rows(table.getKey()))
                    .as(table.getKey())
                    .isNotEmpty()
                    .hasSameSizeAs(Members.list(report, table.getValue()));
        }
        assertThat(rows("What each rule does"))
                .extracting(row -> row.get(0), row -> row.get(1), row -> row.get(2))
                .containsExactlyElementsOf(Members.list(report, "trial", "rules").stream()
                        .map(rule -> tuple(
                                Members.in(rule, "name"),
                                figure(Members.in(rule, "matched")),
                                figure(Members.in(rule, "changed"))))
                        .toList());
    }

    @Test
    void asksForNothingAndFitsAnyScreen() throws IOException {
        Files.createDirectories(PICTURES);
        for (String scheme : List.of("light", "dark")) {
            browser.prefer(scheme);
            browser.resize(1200, 900, 1);
            browser.keepPicture(PICTURES.resolve("report-" + scheme + ".png"));
            browser.resize(360, 740, 2);
            browser.await("document.documentElement.scrollWidth === 360");
            browser.keepPicture(PICTURES.resolve("report-360-" + scheme + ".png"));
        }
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests()).containsOnly(url);
    }

    @Test
    void scrollsWideTablesByKeyboard() throws IOException {
        browser.resize(360, 740, 2);
        String wide =
                "Array.from(document.querySelectorAll('.scroll')).filter((each) => each.scrollWidth > each.clientWidth)";
        browser.await(wide + ".length > 0");
        String focused = "document.activeElement === " + wide + "[0]";
        for (int i = 0; i < 20 && !Boolean.TRUE.equals(browser.evaluate(focused)); i++) {
            browser.press(Browser.Key.TAB);
        }
        assertThat(browser.evaluate(focused)).isEqualTo(true);
        assertThat(browser.text("getComputedStyle(document.activeElement).outlineStyle"))
                .isEqualTo("solid");
        browser.press(Browser.Key.RIGHT);
        browser.await("document.activeElement.scrollLeft > 0");
    }
}
