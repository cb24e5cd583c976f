// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mssclamp.config.ControlSettings;
import org.mssclamp.control.ControlCommand;
import org.mssclamp.control.ControlServer;
import org.mssclamp.control.ControlSocket;
import org.mssclamp.socket.SocketRefusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the daemon can be asked: as the command line has it, or else as the configuration. For the daemon's main thread. */
final class ControlListener {
    private static final Logger LOG = LoggerFactory.getLogger(ControlListener.class);

    private final Optional<String> commanded;
    private ControlSettings settings = new ControlSettings(Optional.empty(), "");
    private Optional<ControlSocket> socket = Optional.empty();
    private @Nullable ControlServer server;

    /**
     * From one configuration to another.
     *
     * @param made a socket that nobody uses yet
     */
    record Move(ControlSettings from, ControlSettings to, Optional<ControlSocket> made) {
        boolean changesNothing() {
            return from.equals(to);
        }

        boolean staysInPlace() {
            return from.socket().equals(to.socket());
        }
    }

    /**
     * Listens nowhere yet.
     *
     * @param commanded the path of the socket, or {@code off}; empty to go by the configuration
     */
    ControlListener(Optional<String> commanded) {
        this.commanded = commanded;
    }

    /** Makes the socket; who connects waits until the server, which is to be started, accepts. */
    ControlServer open(ControlSettings configured, List<ControlCommand> commands) throws StartException {
        ControlServer opened = new ControlServer(commands);
        server = opened;
        apply(move(configured));
        return opened;
    }

    /** Makes what another configuration wants; then it is to be applied, or undone. */
    Move move(ControlSettings configured) throws StartException {
        ControlSettings wanted = wanted(configured);
        Move move = new Move(settings, wanted, Optional.empty());
        boolean stays = move.changesNothing() || (move.staysInPlace() && socket.isPresent());
        return stays ? move : new Move(settings, wanted, bind(wanted));
    }

    private ControlSettings wanted(ControlSettings configured) {
        return commanded
                .map(path -> new ControlSettings(
                        path.equals(CommandLine.OFF) ? Optional.empty() : Optional.of(path), configured.group()))
                .orElse(configured);
    }

    private Optional<ControlSocket> bind(ControlSettings wanted) throws StartException {
        if (wanted.socket().isEmpty()) {
            return Optional.empty();
        }
        String path = wanted.socket().get();
        try {
            return Optional.of(ControlSocket.bind(Path.of(path).toAbsolutePath(), wanted.group()));
        } catch (SocketRefusal refused) {
            if (refused.reason() == SocketRefusal.Reason.UNWRITABLE && isDefault(path)) {
                LOG.warn("{}; going on without", refused.getMessage());
                return Optional.empty();
            }
            throw new StartException(ExitCode.SYSTEM, String.valueOf(refused.getMessage()));
        }
    }

    /** Whether nobody asked for this path, as far as can be seen. */
    private boolean isDefault(String path) {
        return commanded.isEmpty() && path.equals(ControlSettings.DEFAULT_SOCKET);
    }

    void apply(Move move) {
        settings = move.to;
        if (move.changesNothing()) {
            return;
        }
        if (move.staysInPlace() && socket.isPresent()) {
            admit(socket.get());
            return;
        }
        socket = move.made;
        if (server != null) {
            server.listen(socket);
        }
    }

    private void admit(ControlSocket there) {
        try {
            there.admit(settings.group());
        } catch (SocketRefusal refused) {
            LOG.warn("{}", refused.getMessage());
        }
    }

    void undo(Move move) {
        move.made.ifPresent(ControlSocket::close);
    }

    /** Ends the server, and removes the socket. */
    void close() {
        if (server != null) {
            server.stop();
            server = null;
        }
    }
}
