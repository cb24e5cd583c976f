// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts clients, gives each a thread, and cuts off those that take too long.
 *
 * <p>{@link #run} is for a thread of its own, all else for one other.
 */
public final class ControlServer implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    /** Clients at once; one more is told so. */
    static final int MOST_CONNECTIONS = 8;

    /** Of these, clients at once who may only read: they cannot keep out those who may change. */
    static final int MOST_READERS = 6;

    private static final int LOOK_MILLIS = 250;
    private static final long FAILED_ACCEPT_NANOS = 100_000_000;

    private final CommandList commands;
    private final Selector selector;
    private final Set<ControlConnection> connections = ConcurrentHashMap.newKeySet();
    /** For the thread that runs. */
    private final LeavingClients leaving = new LeavingClients();

    private @Nullable ControlSocket socket;
    private volatile boolean stopping;
    private boolean failureLogged;

    /** Listens nowhere yet. */
    public ControlServer(List<ControlCommand> commands) {
        this.commands = new CommandList(commands);
        try {
            selector = Selector.open();
        } catch (IOException refused) {
            throw new UncheckedIOException("cannot wait for clients of the control socket", refused);
        }
    }

    /** Listens there from now on, and no longer where it did; clients that are connected stay so. Takes over the socket. */
    public void listen(Optional<ControlSocket> next) {
        ControlSocket last = socket;
        socket = next.orElse(null);
        next.ifPresent(this::register);
        if (last != null) {
            last.close();
        }
        selector.wakeup();
    }

    private void register(ControlSocket next) {
        try {
            next.channel().configureBlocking(false);
            next.channel().register(selector, SelectionKey.OP_ACCEPT, next);
        } catch (IOException defect) {
            throw new UncheckedIOException(defect); // it is ours, and open
        }
    }

    /** Ends {@link #run}, and cuts off all clients. */
    public void stop() {
        stopping = true;
        try {
            // First: it wakes the one who waits, and only then lets go of a socket.
            selector.close();
        } catch (IOException defect) {
            LOG.debug("cannot end the wait for clients", defect);
        }
        if (socket != null) {
            socket.close();
            socket = null;
        }
        connections.forEach(ControlConnection::cut);
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                selector.select(this::serve, connections.isEmpty() && leaving.isEmpty() ? 0 : LOOK_MILLIS);
                long nowNs = System.nanoTime();
                connections.forEach(connection -> connection.cutIfOverdue(nowNs));
                leaving.cutOverdue(nowNs);
            }
        } catch (ClosedSelectorException stopped) {
            // While it was at its clients.
        } catch (IOException defect) {
            throw new UncheckedIOException(defect); // nothing in it is of a client
        } finally {
            leaving.close();
        }
    }

    private void serve(SelectionKey key) {
        if (key.channel() instanceof ServerSocketChannel server && key.attachment() instanceof ControlSocket at) {
            accept(server, at);
        } else {
            leaving.read(key);
        }
    }

    private void accept(ServerSocketChannel server, ControlSocket at) {
        try {
            SocketChannel client = server.accept();
            if (client != null) {
                admit(client, at);
            }
        } catch (ClosedChannelException moved) {
            // It listens elsewhere now.
        } catch (ClosedSelectorException stopped) {
            throw stopped;
        } catch (IOException | RuntimeException refused) {
            // The JDK throws the second if it cannot read the client's own address.
            endureFailedAccept(refused);
        }
    }

    /** Such as for want of descriptors; it would fail again at once. */
    private void endureFailedAccept(Exception refused) {
        if (!failureLogged) {
            failureLogged = true;
            LOG.warn("the control socket cannot accept a client: {}", refused.getMessage());
        }
        LockSupport.parkNanos(FAILED_ACCEPT_NANOS);
    }

    private void admit(SocketChannel client, ControlSocket at) throws IOException {
        boolean mayChange;
        try {
            mayChange = at.mayChange(client);
        } catch (IOException | RuntimeException unknown) {
            client.close();
            throw unknown;
        }
        if (connections.size() >= MOST_CONNECTIONS) {
            refuse(client, MOST_CONNECTIONS + " clients");
            return;
        }
        if (!mayChange && readers() >= MOST_READERS) {
            refuse(client, MOST_READERS + " clients that may only read");
            return;
        }
        ControlConnection connection = new ControlConnection(client, mayChange, commands, this::remove);
        connections.add(connection);
        Thread thread = new Thread(connection, "control-client");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError noThread) {
            connections.remove(connection);
            client.close();
            throw new IOException(noThread);
        }
    }

    private long readers() {
        return connections.stream().filter(other -> !other.mayChange()).count();
    }

    private void remove(ControlConnection ended) {
        connections.remove(ended);
    }

    private void refuse(SocketChannel client, String others) {
        String why = new ControlException(RefusalCode.UNAVAILABLE, others + " are connected already; try again later")
                .answer();
        leaving.add(client, why, selector);
    }
}
