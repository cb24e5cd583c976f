// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.config.MetricsListener;

/** A change of where metrics are is kept or undone as a whole. */
class MetricsServiceTest {
    private final Path directory;
    private final Path first;
    private final Path second;

    @AutoClose
    private final MetricsService service = new MetricsService(
            () -> {
                throw new AssertionError("nobody asks");
            },
            Map::of);

    MetricsServiceTest(@TempDir Path directory) {
        this.directory = directory;
        first = directory.resolve("first.sock");
        second = directory.resolve("second.sock");
    }

    private static Optional<MetricsListener> socket(Path path) {
        return Optional.of(new MetricsListener.UnixSocket(path.toString()));
    }

    @Test
    void keepsTheNewOneAlone() throws StartException {
        service.change(socket(first), false);
        service.keep();
        service.change(socket(second), false);
        assertThat(first).exists();
        assertThat(second).exists();
        service.keep();
        assertThat(first).doesNotExist();
        service.change(Optional.empty(), false);
        service.keep();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void undoesAChange() throws StartException {
        service.change(socket(first), false);
        service.keep();
        service.change(socket(second), false);
        service.undo();
        service.undo();
        assertThat(first).exists();
        assertThat(second).doesNotExist();
        service.close();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void staysWhereItIsIfItMayNotGoOn() throws StartException, IOException {
        service.change(socket(first), false);
        service.keep();
        Path file = Files.createFile(second);

        assertThatThrownBy(() -> service.change(socket(file), false))
                .isInstanceOf(StartException.class)
                .hasMessage("metrics socket " + file
                        + ": there is a file of that name, which is not ours to replace; remove it, or name another path"
                        + " by metrics.listen");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Optional<MetricsListener> port =
                    Optional.of(new MetricsListener.Loopback("127.0.0.1", taken.getLocalPort()));
            assertThatThrownBy(() -> service.change(port, false))
                    .isInstanceOf(StartException.class)
                    .hasMessage("cannot listen on 127.0.0.1:" + taken.getLocalPort()
                            + " for metrics: Address already in use; ss -ltnp tells who has a port, or name another by"
                            + " metrics.listen");
        }
        service.undo();
        service.keep();
        assertThat(first).exists();
    }

    @Test
    void letsAnyoneConnectWhoMayEnterTheDirectory() throws StartException, IOException {
        service.change(socket(first), false);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first)))
                .isEqualTo("rw-rw-rw-");
    }
}
