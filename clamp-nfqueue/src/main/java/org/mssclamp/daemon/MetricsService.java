// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.mssclamp.config.MetricsListener;
import org.mssclamp.http.HttpAnswer;
import org.mssclamp.http.HttpPage;
import org.mssclamp.http.HttpPages;
import org.mssclamp.http.HttpServer;
import org.mssclamp.metrics.MetricsText;
import org.mssclamp.socket.SocketFile;
import org.mssclamp.socket.SocketPlace;
import org.mssclamp.socket.SocketRefusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where metrics can be fetched now, if anywhere, and whether the page is there, too. For the daemon's main thread.
 *
 * <p>A change is tried by {@link #change}, and then kept or undone; until then the server before it goes on.
 */
final class MetricsService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsService.class);
    private static final String SETTING = "metrics.listen";
    private static final String METRICS = "/metrics";
    private static final Opened NOWHERE = new Opened(Optional.empty(), false, Optional.empty());

    private final Supplier<String> text;
    private final Supplier<Map<String, HttpPage>> page;
    private Opened now = NOWHERE;
    private Opened before = NOWHERE;

    private record Opened(Optional<MetricsListener> listener, boolean withPage, Optional<HttpServer> server) {}

    /**
     * Listens nowhere yet.
     *
     * @param text of one moment, in the format of Prometheus; for any thread
     * @param page what belongs to the page, by path; made when the page is wanted
     */
    MetricsService(Supplier<String> text, Supplier<Map<String, HttpPage>> page) {
        this.text = text;
        this.page = page;
    }

    /** Listens where it is told, too; throws and changes nothing if it cannot. */
    void change(Optional<MetricsListener> next, boolean withPage) throws StartException {
        before = now;
        if (next.isEmpty()) {
            now = NOWHERE;
        } else if (next.equals(now.listener)) {
            now = new Opened(next, withPage, now.server);
        } else {
            now = new Opened(next, withPage, Optional.of(open(next.get(), withPage)));
        }
    }

    /** As {@link #change}, but goes on where it is if it cannot: any user of the machine may have taken a port. */
    void tryChange(Optional<MetricsListener> next, boolean withPage) {
        try {
            change(next, withPage);
        } catch (StartException refused) {
            LOG.warn("{}; going on without metrics: a reload tries again", refused.getMessage());
        }
    }

    private HttpServer open(MetricsListener listener, boolean withPage) throws StartException {
        try {
            HttpPages pages = pages(listener, withPage);
            return listener instanceof MetricsListener.Loopback port
                    ? HttpServer.onPort(address(port), pages)
                    : HttpServer.onSocket(bind((MetricsListener.UnixSocket) listener), pages);
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

    /** A browser may come to a socket, too: by a port that ssh forwards to it. Only for metrics it does not. */
    private HttpPages pages(MetricsListener listener, boolean withPage) {
        Map<String, HttpPage> byPath = new HashMap<>();
        byPath.put(METRICS, query -> HttpAnswer.ok(MetricsText.CONTENT_TYPE, text.get()));
        if (withPage) {
            byPath.putAll(page.get());
        }
        return new HttpPages(byPath, listener instanceof MetricsListener.UnixSocket ? Set.of(METRICS) : Set.of());
    }

    /** Answers where it listens since the last change, and listens there only. */
    void keep() {
        if (isChanging()) {
            now.server.ifPresent(HttpServer::begin);
            before.server.ifPresent(HttpServer::close);
        } else if (now.withPage != before.withPage) {
            now.server.orElseThrow().show(pages(now.listener.orElseThrow(), now.withPage));
        }
        before = now;
    }

    /** Listens where it did before the last change. */
    void undo() {
        if (isChanging()) {
            now.server.ifPresent(HttpServer::close);
        }
        now = before;
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
