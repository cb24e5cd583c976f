// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @Test
    void servesTheDefaultFileIfToldNothing() throws StartException {
        assertThat(CommandLine.parse())
                .isEqualTo(new CommandLine(
                        CommandLine.Task.SERVE, Path.of("/etc/mssclamp/mssclamp.yaml"), false, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-c x.yaml", "--config x.yaml", "--config=x.yaml"})
    void takesAFileInThreeSpellings(String line) throws StartException {
        assertThat(CommandLine.parse(line.split(" ", -1)).config()).isEqualTo(Path.of("x.yaml"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--socket /run/a.sock", "--socket=/run/a.sock", "--socket off --socket /run/a.sock"})
    void takesAControlSocketInTwoSpellings(String line) throws StartException {
        assertThat(CommandLine.parse(line.split(" ", -1)).socket()).contains("/run/a.sock");
        assertThat(CommandLine.USAGE).contains("--socket PATH");
    }

    @Test
    void refusesAControlSocketWithoutAName() {
        StartException why = catchThrowableOfType(StartException.class, () -> CommandLine.parse("--socket="));
        assertThat(why).hasMessageStartingWith("option --socket needs a path or off");
    }

    @ParameterizedTest
    @CsvSource({
        "--check, CHECK",
        "--rehearse, REHEARSE",
        "--version, VERSION",
        "--help, HELP",
        "-h, HELP",
        "--observe, SERVE"
    })
    void takesEveryOptionOfItsUsage(String option, CommandLine.Task task) throws StartException {
        assertThat(CommandLine.USAGE).contains(option);
        CommandLine line = CommandLine.parse("-c", "x.yaml", option);
        assertThat(line.task()).isEqualTo(task);
        assertThat(line.observe()).isEqualTo(option.equals("--observe"));
        assertThat(line.config()).isEqualTo(Path.of("x.yaml"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--chek", "x.yaml", "-c", "--config", "-C x.yaml", "--observe=yes", "-", "--", "--socket"})
    void refusesAnythingElseAndShowsItsUsage(String line) {
        StartException why = catchThrowableOfType(StartException.class, () -> CommandLine.parse(line.split(" ", -1)));
        assertThat(why.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(why).hasMessageContaining(line.split(" ", -1)[0]).hasMessageContaining("usage: mssclampd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--rehearse --check", "--version --rehearse", "--help --check"})
    void doesOneThingAtATime(String line) {
        StartException why = catchThrowableOfType(StartException.class, () -> CommandLine.parse(line.split(" ", -1)));
        assertThat(why.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(why).hasMessageContaining("at a time");
    }

    @Test
    void refusesWhatIsNoPath() {
        StartException why = catchThrowableOfType(StartException.class, () -> CommandLine.parse("-c", "a\0b"));
        assertThat(why.exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
