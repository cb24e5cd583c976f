// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What is for other programs in {@code config/} is YAML, and holds configurations of ours. */
class FleetExamplesTest {
    private static final Path CONFIG = Path.of("../config");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(CONFIG)) {
            return files.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Object> documents(Path file) throws IOException {
        List<Object> documents = new ArrayList<>();
        new Load(LoadSettings.builder().setLabel(file.toString()).build())
                .loadAllFromString(Files.readString(file))
                .forEach(documents::add);
        return documents;
    }

    @ParameterizedTest
    @MethodSource("files")
    void areYaml(Path file) throws IOException {
        assertThat(documents(file)).isNotEmpty().doesNotContainNull();
    }

    @Test
    void theManifestHoldsAConfigurationWithoutFault() throws IOException {
        List<Configuration> configurations = documents(CONFIG.resolve("kubernetes/mssclamp.yml")).stream()
                .map(FleetExamplesTest::mapping)
                .filter(document -> "ConfigMap".equals(document.get("kind")))
                .map(document -> mapping(document.get("data")).get("mssclamp.yaml"))
                .map(text -> Parsed.faultless(String.valueOf(text)))
                .toList();

        assertThat(configurations).hasSize(1);
        // The kubelet asks there whether it is alive.
        assertThat(configurations.get(0).metrics()).contains(new MetricsListener.Loopback("127.0.0.1", 9912));
    }

    @SuppressWarnings("unchecked") // as YAML has it
    private static Map<String, Object> mapping(@Nullable Object node) {
        return (Map<String, Object>) Objects.requireNonNull(node);
    }
}
