// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mssclamp.kernel.Firewall;
import org.mssclamp.kernel.KernelTests;
import org.mssclamp.kernel.Lab;
import org.mssclamp.kernel.SynTraffic;

/** More SYNs than the kernel may hold: what passed unclamped is what the daemon says it missed. */
@ExtendWith(KernelTests.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class LossIT {
    private static final int BURST = 1500;

    private final Lab lab = new Lab();
    private final Path config;

    LossIT(@TempDir Path directory) {
        config = directory.resolve("mssclamp.yaml");
        lab.firewall().replace(Firewall.FORWARDED_SYNS + "-j NFQUEUE --queue-num 0 --queue-bypass");
    }

    @AfterAll
    void takeDown() {
        lab.close();
    }

    @ParameterizedTest(name = "{0}: {1} are held")
    @CsvSource({
        "receive-buffer: 8KiB,      9", // 832 octets each
        "receive-buffer: 64KiB,    78",
        "max-length: 100,         100",
        "max-length: 1000,       1000"
    })
    void countsExactlyWhatPassedUnclamped(String limit, int held) throws IOException {
        Files.writeString(
                config,
                "version: 1\nqueues: [{ number: 0, %s }]\nrules: [{ set-mss: { ipv4: 1300, ipv6: 1300 } }]\n"
                        .formatted(limit));
        try (SynTraffic traffic = new SynTraffic(lab);
                DaemonProcess daemon = DaemonProcess.serving(lab.gateway(), "-c", config.toString())) {
            traffic.send(1);
            assertThat(traffic.lastMss()).isEqualTo(1300);
            daemon.freeze();
            traffic.send(BURST);
            daemon.signal("CONT");
            // Those that are held arrive after all that passed; one more shows the gap behind them.
            int unclamped = 0;
            for (int number = 1; number <= traffic.sent(); number++) {
                unclamped += traffic.mss(number) == SynTraffic.MSS ? 1 : 0;
            }
            traffic.send(1);
            assertThat(traffic.lastMss()).isEqualTo(1300);
            String output = daemon.stop();
            assertThat(BURST - unclamped).isEqualTo(held);
            assertThat(output)
                    .containsPattern("\n.* queue 0: " + unclamped + " more missed, " + unclamped + " in all: ")
                    // One of them may be the answer to whether the queue is still ours.
                    .containsPattern("\n.* queue 0: (" + unclamped + "|" + (unclamped + 1) + ") more not-received, ")
                    .containsPattern("\n.* " + unclamped + " missed ")
                    .doesNotContain(" refused")
                    .doesNotContain(" gone ");
        }
    }
}
