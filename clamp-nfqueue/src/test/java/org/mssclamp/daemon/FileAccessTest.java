// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAccessTest {
    private static final int SOMEONE = 12345;

    private final Path directory;
    private final Path file;

    FileAccessTest(@TempDir Path directory) throws IOException {
        this.directory = Files.createDirectory(directory.resolve("etc"));
        file = Files.writeString(this.directory.resolve("mssclamp.yaml"), "version: 1\n");
        mode(this.directory, 0755);
        mode(file, 0644);
    }

    private static void mode(Path path, int mode) throws IOException {
        Files.setAttribute(path, "unix:mode", mode);
    }

    private static StartException refusal(Path path) {
        return catchThrowableOfType(StartException.class, () -> FileAccess.doubts(path));
    }

    @Test
    void isAsItShouldBeForOwnFilesAndWhereNothingIs() throws StartException {
        assertThat(FileAccess.doubts(file)).isEmpty();
        assertThat(FileAccess.doubts(directory)).isEmpty();
        assertThat(FileAccess.doubts(directory.resolve("none"))).isEmpty();
        assertThat(FileAccess.doubts(Path.of("/dev/null"))).isEmpty();
    }

    @Test
    void isRefusedToAFileThatAnyoneMayChange() throws IOException {
        mode(file, 0666);
        StartException why = refusal(file);
        assertThat(why.exitCode()).isEqualTo(ExitCode.CONFIG);
        assertThat(why).hasMessage(file + ": anyone may change it (mode 0666); mend it by: chmod o-w " + file);
    }

    @Test
    void isRefusedToAFileThatAnyoneMayReplace() throws IOException, StartException {
        mode(directory, 0777);
        assertThat(refusal(file))
                .hasMessage(file + ": anyone may replace it in " + directory + " (mode 0777); mend it by: chmod o-w "
                        + directory);
        mode(directory, 01777);
        assertThat(FileAccess.doubts(file)).isEmpty();
    }

    @Test
    void isThatOfTheFileThatALinkLeadsTo() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolveSibling("link.yaml"), file);
        mode(file, 0646);
        assertThat(refusal(link)).hasMessageStartingWith(link + ": ").hasMessageEndingWith("chmod o-w " + file);
        mode(file, 0644);
        mode(directory, 0757);
        assertThat(refusal(link)).hasMessageContaining("replace it in " + directory);
    }

    @Test
    void isDoubtfulIfAnotherUserOrGroupMayChangeTheFile() throws IOException, StartException {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
        Files.setAttribute(file, "unix:uid", SOMEONE);
        assertThat(FileAccess.doubts(file))
                .singleElement()
                .asString()
                .contains("belongs to user " + SOMEONE)
                .endsWith("chown root " + file);
        Files.setAttribute(file, "unix:uid", 0);
        Files.setAttribute(file, "unix:gid", SOMEONE);
        assertThat(FileAccess.doubts(file)).isEmpty();
        mode(file, 0664);
        assertThat(FileAccess.doubts(file))
                .singleElement()
                .asString()
                .contains("group " + SOMEONE + " may change it")
                .endsWith("chmod g-w " + file);
    }
}
