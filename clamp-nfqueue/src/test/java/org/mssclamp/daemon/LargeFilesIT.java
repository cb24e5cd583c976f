// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mssclamp.kernel.KernelTests;
import org.mssclamp.kernel.Namespace;

/** Files as large as the heap lets in, of shapes that take much or little of it: none ends a daemon that is serving. */
@ExtendWith(KernelTests.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class LargeFilesIT {
    private static final int HEAP_MEBIOCTETS = 64;
    /** Just below what {@link ConfigFile} lets in. */
    private static final int FILE_OCTETS = (HEAP_MEBIOCTETS << 20) / 84;

    private static final String BEGIN = "version: 1\nrules:\n";
    private static final String SMALL = BEGIN + "  - mtu: 1400\n";

    private final Namespace namespace = Namespace.create("large");
    private final Path config;

    LargeFilesIT(@TempDir Path directory) {
        config = directory.resolve("mssclamp.yaml");
    }

    @AfterAll
    void takeDown() {
        namespace.close();
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of(
                        "one peer a rule",
                        true,
                        shape(
                                BEGIN,
                                i -> "  - { match: { to: 10.%d.%d.%d }, mtu: 1400 }\n"
                                        .formatted(i >> 16, i >> 8 & 255, i & 255))),
                Arguments.of("the shortest rules, each with a warning", true, shape(BEGIN, i -> "- mtu: 1400\n")),
                Arguments.of(
                        "two ranges of ports a rule",
                        true,
                        shape(
                                BEGIN,
                                i -> "- {match: {sport: %d-60000, dport: %d-65001}, mtu: 1400}\n"
                                        .formatted(1 + i % 50_000, 1 + i * 7 % 50_000))),
                Arguments.of(
                        "a list of prefixes",
                        true,
                        shape(
                                "version: 1\nrules: [{ mtu: 1400, match: { from: [",
                                i -> "10.%d.%d.0/24, ".formatted(i >> 8 & 255, i & 255))),
                Arguments.of(
                        "rules with an anchor",
                        true,
                        shape(
                                "version: 1\nrules: &all\n",
                                i -> "  - { match: { dport: %d }, mtu: 1400 }\n".formatted(i & 0xFFFF))),
                Arguments.of("nothing but errors", false, shape(BEGIN, i -> "- x\n")));
    }

    private static String shape(String begin, IntFunction<String> entry) {
        StringBuilder text = new StringBuilder(begin);
        for (int i = 0; text.length() < FILE_OCTETS; i++) {
            text.append(entry.apply(i));
        }
        return begin.endsWith("[") ? text + "] } }]\n" : text.toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void areReadTwiceBesideThemselves(String name, boolean good, String text) throws IOException {
        Files.writeString(config, SMALL);
        try (DaemonProcess daemon = DaemonProcess.startBy(
                namespace,
                List.of(
                        "env",
                        "JAVA_TOOL_OPTIONS=-XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -Xmx" + HEAP_MEBIOCTETS + "m"),
                "-c",
                config.toString())) {
            daemon.awaitLines("ready: ", 1);
            Files.writeString(config, text);
            for (int reload = 1; reload <= 2; reload++) {
                daemon.signal("HUP");
                daemon.awaitLines(good ? "reloaded: " : "reload refused", reload);
            }
            assertThat(daemon.isAlive()).as(name).isTrue();
            daemon.stop();
        }
    }
}
