// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.daemon.StartException;

/** Where a verb finds a text of others: in a file, or with {@code -} on standard input. */
record TextArgument(Path path) {
    static final Path STANDARD_INPUT = Path.of("-");

    private static final int MAX_OCTETS = 16 << 20;

    /** What people call it. */
    String name() {
        return isStandardInput() ? "<stdin>" : path.toString();
    }

    /** What is no UTF-8 in it is replaced: a comment may be in another encoding. */
    String read() throws StartException {
        try (InputStream input = isStandardInput() ? System.in : Files.newInputStream(path)) {
            byte[] octets = input.readNBytes(MAX_OCTETS + 1);
            if (octets.length > MAX_OCTETS) {
                throw new StartException(ExitCode.NO_INPUT, name() + ": is longer than " + (MAX_OCTETS >> 20) + " MiB");
            }
            return new String(octets, StandardCharsets.UTF_8);
        } catch (NoSuchFileException missing) {
            throw new StartException(ExitCode.NO_INPUT, name() + ": there is no such file");
        } catch (IOException unreadable) {
            throw new StartException(ExitCode.NO_INPUT, name() + ": cannot be read: " + unreadable.getMessage());
        }
    }

    boolean isStandardInput() {
        return path.equals(STANDARD_INPUT);
    }
}
