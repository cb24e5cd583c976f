// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mssclamp.rule.Mode;

/** The configuration files that the project ships. */
class ExamplesTest {
    private static final Path CONFIG = Path.of("../config");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(CONFIG)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void haveNeitherErrorNorWarning(Path file) throws IOException {
        assertThat(Parsed.faultless(Files.readString(file)).rules()).isNotEmpty();
    }

    @Test
    void includeTheDefaultAndOneForEachKindOfTunnel() throws IOException {
        assertThat(files())
                .extracting(file -> CONFIG.relativize(file).toString())
                .contains(
                        "mssclamp.yaml",
                        "examples/ipsec.yaml",
                        "examples/openvpn.yaml",
                        "examples/pppoe.yaml",
                        "examples/wireguard.yaml");
    }

    @Test
    void beginWithADefaultThatChangesNoPacket() throws IOException {
        Configuration config = Parsed.faultless(Files.readString(CONFIG.resolve("mssclamp.yaml")));

        assertThat(config.rules()).allMatch(rule -> rule.mode() == Mode.OBSERVE);
        assertThat(config.queues()).containsExactly(QueueSettings.DEFAULT);
    }
}
