// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.mssclamp.config.MetricsListener;
import org.mssclamp.http.HttpAnswer;
import org.mssclamp.http.HttpPages;
import org.mssclamp.http.HttpServer;
import org.mssclamp.metrics.MetricsText;
import org.mssclamp.socket.SocketFile;
import org.mssclamp.socket.SocketPlace;
import org.mssclamp.socket.SocketRefusal;

/**
 * Where metrics can be fetched now, if anywhere. For the daemon's main thread.
 *
 * <p>A change is tried by {@link #change}, and then kept or undone; until then the server before it goes on.
 */
final class MetricsService implements AutoCloseable {
    private static final String SETTING = "metrics.listen";
    private static final Opened NOWHERE = new Opened(Optional.empty(), Optional.empty());

    private final Supplier<String> text;
    private Opened now = NOWHERE;
    private Opened before = NOWHERE;

    private record Opened(Optional<MetricsListener> listener, Optional<HttpServer> server) {}

    /**
     * Listens nowhere yet.
     *
     * @param text of one moment, in the format of Prometheus; for any thread
     */
    MetricsService(Supplier<String> text) {
        this.text = text;
    }

    /** Listens where it is told, too; throws and changes nothing if it cannot. */
    void change(Optional<MetricsListener> next) throws StartException {
        before = now;
        if (!next.equals(now.listener)) {
            now = next.isPresent() ? new Opened(next, Optional.of(open(next.get()))) : NOWHERE;
        }
    }

    private HttpServer open(MetricsListener listener) throws StartException {
        try {
            return listener instanceof MetricsListener.Loopback port
                    ? HttpServer.onPort(address(port), pages(false))
                    : HttpServer.onSocket(bind((MetricsListener.UnixSocket) listener), pages(true));
        } catch (SocketRefusal refused) {
            throw new StartException(ExitCode.SYSTEM, String.valueOf(refused.getMessage()));
        } catch (IOException refused) {
            throw new StartException(
                    ExitCode.SYSTEM,
                    "cannot listen on " + listener.label() + " for metrics: " + refused.getMessage()
                            + "; ss -ltnp tells who has a port, or name another by " + SETTING);
        }
    }

    private static InetSocketAddress address(MetricsListener.Loopback port) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(port.address()), port.port());
    }

    private static SocketFile bind(MetricsListener.UnixSocket socket) throws SocketRefusal {
        return SocketFile.bind(
                new SocketPlace(Path.of(socket.path()), "metrics socket", SETTING),
                // As for a port: who may not is for the directory to say.
                file -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-")));
    }

    private HttpPages pages(boolean anyHost) {
        return new HttpPages(Map.of("/metrics", this::page), anyHost);
    }

    private HttpAnswer page() {
        return HttpAnswer.ok(MetricsText.CONTENT_TYPE, text.get());
    }

    /** Answers where it listens since the last change, and listens there only. */
    void keep() {
        if (isChanging()) {
            now.server.ifPresent(HttpServer::begin);
            before.server.ifPresent(HttpServer::close);
            before = now;
        }
    }

    /** Listens where it did before the last change. */
    void undo() {
        if (isChanging()) {
            now.server.ifPresent(HttpServer::close);
            now = before;
        }
    }

    private boolean isChanging() {
        return !now.listener.equals(before.listener);
    }

    /** Listens nowhere. */
    @Override
    public void close() {
        undo();
        now.server.ifPresent(HttpServer::close);
        now = NOWHERE;
        before = NOWHERE;
    }
}
