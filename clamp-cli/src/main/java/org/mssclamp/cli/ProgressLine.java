// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** One line on a terminal that says what a long run is at, and that goes away when it is closed. */
final class ProgressLine implements Consumer<String>, AutoCloseable {
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");
    private static final String ERASE = "\r\u001B[K";

    private final PrintWriter err;
    private final boolean shown;

    private ProgressLine(PrintWriter err, boolean shown) {
        this.err = err;
        this.shown = shown;
    }

    /** Shows nothing if standard error is no terminal. */
    static ProgressLine on(PrintWriter err) {
        return new ProgressLine(err, isTerminal() && !"dumb".equals(System.getenv("TERM")));
    }

    private static boolean isTerminal() {
        try {
            String device = Files.readSymbolicLink(STANDARD_ERROR).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException unknown) {
            return false;
        }
    }

    @Override
    public void accept(String text) {
        if (shown) {
            err.print(ERASE + text);
            err.flush();
        }
    }

    @Override
    public void close() {
        accept("");
    }
}
