// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.mssclamp.kernel.Namespace;
import org.mssclamp.kernel.Offload;

/**
 * Real stacks on both sides of a gateway, one link of which carries 1400 octets.
 *
 * <pre>
 *   client up0 ── in0 gateway out0 ── down0 server
 * </pre>
 */
final class NarrowRoad implements AutoCloseable {
    private final Path directory;
    private final Namespace client;
    private final Namespace gateway;
    private final Namespace server;

    /**
     * Ready to be used.
     *
     * @param directory what programs print is kept there
     * @param name of the namespaces, in part
     * @param narrow the gateway's end of the link that carries less
     */
    NarrowRoad(Path directory, String name, String narrow) {
        this.directory = directory;
        client = Namespace.create(name + "-client");
        gateway = Namespace.create(name + "-gateway");
        server = Namespace.create(name + "-server");
        connect(narrow);
    }

    Namespace client() {
        return client;
    }

    Namespace gateway() {
        return gateway;
    }

    Namespace server() {
        return server;
    }

    private void connect(String narrow) {
        gateway.ip("""
                link add in0 type veth peer name up0 netns %s
                link add out0 type veth peer name down0 netns %s
                link set %s mtu 1400
                link set in0 up
                link set out0 up
                addr add 10.1.0.1/24 dev in0
                addr add 10.2.0.1/24 dev out0
                addr add fd00:1::1/64 dev in0 nodad
                addr add fd00:2::1/64 dev out0 nodad
                """.formatted(client.name(), server.name(), narrow));
        client.ip("""
                link set up0 up
                addr add 10.1.0.2/24 dev up0
                addr add fd00:1::2/64 dev up0 nodad
                route add default via 10.1.0.1
                route add default via fd00:1::1
                """);
        server.ip("""
                link set down0 up
                addr add 10.2.0.2/24 dev down0
                addr add fd00:2::2/64 dev down0 nodad
                route add default via 10.2.0.1
                route add default via fd00:2::1
                """);
        gateway.run("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
        server.run("sysctl", "-qw", "net.ipv4.tcp_mtu_probing=0");
        Offload.disableChecksums(client, "up0");
        Offload.disableChecksums(server, "down0");
        client.awaitCarrier("up0");
        server.awaitCarrier("down0");
    }

    /** Starts a program, and waits until it says this. */
    Process start(Namespace namespace, String ready, String... program) throws IOException, InterruptedException {
        Path said = Files.createTempFile(directory, program[0], ".log");
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace.name()));
        command.addAll(List.of(program));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        while (!Files.readString(said).contains(ready)) {
            assertThat(process.isAlive()).as(Files.readString(said)).isTrue();
            Thread.sleep(10);
        }
        return process;
    }

    /** Ends programs in their namespaces, which write what they have. */
    static void end(List<Process> started) throws InterruptedException {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Override
    public void close() {
        client.close();
        gateway.close();
        server.close();
    }
}
