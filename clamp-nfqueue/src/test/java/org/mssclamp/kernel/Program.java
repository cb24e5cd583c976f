// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that runs in a namespace until that is closed, and what it says on both streams. */
final class Program {
    private static final int TIMEOUT_SECONDS = 60;
    private static final int PAUSE_MS = 10;

    private final Process process;
    private final Path output;

    private Program(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts it; the file takes its output. */
    static Program start(Namespace namespace, Path output, List<String> command) {
        List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", namespace.name()));
        inside.addAll(command);
        try {
            Process process = new ProcessBuilder(inside)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new Program(process, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has said this. */
    void awaitOutput(String part) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (!output().contains(part)) {
            if (System.nanoTime() - deadline > 0 || !process.isAlive()) {
                throw new AssertionError("\"" + part + "\" is not in: " + output());
            }
            pause();
        }
    }

    private String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
