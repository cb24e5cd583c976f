// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import org.mssclamp.socket.SocketFile;
import org.mssclamp.socket.SocketPlace;
import org.mssclamp.socket.SocketRefusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The socket of the control protocol, and who may do what by it. For one thread; only {@link #mayChange} is for any. */
public final class ControlSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);

    private static final Set<PosixFilePermission> OURS_ALONE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOR_THE_GROUP = PosixFilePermissions.fromString("rw-rw----");

    private final SocketFile file;
    private final UserPrincipal owner;
    private final UserPrincipal root;

    private ControlSocket(SocketFile file) throws IOException {
        this.file = file;
        Path path = file.path();
        owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
        root = path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("0");
    }

    /**
     * Makes one, and replaces a socket on which nobody listens.
     *
     * @param path absolute
     * @param group who may connect, besides root and our user
     */
    public static ControlSocket bind(Path path, String group) throws SocketRefusal {
        SocketFile file = SocketFile.bind(place(path), made -> admit(made, path, group));
        try {
            return new ControlSocket(file);
        } catch (IOException refused) {
            file.close();
            throw place(path).unwritable(refused);
        }
    }

    private static SocketPlace place(Path path) {
        return new SocketPlace(path, "control socket", "--socket or control.socket");
    }

    /** Lets another group connect. */
    public void admit(String group) throws SocketRefusal {
        try {
            admit(path(), path(), group);
        } catch (IOException refused) {
            throw place(path()).unwritable(refused);
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

    Path path() {
        return file.path();
    }

    ServerSocketChannel channel() {
        return file.channel();
    }

    /** Whether a client is root, or our user. */
    boolean mayChange(SocketChannel client) throws IOException {
        UserPrincipal user = client.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        return user.equals(root) || user.equals(owner);
    }

    /** Nobody can connect any more; the file goes, unless another one has taken its place. */
    @Override
    public void close() {
        file.close();
    }
}
