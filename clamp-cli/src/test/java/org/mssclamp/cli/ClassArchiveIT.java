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
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes that {@code bin/mssclampd --rehearse} leaves for later starts. */
class ClassArchiveIT {
    private static final String FROM_ARCHIVE = "org.mssclamp.daemon.Mssclampd source: shared objects file";

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
        Run run = layout.run("mssclampd", Map.of(), "--rehearse", "-c", config);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).matches("made .*/lib/mssclampd-\\d+-\\d+\\.(jsa|aot)\n");
        assertThat(run.exitCode()).isZero();
    }

    /** A run that says where each class comes from. */
    private static Run check() throws IOException, InterruptedException {
        return layout.run(
                "mssclampd", Map.of("MSSCLAMPD_JAVA_OPTS", "-Xlog:class+load:stdout"), "--check", "-c", config);
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
        List<Path> before = layout.lib("mssclampd-");
        String bad =
                Files.writeString(directory.resolve("bad.yaml"), "nonsense").toString();

        Run run = layout.run("mssclampd", Map.of(), "--rehearse", "-c", bad);

        assertThat(run.err()).contains("bad.yaml:1:1");
        assertThat(run.exitCode()).isEqualTo(78);
        assertThat(layout.lib("mssclampd-")).isEqualTo(before);
    }
}
