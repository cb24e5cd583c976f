// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.manual.Manual.Edition;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Man pages before man(1), and completion in real shells. */
class PackagedDocumentsIT {
    /** The script is asked by itself; of what it would have the line editor do there is nothing to see. */
    private static final String NOT_ON_A_LINE = "compopt() { :; }\n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @BeforeEach
    void write() throws IOException {
        Edition edition = new Edition("1.2.3", "2026-11-20");
        for (Map.Entry<String, String> document :
                PackagedDocuments.all(Path.of(".."), edition).entrySet()) {
            Files.writeString(directory.resolve(document.getKey()), document.getValue());
        }
    }

    private Run run(String... command) throws IOException, InterruptedException {
        return Layout.run(
                List.of(command),
                "",
                Map.of("LC_ALL", "C.UTF-8", "MANROFFSEQ", "", "MANWIDTH", "80", "MANPAGER", "cat"));
    }

    @Test
    void pagesRenderWithoutAWarning() throws IOException, InterruptedException {
        assumeThat(Path.of("/usr/bin/man")).exists();
        for (String page : List.of("mssclampd.8", "mssclamp.8", "mssclamp.yaml.5")) {
            Run man = run("man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", directory.resolve(page) + "");

            assertThat(man.err()).as(page).isEmpty();
            // Bold as a terminal prints it: a letter over itself.
            assertThat(man.out().replaceAll(".\b", ""))
                    .as(page)
                    .contains("SEE ALSO")
                    .doesNotContain("{{");
            assertThat(man.exitCode()).as(page).isZero();
        }
    }

    @Test
    void bashCompletesEachVerbAndOption() throws IOException, InterruptedException {
        Path script = directory.resolve("mssclamp.bash");
        assertThat(run("bash", "-n", script.toString())).isEqualTo(new Run(0, "", ""));

        List<CommandSpec> commands = everyCommand(Mssclamp.specification()).toList();
        StringBuilder questions = new StringBuilder(NOT_ON_A_LINE + "source '" + script + "'\n");
        for (CommandSpec command : commands) {
            questions.append(question(command, "")).append(question(command, "-"));
        }
        Run bash = run("bash", "-c", questions.toString());

        assertThat(bash.err()).isEmpty();
        List<String> answers = bash.out().lines().toList();
        assertThat(answers).hasSize(2 * commands.size());
        for (int i = 0; i < commands.size(); i++) {
            CommandSpec command = commands.get(i);
            assertThat(words(answers.get(2 * i))).as(command.qualifiedName()).containsAll(verbs(command));
            assertThat(words(answers.get(2 * i + 1)))
                    .as(command.qualifiedName())
                    .containsAll(options(command));
        }
        assertThat(words(answers.get(0))).doesNotContain("rehearse");
    }

    @Test
    void zshTakesItToo() throws IOException, InterruptedException {
        assumeThat(Path.of("/usr/bin/zsh")).exists();
        String script = directory.resolve("_mssclamp").toString();

        assertThat(run("zsh", "-n", script)).isEqualTo(new Run(0, "", ""));
        assertThat(run(
                        "zsh",
                        "-fc",
                        "autoload -Uz compinit && compinit -D && source '" + script
                                + "' && [[ -n ${_comps[mssclamp]} ]]"))
                .isEqualTo(new Run(0, "", ""));
    }

    /** Has bash print on one line what may come after the words of a command. */
    private static String question(CommandSpec command, String begun) {
        String words = command.qualifiedName();
        int count = words.split(" ").length;
        return "COMP_WORDS=(" + words + " '" + begun + "'); COMP_CWORD=" + count
                + "; COMPREPLY=(); _complete_mssclamp; echo \"${COMPREPLY[*]}\"\n";
    }

    private static Stream<CommandSpec> everyCommand(CommandSpec spec) {
        return Stream.concat(
                Stream.of(spec),
                spec.subcommands().values().stream()
                        .map(CommandLine::getCommandSpec)
                        .filter(verb -> !verb.usageMessage().hidden())
                        .flatMap(PackagedDocumentsIT::everyCommand));
    }

    private static List<String> verbs(CommandSpec command) {
        return command.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(verb -> !verb.usageMessage().hidden())
                .map(CommandSpec::name)
                .toList();
    }

    private static List<String> options(CommandSpec command) {
        List<String> names = new ArrayList<>();
        command.options().forEach(option -> names.addAll(List.of(option.names())));
        return names;
    }

    private static List<String> words(String line) {
        return List.of(line.split(" "));
    }
}
