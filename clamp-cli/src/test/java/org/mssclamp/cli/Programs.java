// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.mssclamp.kernel.KernelTests;
import org.mssclamp.kernel.Namespace;

/** Programs that run in namespaces, each with a file of what it says, until all are told to end. */
final class Programs {
    private final Path directory;
    private final List<Process> started = new ArrayList<>();

    Programs(Path directory) {
        this.directory = directory;
    }

    /** Skips a test if one of these is not there; their names are separated by blanks. */
    static void require(String names) {
        Stream.of(words(names)).forEach(KernelTests::require);
    }

    private static String[] words(String command) {
        return command.split(" ", -1);
    }

    /** What a command prints, whose words are separated by blanks; throws with it if it fails. */
    static String run(Namespace namespace, String command) {
        return namespace.run(words(command));
    }

    /**
     * Starts a program, and waits until it says that it is ready.
     *
     * @param command words separated by blanks
     * @param last words behind them
     */
    void start(Namespace namespace, String ready, String command, Object... last)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace.name()));
        all.addAll(List.of(words(command)));
        Stream.of(last).map(String::valueOf).forEach(all::add);
        Path said = Files.createTempFile(directory, words(command)[0], ".log");
        Process process = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        started.add(process);
        while (!Files.readString(said).contains(ready)) {
            assertThat(process.isAlive()).as(Files.readString(said)).isTrue();
            Thread.sleep(10);
        }
    }

    /** Captures what passes a device, from now on until all are told to end. */
    Path capture(Namespace namespace, String device) throws IOException, InterruptedException {
        Path capture = directory.resolve(namespace.name() + "-" + device + ".pcap");
        // Else the kernel may hold the packets of a second, which are lost in the end.
        start(namespace, "listening on", "tcpdump --immediate-mode -Uni " + device + " -w", capture);
        return capture;
    }

    /** Tells all to end, and waits until they have written what they have. */
    void end() throws InterruptedException {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        started.clear();
    }
}
