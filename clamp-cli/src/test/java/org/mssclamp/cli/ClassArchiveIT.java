// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archives of classes that {@code --rehearse} of the launchers leaves for later starts. */
@Timeout(300)
class ClassArchiveIT {
    private static final String FROM_ARCHIVE = "org.mssclamp.daemon.Mssclampd source: shared objects file";

    private static final Map<String, String> SAYING_WHERE_CLASSES_COME_FROM =
            Map.of("MSSCLAMPD_JAVA_OPTS", "-Xlog:class+load:stdout");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private static Path directory;

    private static Layout layout = new Layout(Path.of(""));
    private static String config = "";

    @BeforeAll
    static void rehearse() throws IOException, InterruptedException {
        layout = Layout.copyTo(Files.createDirectory(directory.resolve("mssclamp")));
        config = Files.writeString(directory.resolve("gateway.yaml"), "version: 1\nrules:\n  - mtu: 1400\n")
                .toString();
        Run run = layout.run("mssclampd", SAYING_WHERE_CLASSES_COME_FROM, "--rehearse", "-c", config);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).matches("made .*/lib/mssclampd-[^/]+-\\d+\\.(jsa|aot)\n");
        assertThat(run.exitCode()).isZero();
    }

    /** A run that says where each class comes from. */
    private static Run check() throws IOException, InterruptedException {
        return layout.run("mssclampd", SAYING_WHERE_CLASSES_COME_FROM, "--check", "-c", config);
    }

    @Test
    void isUsedUntilAJarIsAnotherAndThenPassedOver() throws IOException, InterruptedException {
        assertThat(check().out()).contains(FROM_ARCHIVE);

        Path jar = layout.lib("clamp-core-").get(0);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
        Run stale = check();

        assertThat(stale.out())
                .contains("org.mssclamp.daemon.Mssclampd source:")
                .doesNotContain(FROM_ARCHIVE);
        assertThat(stale.err()).isEmpty();
        assertThat(stale.exitCode()).isZero();
    }

    @Test
    void isNotMadeByAFailedRehearsal() throws IOException, InterruptedException {
        List<Path> before = layout.lib("");
        String bad =
                Files.writeString(directory.resolve("bad.yaml"), "nonsense").toString();

        Run run = layout.run("mssclampd", Map.of(), "--rehearse", "-c", bad);

        assertThat(run.err()).contains("bad.yaml:1:1");
        assertThat(run.exitCode()).isEqualTo(78);
        assertThat(layout.lib("")).isEqualTo(before);
    }

    @Test
    void isNotReplacedByLessThanARehearsal() throws IOException, InterruptedException {
        List<Path> before = layout.lib("");

        Run run = layout.run("mssclampd", SAYING_WHERE_CLASSES_COME_FROM, "--rehearse", "--version");

        assertThat(run.err()).contains("at a time");
        assertThat(run.exitCode()).isEqualTo(64);
        assertThat(layout.lib("")).isEqualTo(before);
    }

    @Test
    void isPassedOverInSilenceWithOtherOptions() throws IOException, InterruptedException {
        Map<String, String> others = Map.of("MSSCLAMPD_JAVA_OPTS", "-Xlog:class+load:stdout -XX:-UseCompressedOops");

        Run run = layout.run("mssclampd", others, "--check", "-c", config);

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).doesNotContain(FROM_ARCHIVE);
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void theCommandHasOneOfItsOwn() throws IOException, InterruptedException {
        Map<String, String> saying = Map.of("MSSCLAMP_JAVA_OPTS", "-Xlog:class+load:stdout");

        Run made = layout.run("mssclamp", saying, "--rehearse");

        assertThat(made.err()).isEmpty();
        assertThat(made.out()).matches("made .*/lib/mssclamp-[^/]+-\\d+\\.(jsa|aot)\n");
        assertThat(made.exitCode()).isZero();
        assertThat(layout.run("mssclamp", saying, "check", config).out())
                .contains("org.mssclamp.cli.Check source: shared objects file", ": ok, 1 rule, 1 queue");
        assertThat(layout.run("mssclamp", Map.of(), "check", config).out()).endsWith(": ok, 1 rule, 1 queue\n");
    }
}
