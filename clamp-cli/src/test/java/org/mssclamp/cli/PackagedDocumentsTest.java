// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.manual.Manual.Edition;
import org.mssclamp.rule.MatchKey;
import org.mssclamp.tunnel.Presets;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Man pages say what the code knows. */
class PackagedDocumentsTest {
    private final Map<String, String> documents;

    PackagedDocumentsTest() throws IOException {
        documents = PackagedDocuments.all(Path.of(".."), new Edition("1.2.3", "2026-11-20"));
    }

    /** The verbs that do something, whatever they are. */
    static Stream<CommandSpec> verbs(CommandSpec spec) {
        return spec.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(verb -> !verb.usageMessage().hidden())
                .flatMap(verb -> verb.userObject() instanceof Callable
                        ? Stream.concat(Stream.of(verb), verbs(verb))
                        : verbs(verb));
    }

    private static String bold(String text) {
        return "\\fB" + text.replace("-", "\\-");
    }

    @Test
    void describeEachVerbWithEachOption() {
        String page = documents.getOrDefault("mssclamp.8", "");

        assertThat(verbs(Mssclamp.specification())).hasSizeGreaterThan(5).allSatisfy(verb -> {
            assertThat(page).contains(".SS \"" + verb.qualifiedName() + "\"\n");
            String section = page.substring(page.indexOf(".SS \"" + verb.qualifiedName() + '"'));
            assertThat(verb.options())
                    .filteredOn(option -> !option.usageHelp() && !option.versionHelp())
                    .allSatisfy(option -> assertThat(section)
                            .contains(String.join(", ", option.names()).replace("-", "\\-")));
        });
    }

    @Test
    void describeEachExitCodeAndOutcome() {
        assertThat(documents.get("mssclampd.8"))
                .contains(Stream.of(ExitCode.values())
                        .map(exit -> bold(Integer.toString(exit.code())))
                        .toList())
                .contains(Stream.of(Outcome.values())
                        .map(outcome -> bold(outcome.label()))
                        .toList())
                .contains(bold("-c, --config FILE"), bold("--rehearse"), "HUP reads the configuration again");
    }

    @Test
    void describeEachKeyAndTypeOfTunnel() {
        assertThat(documents.get("mssclamp.yaml.5"))
                .contains(Stream.of(MatchKey.values())
                        .map(key -> bold(key.label()))
                        .toList())
                .contains(Presets.all().stream()
                        .map(preset -> bold(preset.name()))
                        .toList())
                .contains("version: 1\n", bold("receive-buffer"), ".SH \"BOTH DIRECTIONS\"")
                .doesNotContain("{{", "](");
    }
}
