// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.config.ParseResult;

class ConfigFileTest {
    private final Path directory;

    ConfigFileTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private static StartException refusal(Path path) {
        return catchThrowableOfType(StartException.class, () -> new ConfigFile(path).parse());
    }

    @Test
    void isReadAnewEachTime() throws IOException, StartException {
        ConfigFile file = new ConfigFile(Files.writeString(directory.resolve("a.yaml"), "version: 1\n"));
        assertThat(file.parse()).isInstanceOf(ParseResult.Accepted.class);
        Files.writeString(file.path(), "version: 2\n");
        ParseResult refused = file.parse();
        assertThat(refused).isInstanceOf(ParseResult.Refused.class);
        assertThat(refused.problems().get(0)).asString().startsWith(file.path() + ":1:10: ");
    }

    @Test
    void isNoInputIfItIsNotThere() {
        StartException why = refusal(directory.resolve("none.yaml"));
        assertThat(why.exitCode()).isEqualTo(ExitCode.NO_INPUT);
        assertThat(why).hasMessageContaining("none.yaml").hasMessageContaining("no such file");
    }

    @Test
    void isNoInputIfItIsADirectory() {
        StartException why = refusal(directory);
        assertThat(why.exitCode()).isEqualTo(ExitCode.NO_INPUT);
        assertThat(why).hasMessageContaining("is a directory");
    }

    @Test
    void isInErrorIfItIsNotText() throws IOException {
        StartException why =
                refusal(Files.write(directory.resolve("b.yaml"), new byte[] {'a', (byte) 0xFF, (byte) 0xFE}));
        assertThat(why.exitCode()).isEqualTo(ExitCode.CONFIG);
        assertThat(why).hasMessageContaining("not UTF-8");
    }

    @Test
    void hasTheHashThatSha256sumPrints() throws IOException, StartException {
        Path path = Files.writeString(directory.resolve("c.yaml"), "\uFEFFversion: 1 # \u00FC\n");
        assertThat(new ConfigFile(path).read().hash())
                .isEqualTo("6ebb9c7c74231033ac2ec3bf16d5891af341a8a18e60fc21730f6e72f114bf25");
    }
}
