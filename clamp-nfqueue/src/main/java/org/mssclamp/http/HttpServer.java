// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.mssclamp.socket.SocketFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers clients, all on one thread of its own. For one other thread.
 *
 * <p>None keeps others out: who sends its request at once is answered at once, and one too many takes the place of the oldest.
 */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    /** Clients that wait to be accepted. */
    private static final int BACKLOG = 16;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int LOOK_MILLIS = 250;
    private static final long FAILED_ACCEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ServerSocketChannel channel;
    private final Optional<SocketFile> file;
    private volatile HttpPages pages;
    private final long patienceNs;
    private final Selector selector;
    private final SelectionKey accepting;

    private final HttpConnections connections = new HttpConnections();
    private boolean failureLogged;

    private HttpServer(ServerSocketChannel channel, Optional<SocketFile> file, HttpPages pages, long patienceNs)
            throws IOException {
        this.channel = channel;
        this.file = file;
        this.pages = pages;
        this.patienceNs = patienceNs;
        channel.configureBlocking(false);
        selector = Selector.open();
        accepting = channel.register(selector, 0);
    }

    /** Takes a port; who comes waits until it begins. */
    public static HttpServer onPort(InetSocketAddress address, HttpPages pages) throws IOException {
        return onPort(address, pages, PATIENCE_NANOS);
    }

    /**
     * Takes a port.
     *
     * @param patienceNs how long a request may take, and its answer again
     */
    static HttpServer onPort(InetSocketAddress address, HttpPages pages, long patienceNs) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.bind(address, BACKLOG);
            return started(new HttpServer(channel, Optional.empty(), pages, patienceNs));
        } catch (UnsupportedAddressTypeException none) {
            channel.close();
            throw new IOException("this host has no addresses of this family", none);
        } catch (IOException refused) {
            channel.close();
            throw refused;
        }
    }

    /** Takes over a socket; who comes waits until it begins. */
    public static HttpServer onSocket(SocketFile file, HttpPages pages) throws IOException {
        try {
            return started(new HttpServer(file.channel(), Optional.of(file), pages, PATIENCE_NANOS));
        } catch (IOException refused) {
            file.close();
            throw refused;
        }
    }

    /** So that later nothing is left that can fail. */
    private static HttpServer started(HttpServer server) throws IOException {
        Thread thread = new Thread(server::run, "http");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((dead, failure) -> LOG.error(
                "this is a defect in mssclampd, please report it; until a restart there are no metrics and no page",
                failure));
        try {
            thread.start();
        } catch (OutOfMemoryError noThread) {
            server.close();
            throw new IOException(noThread);
        }
        return server;
    }

    /** Has other pages for who comes from now on. For any thread. */
    public void show(HttpPages others) {
        pages = others;
    }

    /** Answers from now on. */
    public void begin() {
        accepting.interestOps(SelectionKey.OP_ACCEPT);
        selector.wakeup();
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                selector.select(this::serve, connections.isEmpty() ? 0 : LOOK_MILLIS);
                connections.endOverdue(System.nanoTime());
            }
        } catch (ClosedSelectorException closed) {
            // While it was at its clients.
        } catch (IOException defect) {
            LOG.error("cannot wait for clients any more", defect); // nothing in it is of a client
        } finally {
            connections.endAll();
        }
    }

    private void serve(SelectionKey key) {
        if (key.attachment() instanceof HttpConnection connection) {
            advance(key, connection);
        } else {
            accept();
        }
    }

    private static void advance(SelectionKey key, HttpConnection connection) {
        try {
            connection.advance(System.nanoTime());
            if (!connection.isOver()) {
                key.interestOps(connection.awaited());
            }
        } catch (IOException gone) {
            connection.end();
        }
    }

    private void accept() {
        try {
            SocketChannel client = channel.accept();
            if (client != null) {
                admit(client);
            }
        } catch (ClosedChannelException | ClosedSelectorException closed) {
            // Others need not come.
        } catch (IOException | RuntimeException refused) {
            // The JDK throws the second if it cannot read the client's own address.
            endureFailedAccept(refused);
        }
    }

    /** Such as for want of descriptors; it would fail again at once. */
    private void endureFailedAccept(Exception refused) {
        if (!failureLogged) {
            failureLogged = true;
            LOG.warn("cannot accept a client of HTTP: {}", refused.getMessage());
        }
        LockSupport.parkNanos(FAILED_ACCEPT_NANOS);
    }

    private void admit(SocketChannel client) throws IOException {
        HttpConnection connection = new HttpConnection(client, pages, patienceNs, System.nanoTime());
        connections.add(connection);
        client.configureBlocking(false);
        // What it has sent already is not waited for.
        advance(client.register(selector, SelectionKey.OP_READ, connection), connection);
    }

    /** Ends, and all its connections with it. */
    @Override
    public void close() {
        try {
            // First: it wakes the thread, and only then lets go of a socket.
            selector.close();
            channel.close();
        } catch (IOException left) {
            LOG.warn("cannot end the wait for clients: {}", left.getMessage());
        }
        file.ifPresent(SocketFile::close);
    }
}
