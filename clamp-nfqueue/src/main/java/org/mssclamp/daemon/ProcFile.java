// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A text that the kernel makes up when it is read. */
record ProcFile(Path path) {
    /** Named as below {@code /proc}. */
    static ProcFile of(String name) {
        return new ProcFile(Path.of("/proc").resolve(name));
    }

    /** None if it is not there or not for us to read. */
    List<String> lines() {
        try {
            return Files.readAllLines(path, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
