// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mssclamp.daemon.DaemonProcess;
import org.mssclamp.kernel.Lab;
import org.mssclamp.kernel.Namespace;
import org.mssclamp.kernel.SynTraffic;

/** A gateway whose forwarded SYNs go to queue 0, a daemon there, and the command of the layout to ask it with. */
final class AskedGateway implements AutoCloseable {
    private final Lab lab = new Lab();
    private final Layout layout;
    private final Path config;
    private final Path socket;

    AskedGateway(Path directory, String configuration) {
        config = directory.resolve("mssclamp.yaml");
        socket = directory.resolve("control.sock");
        try {
            layout = Layout.copyTo(Files.createDirectory(directory.resolve("mssclamp")));
            Files.writeString(config, configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lab.firewall().replace("-A FORWARD -p tcp --tcp-flags SYN,RST SYN -j NFQUEUE --queue-num 0 --queue-bypass");
    }

    Path config() {
        return config;
    }

    /** Where the daemon runs. */
    Namespace namespace() {
        return lab.gateway();
    }

    DaemonProcess serving() {
        return DaemonProcess.serving(lab.gateway(), "-c", config.toString(), "--socket", socket.toString());
    }

    SynTraffic traffic() {
        return new SynTraffic(lab);
    }

    /** The words of a command line of {@code mssclamp}. */
    List<String> words(String... arguments) {
        List<String> all = new ArrayList<>(List.of(layout.program("mssclamp").toString()));
        all.addAll(List.of(arguments));
        return all;
    }

    /** The words of one that asks the daemon. */
    List<String> asking(String... arguments) {
        List<String> all = words(arguments);
        all.addAll(List.of("--socket", socket.toString()));
        return all;
    }

    /** What comes of asking the daemon. */
    Run ask(String... arguments) throws IOException, InterruptedException {
        return Layout.run(asking(arguments), "", Map.of());
    }

    /** Begins to ask the daemon. */
    Process begin(String... arguments) throws IOException {
        return begin(asking(arguments), Map.of());
    }

    static Process begin(List<String> words, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** All that a process prints up to its end. */
    static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** A client that has asked by a line, and reads nothing of its own accord. */
    SocketChannel connect(String line) throws IOException {
        SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        client.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        return client;
    }

    @Override
    public void close() {
        lab.close();
    }
}
