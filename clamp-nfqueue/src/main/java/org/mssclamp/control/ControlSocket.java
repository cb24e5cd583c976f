// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Objects;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Unix socket in the file system, from when it is made to when it is removed. For one thread; only {@link #mayChange} is for any.
 *
 * <p>It is made under another name, and takes the place of a stale one when it is as it should be: nobody finds it before.
 */
public final class ControlSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);

    private static final Set<PosixFilePermission> OURS_ALONE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOR_THE_GROUP = PosixFilePermissions.fromString("rw-rw----");
    /** Clients that wait to be accepted. */
    private static final int BACKLOG = 16;

    private final Path path;
    private final ServerSocketChannel channel;
    private final Object inode;
    private final UserPrincipal owner;
    private final UserPrincipal root;

    private ControlSocket(Path path, Path madeAs, ServerSocketChannel channel, UserPrincipal root) throws IOException {
        this.path = path;
        this.channel = channel;
        this.root = root;
        inode = inode(madeAs);
        owner = Files.getOwner(madeAs, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Makes one, and replaces a socket on which nobody listens.
     *
     * @param path absolute
     * @param group who may connect, besides root and our user
     */
    public static ControlSocket bind(Path path, String group) throws SocketRefusal {
        SocketPlace place = new SocketPlace(path);
        place.prepare();
        Path temporary = path.resolveSibling("." + ProcessHandle.current().pid());
        try {
            Files.deleteIfExists(temporary);
            ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.bind(UnixDomainSocketAddress.of(temporary), BACKLOG);
                UserPrincipal root =
                        path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("0");
                ControlSocket socket = new ControlSocket(path, temporary, channel, root);
                admit(temporary, path, group);
                turnAwayStrangers(channel);
                Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
                return socket;
            } catch (IOException | RuntimeException refused) {
                channel.close();
                Files.deleteIfExists(temporary);
                throw refused;
            }
        } catch (IOException refused) {
            throw place.unwritable(refused);
        }
    }

    /** Lets another group connect. */
    public void admit(String group) throws SocketRefusal {
        try {
            admit(path, path, group);
        } catch (IOException refused) {
            throw new SocketPlace(path).unwritable(refused);
        }
    }

    /** Lets the group connect, if there is one that we can give the file to. */
    private static void admit(Path file, Path calledAs, String group) throws IOException {
        Files.setPosixFilePermissions(file, OURS_ALONE);
        try {
            GroupPrincipal principal =
                    file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
            Files.getFileAttributeView(file, PosixFileAttributeView.class).setGroup(principal);
            Files.setPosixFilePermissions(file, FOR_THE_GROUP);
        } catch (UserPrincipalNotFoundException missing) {
            LOG.warn(
                    "control socket {}: there is no group {}, so only root and our user may ask; make it by: groupadd"
                            + " --system {}",
                    calledAs,
                    group,
                    group);
        } catch (IOException denied) {
            LOG.warn(
                    "control socket {}: cannot be given to group {}, so only root and our user may ask; start the"
                            + " daemon with that group among its own",
                    calledAs,
                    group);
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

    Path path() {
        return path;
    }

    ServerSocketChannel channel() {
        return channel;
    }

    /** Whether a client is root, or our user. */
    boolean mayChange(SocketChannel client) throws IOException {
        UserPrincipal user = client.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        return user.equals(root) || user.equals(owner);
    }

    /** Nobody can connect any more; the file goes, unless another one has taken its place. */
    @Override
    public void close() {
        try {
            channel.close();
            if (inode.equals(inodeOrNull(path))) {
                Files.delete(path);
            }
        } catch (IOException refused) {
            LOG.warn("control socket {}: cannot be removed: {}", path, refused.getMessage());
        }
    }
}
