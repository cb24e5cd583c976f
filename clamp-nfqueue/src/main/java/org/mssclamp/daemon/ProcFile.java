// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A text that the kernel makes up when it is read. */
record ProcFile(Path path) {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** Named as below {@code /proc}. */
    static ProcFile of(String name) {
        return new ProcFile(Path.of("/proc").resolve(name));
    }

    /** The words of a line. */
    static String[] columns(String line) {
        return BLANKS.split(line.strip(), -1);
    }

    /** None if it is not there or not for us to read. */
    List<String> lines() {
        try {
            return new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1)
                    .lines()
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
