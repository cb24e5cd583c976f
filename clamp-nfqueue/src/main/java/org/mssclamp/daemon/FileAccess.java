// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who may change a file besides root and the user that we run as: what is in it decides what becomes of packets. */
final class FileAccess {
    private static final int WRITABLE_BY_GROUP = 0020;
    private static final int WRITABLE_BY_ALL = 0002;
    private static final int STICKY = 01000;
    private static final int ROOT = 0;

    private final Path path;
    private final List<String> doubts = new ArrayList<>();

    private FileAccess(Path path) {
        this.path = path;
    }

    /** What there is to warn of; throws if anyone may change or replace the file. Says nothing of what is no file. */
    static List<String> doubts(Path path) throws StartException {
        FileAccess access = new FileAccess(path);
        try {
            Path real = path.toRealPath();
            if (Files.isRegularFile(real)) {
                access.lookAtDirectory(path.toAbsolutePath().getParent());
                access.lookAtDirectory(real.getParent());
                access.lookAtFile(real);
            }
        } catch (IOException unreadable) {
            // Reading it will say why.
        }
        return access.doubts;
    }

    private void lookAtDirectory(@Nullable Path directory) throws IOException, StartException {
        if (directory == null) {
            return;
        }
        int mode = number(Files.readAttributes(directory, "unix:mode"), "mode");
        if ((mode & WRITABLE_BY_ALL) != 0 && (mode & STICKY) == 0) {
            throw refusal("anyone may replace it in " + directory, mode, "chmod o-w " + directory);
        }
    }

    private void lookAtFile(Path file) throws IOException, StartException {
        Map<String, Object> attributes = Files.readAttributes(file, "unix:mode,uid,gid");
        Map<String, Object> ours = Files.readAttributes(Path.of("/proc/self"), "unix:uid,gid");
        int mode = number(attributes, "mode");
        if ((mode & WRITABLE_BY_ALL) != 0) {
            throw refusal("anyone may change it", mode, "chmod o-w " + file);
        }
        int owner = number(attributes, "uid");
        if (owner != ROOT && owner != number(ours, "uid")) {
            doubts.add(path + ": belongs to user " + owner
                    + ", who decides so what becomes of packets; mend it by: chown root " + file);
        }
        int group = number(attributes, "gid");
        if ((mode & WRITABLE_BY_GROUP) != 0 && group != ROOT && group != number(ours, "gid")) {
            doubts.add(path + ": group " + group
                    + " may change it, and so decide what becomes of packets; mend it by: chmod g-w " + file);
        }
    }

    private static int number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Integer value ? value : ROOT;
    }

    private StartException refusal(String what, int mode, String cure) {
        return new StartException(
                ExitCode.CONFIG, String.format("%s: %s (mode %04o); mend it by: %s", path, what, mode & 07777, cure));
    }
}
