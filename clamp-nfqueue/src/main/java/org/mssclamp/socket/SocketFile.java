// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.socket;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Unix socket in the file system, from when it is made to when it is removed. For one thread.
 *
 * <p>It is made under another name, and takes the place of a stale one when it is as it should be: nobody finds it before.
 */
public final class SocketFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SocketFile.class);

    /** Clients that wait to be accepted. */
    private static final int BACKLOG = 16;

    private final SocketPlace place;
    private final ServerSocketChannel channel;
    private final Object inode;

    private SocketFile(SocketPlace place, ServerSocketChannel channel, Object inode) {
        this.place = place;
        this.channel = channel;
        this.inode = inode;
    }

    /** Decides who may connect to a socket. */
    public interface Access {
        /** By the owner and the mode of the file. */
        void grant(Path file) throws IOException;
    }

    /** Makes one, and replaces a socket on which nobody listens. Its channel does not block. */
    public static SocketFile bind(SocketPlace place, Access access) throws SocketRefusal {
        place.prepare();
        Path temporary =
                place.path().resolveSibling("." + ProcessHandle.current().pid());
        try {
            Files.deleteIfExists(temporary);
            ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.bind(UnixDomainSocketAddress.of(temporary), BACKLOG);
                SocketFile file = new SocketFile(place, channel, inode(temporary));
                access.grant(temporary);
                turnAwayStrangers(channel);
                Files.move(temporary, place.path(), StandardCopyOption.ATOMIC_MOVE);
                return file;
            } catch (IOException | RuntimeException refused) {
                channel.close();
                Files.deleteIfExists(temporary);
                throw refused;
            }
        } catch (IOException refused) {
            throw place.unwritable(refused);
        }
    }

    /** Who came before it was decided who may. */
    private static void turnAwayStrangers(ServerSocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        for (SocketChannel stranger = channel.accept(); stranger != null; stranger = channel.accept()) {
            stranger.close();
        }
    }

    private static @Nullable Object inodeOrNull(Path path) {
        try {
            return inode(path);
        } catch (IOException missing) {
            return null;
        }
    }

    private static Object inode(Path path) throws IOException {
        return Objects.requireNonNull(
                Files.readAttributes(path, "fileKey", LinkOption.NOFOLLOW_LINKS).get("fileKey"));
    }

    public Path path() {
        return place.path();
    }

    public ServerSocketChannel channel() {
        return channel;
    }

    /** Nobody can connect any more; the file goes, unless another one has taken its place. */
    @Override
    public void close() {
        try {
            channel.close();
            if (inode.equals(inodeOrNull(path()))) {
                Files.delete(path());
            }
        } catch (IOException refused) {
            LOG.warn("{} {}: cannot be removed: {}", place.name(), path(), refused.getMessage());
        }
    }
}
