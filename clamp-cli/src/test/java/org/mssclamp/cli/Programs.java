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
    /**
     * Each packet at once: else the kernel may hold those of a second, which are lost in the end. In the buffer each then takes
     * the room of the largest: four thousand find some here, by default 8 to 32, while tcpdump waits for a processor.
     */
    private static final String TCPDUMP = "tcpdump --immediate-mode -s 65400 -B 262144 -Uni ";

    private final Path directory;
    private final List<Program> started = new ArrayList<>();
    private final List<Program> captures = new ArrayList<>();

    private record Program(Process process, Path said) {
        String text() throws IOException {
            return Files.readString(said);
        }

        void awaitEnd() throws InterruptedException {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

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
        begin(namespace, ready, command, last);
    }

    private Program begin(Namespace namespace, String ready, String command, Object... last)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace.name()));
        all.addAll(List.of(words(command)));
        Stream.of(last).map(String::valueOf).forEach(all::add);
        Path said = Files.createTempFile(directory, words(command)[0], ".log");
        Process process = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        Program program = new Program(process, said);
        started.add(program);
        while (!program.text().contains(ready)) {
            assertThat(process.isAlive()).as(program.text()).isTrue();
            Thread.sleep(10);
        }
        return program;
    }

    /** Sends a stream, or several, to a server that is there for these alone, and waits until both programs have ended. */
    void stream(Namespace client, Namespace server, String options) throws IOException, InterruptedException {
        Program once = begin(server, "Server listening", "iperf3 --server --one-off --forceflush");
        run(client, "iperf3 " + options);
        // Else the next could not listen where this one still does.
        once.awaitEnd();
    }

    /** Captures all that passes a device, from now on until all are told to end. */
    Path capture(Namespace namespace, String device) throws IOException, InterruptedException {
        Path capture = directory.resolve(namespace.name() + "-" + device + ".pcap");
        captures.add(begin(namespace, "listening on", TCPDUMP + device + " -w", capture));
        return capture;
    }

    /** Tells all to end, and waits until they have written what they have; throws if a capture lacks a packet. */
    void end() throws IOException, InterruptedException {
        for (Program program : started) {
            program.process().descendants().forEach(ProcessHandle::destroy);
            program.process().destroy();
            program.awaitEnd();
        }
        for (Program capture : captures) {
            assertThat(capture.text().lines()).contains("0 packets dropped by kernel");
        }
        started.clear();
        captures.clear();
    }
}
