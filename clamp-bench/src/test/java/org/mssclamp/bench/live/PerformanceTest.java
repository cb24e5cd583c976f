// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

class PerformanceTest {
    @TempDir
    Path directory;

    @Test
    void pageSaysWhereWhenAndByWhatItWasMade() throws IOException {
        String page = page(SampleRun.results());

        assertThat(page)
                .contains("| machine | Example CPU, 2 CPUs |")
                .contains("| kernel | 6.1.0 |")
                .contains("| JDK | 17.0.15+6 |")
                .contains("| date | 2026-01-02T03:04:05Z |")
                .contains("sudo lab/bench.sh\n")
                .contains("](performance.svg)");
    }

    @Test
    void pageHasALineForEveryGoalAndEveryConsumer() throws IOException {
        Results results = SampleRun.results();
        String page = page(results);

        assertThat(Goals.of(results)).allSatisfy(goal -> assertThat(page).contains("| " + goal.wording()));
        assertThat(page.lines())
                .anyMatch(line -> line.matches(
                        "\\| mssclampd, JDK 17 +\\| – .* \\| 1\\.26 \\(1\\.05–2\\.40\\) +\\| 10 +\\| .*\\|"));
    }

    @Test
    void pageSaysThatTheDaemonStartsWithItsArchive() throws IOException {
        assertThat(page(SampleRun.results()).lines())
                .anyMatch(line ->
                        line.startsWith("| JDK 17: first verdict") && line.contains("with the archive of classes"))
                .anyMatch(line -> line.contains("`mssclampd --rehearse`"));
    }

    @Test
    void columnsOfATableAreAligned() {
        Table table = new Table(List.of("a", "bbb")).row(List.of("cc", "d"));

        assertThat(table).hasToString("""
                | a  | bbb |
                |----|-----|
                | cc | d   |
                """);
    }

    @Test
    void pictureIsXmlWithoutScriptsAndKnowsDarkPaper() throws IOException, ParserConfigurationException, SAXException {
        String svg = new Picture(SampleRun.results()).svg();
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));

        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
        // CPU at 100k: 3 consumers; p50 and p99: 2 each; loss-free rate: 2.
        assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(9);
        assertThat(svg).contains("prefers-color-scheme: dark");
    }

    @Test
    void jsonHasWhatEachRoundMeasured() throws IOException {
        Map<String, Object> summary = JSON.std.mapFrom(new Summary(SampleRun.results()).json());

        assertThat(summary).containsEntry("schema", 1).containsKeys("environment", "goals");
        assertThat((List<?>) summary.get("figures"))
                .anySatisfy(figure -> assertThat((Map<?, ?>) figure)
                        .isEqualTo(Map.of(
                                "figure",
                                "first_verdict",
                                "unit",
                                "ms",
                                "variant",
                                "jdk17",
                                "queues",
                                1,
                                "median",
                                390.0,
                                "least",
                                380.0,
                                "greatest",
                                400.0,
                                "rounds",
                                List.of(380.0, 390.0, 400.0))));
    }

    @Test
    void aRunThatWasStoppedEarlyHasAPage() throws IOException {
        for (int lines = 1; lines < SampleRun.lines().size(); lines++) {
            Performance.write(SampleRun.results(SampleRun.lines().subList(0, lines)), directory);
        }

        assertThat(directory.resolve("performance.json")).isNotEmptyFile();
    }

    @Test
    void variantsAreThoseOfTheScript() throws IOException {
        String script = Files.readString(Path.of("..", "lab", "bench", "variants.sh"));
        String names = script.lines()
                .filter(line -> line.startsWith("readonly all_variants=("))
                .findFirst()
                .orElseThrow();

        assertThat(names.replaceAll(".*\\(|\\).*", "").split(" "))
                .allSatisfy(name -> assertThat(Variant.named(name).id).isEqualTo(name))
                .hasSize(Variant.values().length);
    }

    private String page(Results results) throws IOException {
        Performance.write(results, directory);
        return Files.readString(directory.resolve("performance.md"));
    }
}
