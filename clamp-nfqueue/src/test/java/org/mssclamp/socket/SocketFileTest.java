// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A socket is found when it is as it should be, and not before. */
class SocketFileTest {
    private final Path directory;
    private final Path path;
    private final SocketPlace place;

    SocketFileTest(@TempDir Path directory) {
        this.directory = directory;
        path = directory.resolve("some.sock");
        place = new SocketPlace(path, "some socket", "some.setting");
    }

    @Test
    void isNotThereBeforeAccessIsGranted() throws SocketRefusal {
        try (SocketFile file = SocketFile.bind(place, made -> assertThat(path).doesNotExist())) {
            assertThat(file.path()).exists();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void leavesNothingIfAccessCannotBeGranted() {
        assertThatThrownBy(() -> SocketFile.bind(place, made -> {
                    throw new IOException("for the test");
                }))
                .isInstanceOf(SocketRefusal.class)
                .hasMessage("some socket " + path + ": cannot be made for user " + System.getProperty("user.name")
                        + ": for the test; let that user write to " + directory
                        + ", or name another path by some.setting");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void leavesAnotherThatHasTakenItsPlace() throws SocketRefusal, IOException {
        SocketFile first = SocketFile.bind(place, made -> {});
        // Not the same inode again.
        Files.move(first.path(), directory.resolve("moved"));
        try (SocketFile second = SocketFile.bind(place, made -> {})) {
            first.close();
            assertThat(second.path()).exists();
        }
        assertThat(path).doesNotExist();
    }
}
