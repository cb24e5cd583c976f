// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mssclamp.kernel.KernelTests;

/** The tool of Prometheus that judges metrics and rules. */
public final class Promtool {
    private static final String NAME = "promtool";

    private Promtool() {}

    /** Runs it in a directory, and fails if it finds anything; skips the test where it is missing. */
    public static void assertSatisfied(Path directory, String input, String... arguments)
            throws IOException, InterruptedException {
        KernelTests.require(NAME);
        List<String> command = new ArrayList<>(List.of(NAME));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        // A lint that is no error to it is one to us.
        assertThat(output).doesNotContain("no help text", "should", "FAILED");
    }
}
