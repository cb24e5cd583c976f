// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A command in a namespace that carries out lines as it reads them, such as {@code ip -batch -}. Not thread-safe. */
final class Console implements AutoCloseable {
    private final Process process;
    private final Writer input;

    /** Starts it. */
    Console(Namespace namespace, String... command) {
        List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", namespace.name()));
        inside.addAll(List.of(command));
        try {
            process = new ProcessBuilder(inside).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        input = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Has lines carried out, and does not wait for it. */
    void type(String lines) {
        try {
            input.write(lines);
            input.write('\n');
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until all is carried out, and throws with what the command says if that is anything. */
    @Override
    public void close() {
        try {
            input.close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0 || !said.isEmpty()) {
                throw new AssertionError(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
