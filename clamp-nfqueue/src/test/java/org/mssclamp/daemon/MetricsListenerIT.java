// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a scraper finds the daemon, from its start and over reloads. */
class MetricsListenerIT extends MetricsTests {
    MetricsListenerIT(@TempDir Path directory) {
        super(directory);
    }

    @Test
    void listensNowhereUnlessToldTo() throws IOException {
        configure("off");
        try (DaemonProcess daemon = serving()) {
            assertThat(isRefused(PORT)).isTrue();
            assertThat(lab.gateway().run("ss", "-Hltn")).isEmpty();
            daemon.stop();
        }
    }

    @Test
    void followsAReload() throws IOException {
        configure("127.0.0.1:9912");
        try (DaemonProcess daemon = serving()) {
            configure("unix:" + socket);
            daemon.signal("HUP");
            daemon.awaitLines("reloaded: ", 1);
            assertTells(scrape(UnixDomainSocketAddress.of(socket)), "mssclampd_config_generation", 2);
            assertThat(isRefused(PORT)).isTrue();

            configure("off");
            daemon.signal("HUP");
            daemon.awaitLines("reloaded: ", 2);
            assertThat(isRefused(UnixDomainSocketAddress.of(socket))).isTrue();
            assertThat(socket).doesNotExist();
            daemon.stop();
        }
    }

    @Test
    void hasThePageWhileTheConfigurationSaysSo() throws IOException {
        configure("unix:" + socket);
        SocketAddress address = UnixDomainSocketAddress.of(socket);
        try (DaemonProcess daemon = serving()) {
            assertThat(ask(address, "/", "localhost")).startsWith("HTTP/1.1 404 ");

            Files.writeString(config, Files.readString(config).replace("\" }", "\", page: true }"));
            daemon.signal("HUP");
            daemon.awaitLines("; page on", 1);
            assertThat(ask(address, "/", "localhost"))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("<title>mssclampd</title>");
            assertThat(ask(address, "/recent.json?after=0", "127.0.0.1")).endsWith("{\"schema\":1,\"syns\":[]}\n");
            assertThat(ask(address, "/recent.json?after=%", "127.0.0.1")).startsWith("HTTP/1.1 400 ");
            assertThat(ask(address, "/status.json", "example.org"))
                    .as("a page of example.org")
                    .startsWith("HTTP/1.1 421 ");
            assertThat(ask(address, "/metrics", "example.org"))
                    .as("a proxy that asks as it was asked")
                    .startsWith("HTTP/1.1 200 ");

            configure("unix:" + socket);
            daemon.signal("HUP");
            daemon.awaitLines("; page off", 1);
            assertThat(ask(address, "/", "localhost")).startsWith("HTTP/1.1 404 ");
            daemon.stop();
        }
    }

    @Test
    void refusesAReloadThatNamesATakenPort() throws IOException {
        configure("unix:" + socket);
        try (DaemonProcess daemon = serving();
                DaemonProcess other = withQueue7("127.0.0.1:9912")) {
            configure("127.0.0.1:9912");
            daemon.signal("HUP");
            daemon.awaitLines("reload refused, generation 1 stays in force: cannot listen on 127.0.0.1:9912", 1);
            String text = scrape(UnixDomainSocketAddress.of(socket));
            assertTells(text, "mssclampd_config_generation", 1);
            assertTells(text, "mssclampd_config_last_reload_successful", 0);
            other.stop();
            daemon.stop();
        }
    }

    /** The port could be had, but not the queue. */
    @Test
    void listensWhereItDidIfAReloadIsRefused() throws IOException {
        configure("unix:" + socket);
        try (DaemonProcess daemon = serving();
                DaemonProcess other = withQueue7("off")) {
            configure("127.0.0.1:9912");
            Files.writeString(config, "queues: [{ number: 7 }]\n", StandardOpenOption.APPEND);
            daemon.signal("HUP");
            daemon.awaitLines("reload refused, generation 1 stays in force: cannot bind queue 7", 1);
            assertThat(isRefused(PORT)).isTrue();
            assertTells(scrape(UnixDomainSocketAddress.of(socket)), "mssclampd_config_last_reload_successful", 0);
            other.stop();
            daemon.stop();
        }
    }

    /** Another daemon, with another queue. */
    private DaemonProcess withQueue7(String listen) throws IOException {
        Path file = Files.writeString(
                directory.resolve("other.yaml"),
                "version: 1\nqueues: [{ number: 7 }]\nmetrics: { listen: \"" + listen + "\" }\nrules: []\n");
        return DaemonProcess.serving(lab.gateway(), "-c", file.toString());
    }

    @Test
    void servesItsQueuesWithoutItsPortUntilAReloadFindsThatFree() throws IOException {
        configure("127.0.0.1:9912");
        try (DaemonProcess other = withQueue7("127.0.0.1:9912");
                DaemonProcess daemon = DaemonProcess.serving(lab.gateway(), "-c", config.toString())) {
            String refusal = "cannot listen on 127.0.0.1:9912 for metrics: Address already in use";
            daemon.awaitLines(refusal, 1);
            Files.writeString(config, Files.readString(config).replace("1300", "1310"));
            daemon.signal("HUP");
            daemon.awaitLines("generation 2; rules changed: phones", 1);
            assertThat(daemon.count(refusal)).isEqualTo(2);
            traffic.send(1);
            assertThat(traffic.lastMss()).isEqualTo(1310);
            other.stop();
            daemon.signal("HUP");
            daemon.awaitLines("reloaded: ", 2);
            assertTells(scrape(PORT), "mssclampd_config_last_reload_successful", 1);
            daemon.stop();
        }
    }
}
