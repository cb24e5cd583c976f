// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.daemon.StartException;

@Timeout(60)
class ControlClientTest {
    private final Path path;

    ControlClientTest(@TempDir Path directory) {
        path = directory.resolve("control.sock");
    }

    private boolean isRoomForAnother(List<SocketChannel> others) throws IOException {
        SocketChannel other = SocketChannel.open(StandardProtocolFamily.UNIX);
        others.add(other);
        other.configureBlocking(false);
        try {
            return other.connect(UnixDomainSocketAddress.of(path));
        } catch (SocketException full) {
            return false;
        }
    }

    private void assertSilent() {
        assertThatThrownBy(() -> new ControlClient(path, Duration.ofSeconds(1)).ask("health"))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("the daemon at " + path + " says nothing since 1 seconds");
    }

    @Test
    void doesNotWaitForeverForADaemonThatHangs() throws IOException {
        List<SocketChannel> others = new ArrayList<>();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path), 1);
            assertSilent();
            while (isRoomForAnother(others)) {}
            assertSilent();
        } finally {
            for (SocketChannel other : others) {
                other.close();
            }
        }
    }
}
