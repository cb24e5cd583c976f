// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.socket.SocketRefusal;

class ControlSocketTest {
    private static final String NO_SUCH_GROUP = "no-such-group";

    private final Path directory;
    private final Path run;
    private final Path path;
    private final String ownGroup;

    ControlSocketTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        run = directory.resolve("run/mssclamp");
        path = run.resolve("control.sock");
        ownGroup = Files.readAttributes(directory, PosixFileAttributes.class)
                .group()
                .getName();
    }

    private static boolean answers(Path path) {
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return client.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    }

    /** Leaves a socket on which nobody listens, as a daemon does that was killed. */
    private void leaveStale() throws IOException {
        Files.createDirectories(run);
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(Files.exists(path)).isTrue();
    }

    private SocketRefusal refusal() {
        return catchThrowableOfType(SocketRefusal.class, () -> ControlSocket.bind(path, ownGroup));
    }

    @Test
    void isMadeForItsGroupInADirectoryThatAllMayEnter() throws SocketRefusal, IOException {
        try (ControlSocket socket = ControlSocket.bind(path, ownGroup)) {
            assertThat(socket.path()).isEqualTo(path);
            assertThat(mode(path)).isEqualTo("rw-rw----");
            assertThat(mode(run)).isEqualTo("rwxr-xr-x");
            assertThat(answers(path)).isTrue();
            assertThat(namesInDirectory()).containsExactly("control.sock");
        }
        assertThat(namesInDirectory()).isEmpty();
    }

    private List<String> namesInDirectory() throws IOException {
        try (Stream<Path> files = Files.list(run)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void isOursAloneIfThereIsNoSuchGroup() throws SocketRefusal, IOException {
        try (ControlSocket socket = ControlSocket.bind(path, NO_SUCH_GROUP)) {
            assertThat(mode(path)).isEqualTo("rw-------");
            socket.admit(ownGroup);
            assertThat(mode(path)).isEqualTo("rw-rw----");
            socket.admit(NO_SUCH_GROUP);
            assertThat(mode(path)).isEqualTo("rw-------");
        }
    }

    @Test
    void takesThePlaceOfAStaleOne() throws SocketRefusal, IOException {
        leaveStale();
        try (ControlSocket socket = ControlSocket.bind(path, ownGroup)) {
            assertThat(answers(socket.path())).isTrue();
        }
    }

    @Test
    void leavesAloneOneThatSomebodyAnswersOn() throws SocketRefusal {
        try (ControlSocket first = ControlSocket.bind(path, ownGroup)) {
            SocketRefusal why = refusal();
            assertThat(why.reason()).isEqualTo(SocketRefusal.Reason.OCCUPIED);
            assertThat(why)
                    .hasMessageContaining("control socket " + path + ": another process answers there")
                    .hasMessageContaining("stop that, or name another path by --socket or control.socket");
            assertThat(answers(first.path())).isTrue();
        }
    }

    @Test
    void leavesAloneWhatIsNoSocket() throws IOException {
        Files.createDirectories(run);
        Path stale = directory.resolve("stale");
        for (String what : List.of("file", "directory", "symbolic link")) {
            switch (what) {
                case "file" -> Files.writeString(path, "precious");
                case "directory" -> Files.createDirectory(path);
                default -> Files.createSymbolicLink(path, stale);
            }
            SocketRefusal why = refusal();
            assertThat(why.reason()).isEqualTo(SocketRefusal.Reason.OCCUPIED);
            assertThat(why)
                    .hasMessageContaining("there is a " + what + " of that name")
                    .hasMessageContaining("remove it");
            assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS)).isTrue();
            Files.delete(path);
        }
        assertThat(Files.exists(stale)).isFalse();
    }

    @Test
    void doesNotFollowALinkToAStaleSocket() throws IOException {
        leaveStale();
        Path target = Files.move(path, directory.resolve("elsewhere.sock"));
        Files.createSymbolicLink(path, target);
        assertThat(refusal()).hasMessageContaining("symbolic link");
        assertThat(Files.exists(target)).isTrue();
    }

    @Test
    void saysIfTheDirectoryCannotBe() throws IOException {
        Files.writeString(directory.resolve("run"), "a file where a directory is to be");
        SocketRefusal why = refusal();
        assertThat(why.reason()).isEqualTo(SocketRefusal.Reason.UNWRITABLE);
        assertThat(why).hasMessageContaining("cannot be made for user " + System.getProperty("user.name"));
    }

    @Test
    void isNotMadeWhereOthersCouldPutSomethingElse() throws IOException {
        Files.createDirectories(run);
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(refusal()).hasMessageContaining("others may change what is in " + run);
    }

    @Test
    void leavesAtItsEndWhatHasTakenItsPlace() throws SocketRefusal, IOException {
        try (ControlSocket socket = ControlSocket.bind(path, ownGroup)) {
            Files.delete(socket.path());
            Files.writeString(path, "another's");
        }
        assertThat(Files.readString(path)).isEqualTo("another's");
    }
}
