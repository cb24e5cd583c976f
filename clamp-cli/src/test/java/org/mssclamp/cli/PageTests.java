// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.daemon.DaemonProcess;
import org.mssclamp.kernel.KernelTests;
import org.mssclamp.kernel.SynTraffic;

/** Tests of the page, each of a daemon of its own, as a browser shows it. */
@ExtendWith(KernelTests.class)
@Timeout(300)
abstract class PageTests {
    static final String PAGE = "http://127.0.0.1:9912/";
    static final String CONFIGURATION = """
        version: 1
        metrics: { listen: "127.0.0.1:9912", page: true }
        rules:
          - name: ssh
            match: { dport: 22 }
            mtu: 1300
          - name: phones
            match: { family: ipv4 }
            tunnel: [pppoe, wireguard]
          - name: rest
            match: { mss: 1441- }
            mtu: 1400
        """;

    final AskedGateway gateway;
    final SynTraffic traffic;
    private final Path directory;

    @SuppressWarnings("NullAway.Init") // made before each test
    DaemonProcess daemon;

    @SuppressWarnings("NullAway.Init") // made before each test
    Browser browser;

    PageTests(@TempDir Path directory) {
        KernelTests.require(Browser.PROGRAM);
        this.directory = directory;
        gateway = new AskedGateway(directory, CONFIGURATION);
        traffic = gateway.traffic();
    }

    @BeforeEach
    void open() throws IOException {
        daemon = gateway.serving();
        browser = Browser.open(gateway.namespace(), directory.resolve("chromium"));
        browser.resize(1200, 900, 1);
        browser.visit(PAGE);
        browser.await("document.body.dataset.state === 'live'");
    }

    @AfterEach
    @SuppressWarnings("try") // closed, however far opening came
    void close() throws IOException {
        DaemonProcess started = daemon;
        Browser opened = browser;
        try (gateway;
                started;
                opened;
                traffic) {}
    }

    final void assertNothingIsAmiss() throws IOException {
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests()).isNotEmpty().allMatch(url -> url.startsWith(PAGE) || url.equals("data:,"));
        daemon.stop();
    }

    final void send(int count) {
        for (int i = 0; i < count / 50; i++) {
            traffic.send(50);
            traffic.lastMss();
        }
    }

    /** However slow the page is, and whatever it lets pass. */
    final void sendUntil(String expression) throws IOException {
        browser.await(expression, () -> send(100));
    }

    /** What is shown then is not older than this call. */
    final void awaitRounds() throws IOException {
        // The first answer may be as old as a snapshot gets; the second is shown before the third is asked for.
        browser.awaitRequests(PAGE + "status.json", 3);
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
