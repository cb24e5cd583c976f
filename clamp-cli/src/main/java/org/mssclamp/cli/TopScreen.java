// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** A whole terminal, drawn over in place, and its keyboard, key by key. Gives the terminal back as it was. */
final class TopScreen implements AutoCloseable {
    /** No key was pressed. */
    static final int NO_KEY = -2;

    /** There will be no keys any more. */
    static final int END = -1;

    private static final long KEY_WAIT_MILLIS = 100;
    private static final int USUAL_WIDTH = 80;
    private static final int USUAL_HEIGHT = 24;

    private static final String ENTER = "\u001B[?1049h\u001B[?25l";
    private static final String LEAVE = "\u001B[?25h\u001B[?1049l";
    private static final String HOME = "\u001B[H";
    private static final String ERASE_LINE = "\u001B[K";
    private static final String ERASE_BELOW = "\u001B[J";

    private final Terminal terminal;
    private final PrintWriter out;
    private volatile boolean interrupted;

    /** Takes over the terminal. */
    TopScreen() throws IOException {
        terminal = open();
        // A key like others as long as the terminal is ours.
        terminal.handle(Terminal.Signal.INT, pressed -> interrupted = true);
        terminal.enterRawMode();
        out = terminal.writer();
        out.print(ENTER);
        out.flush();
    }

    private static Terminal open() throws IOException {
        try {
            return TerminalBuilder.builder()
                    .system(true)
                    .dumb(false)
                    // The JVM's own handling ends the process in an orderly way.
                    .nativeSignals(false)
                    // By stty(1): a library of its own would have to be unpacked first.
                    .provider(TerminalBuilder.PROP_PROVIDER_EXEC)
                    // To find out about these it would wait for answers of the terminal, and swallow keys.
                    .graphemeCluster(false)
                    .build();
        } catch (IllegalStateException none) {
            throw new IOException(none);
        }
    }

    /** Whether input and output are a terminal on which the cursor can be moved. */
    static boolean isPossible() {
        String kind = System.getenv("TERM");
        return kind != null && !kind.equals("dumb") && isTerminal(0) && isTerminal(1);
    }

    private static boolean isTerminal(int descriptor) {
        try {
            String device = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException unknown) {
            return false;
        }
    }

    /** Draws it in one write, line over line, so that nothing flickers. */
    void show(TopText text) {
        Size size = terminal.getSize();
        int width = size.getColumns() > 0 ? size.getColumns() : USUAL_WIDTH;
        int height = size.getRows() > 0 ? size.getRows() : USUAL_HEIGHT;
        List<String> lines = text.screen(width, height);
        out.print(HOME + String.join(ERASE_LINE + "\r\n", lines) + ERASE_LINE + ERASE_BELOW);
        out.flush();
    }

    /** The key that is pressed within a moment. */
    int key() throws IOException {
        return terminal.reader().read(KEY_WAIT_MILLIS);
    }

    /** Whether Ctrl-C was pressed. */
    boolean isInterrupted() {
        return interrupted;
    }

    @Override
    public void close() throws IOException {
        out.print(LEAVE);
        out.flush();
        terminal.close();
    }
}
