// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.socket;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.mssclamp.socket.SocketRefusal.Reason;

/**
 * Where a socket is to be: its directory, and what is there already.
 *
 * @param path absolute
 * @param name of the socket for people: {@code control socket}
 * @param setting by which another path is named
 */
public record SocketPlace(Path path, String name, String setting) {
    // st_mode of inode(7)
    private static final int FILE_TYPE = 0170000;
    private static final int SOCKET = 0140000;
    private static final int SYMBOLIC_LINK = 0120000;
    private static final int DIRECTORY = 0040000;
    private static final int STICKY = 01000;
    private static final int WRITABLE_BY_OTHERS = 0022;

    /** Makes the directory, if it is missing; throws if something is there that is not to be replaced. */
    void prepare() throws SocketRefusal {
        try {
            Path directory = Objects.requireNonNull(path.getParent());
            makeDirectory(directory);
            refuseWhatOthersMayChange(directory);
            refuseWhatIsNoSocket();
        } catch (NoSuchFileException nothingThere) {
            return;
        } catch (IOException refused) {
            throw unwritable(refused);
        }
        refuseIfAnswered();
    }

    private static void makeDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            // Whatever the umask: who may connect must be able to enter.
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** They could put something else there, that we then give to the group. */
    private void refuseWhatOthersMayChange(Path directory) throws IOException, SocketRefusal {
        int mode = mode(directory);
        if ((mode & WRITABLE_BY_OTHERS) != 0 && (mode & STICKY) == 0) {
            throw occupied(
                    "others may change what is in " + directory + "; take that from them by: chmod go-w " + directory);
        }
    }

    private static int mode(Path file, LinkOption... options) throws IOException {
        return Files.getAttribute(file, "unix:mode", options) instanceof Integer mode ? mode : 0;
    }

    private void refuseWhatIsNoSocket() throws IOException, SocketRefusal {
        int type = mode(path, LinkOption.NOFOLLOW_LINKS) & FILE_TYPE;
        if (type != SOCKET) {
            throw occupied("there is " + kind(type) + " of that name, which is not ours to replace; remove it");
        }
    }

    private static String kind(int type) {
        return switch (type) {
            case SYMBOLIC_LINK -> "a symbolic link";
            case DIRECTORY -> "a directory";
            default -> "a file";
        };
    }

    private void refuseIfAnswered() throws SocketRefusal {
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.configureBlocking(false);
            // Not connected at once means that so many others wait to be.
            client.connect(UnixDomainSocketAddress.of(path));
        } catch (ConnectException stale) {
            return;
        } catch (IOException other) {
            throw occupied("there is a socket that is not ours to replace: " + other.getMessage() + "; remove it");
        }
        throw occupied("another process answers there, most likely another mssclampd; stop that");
    }

    private SocketRefusal occupied(String why) {
        return refusal(Reason.OCCUPIED, why);
    }

    /** Why nothing can be made there. */
    public SocketRefusal unwritable(IOException refused) {
        String why =
                refused instanceof AccessDeniedException ? "permission denied" : String.valueOf(refused.getMessage());
        return refusal(
                Reason.UNWRITABLE,
                "cannot be made for user " + System.getProperty("user.name") + ": " + why + "; let that user write to "
                        + path.getParent());
    }

    private SocketRefusal refusal(Reason reason, String why) {
        return new SocketRefusal(reason, name + " " + path + ": " + why + ", or name another path by " + setting);
    }
}
