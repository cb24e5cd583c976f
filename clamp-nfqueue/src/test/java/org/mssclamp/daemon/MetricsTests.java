// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.kernel.Firewall;
import org.mssclamp.kernel.KernelTests;
import org.mssclamp.kernel.Lab;
import org.mssclamp.kernel.SynTraffic;

/** Tests of what a scraper is told of a daemon in traffic. */
@ExtendWith(KernelTests.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
abstract class MetricsTests {
    static final String QUEUE_0 = Firewall.FORWARDED_SYNS + "-j NFQUEUE --queue-num 0 --queue-bypass";
    static final InetSocketAddress PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9912);

    final Lab lab = new Lab();
    final Path directory;
    final Path config;
    final Path socket;
    SynTraffic traffic;

    MetricsTests(@TempDir Path directory) {
        this.directory = directory;
        config = directory.resolve("mssclamp.yaml");
        socket = directory.resolve("metrics.sock");
        traffic = new SynTraffic(lab);
    }

    @BeforeEach
    void startAfresh() {
        traffic.close();
        traffic = new SynTraffic(lab);
        lab.firewall().replace(QUEUE_0);
    }

    @AfterAll
    void takeDown() {
        traffic.close();
        lab.close();
    }

    /** IPv4 is clamped, and IPv6 is none of any rule's. */
    final void configure(String listen) throws IOException {
        Files.writeString(config, """
                version: 1
                metrics: { listen: "%s" }
                rules: [{ name: phones, match: { family: ipv4 }, set-mss: 1300 }]
                """.formatted(listen));
    }

    final DaemonProcess serving() {
        return DaemonProcess.serving(lab.gateway(), "-c", config.toString());
    }

    final String scrape(SocketAddress address) {
        String answer = ask(address, "/metrics", "localhost");
        assertThat(answer).startsWith("HTTP/1.1 200 ");
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    final String ask(SocketAddress address, String path, String host) {
        return lab.gateway().call(() -> {
            try (SocketChannel channel = SocketChannel.open(address)) {
                channel.write(
                        ByteBuffer.wrap(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII)));
                return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            }
        });
    }

    final boolean isRefused(SocketAddress address) {
        return lab.gateway().call(() -> {
            try (SocketChannel accepted = SocketChannel.open(address)) {
                return !accepted.isOpen();
            } catch (IOException refused) {
                return true;
            }
        });
    }

    static void assertTells(String text, String sample, long value) {
        assertThat(text).contains("\n" + sample + " " + (double) value + "\n");
    }
}
