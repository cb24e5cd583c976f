// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.kernel.KernelTests;
import org.mssclamp.kernel.Namespace;

/** The daemon as root of a user namespace, in a network namespace that belongs to it and ends with the daemon. */
@ExtendWith(KernelTests.class)
@Timeout(120)
class UserNamespaceIT {
    private static final String IPTABLES = "$(command -v iptables-legacy || command -v iptables) -w -t mangle";

    /** SYNs to the host itself go through the queue; those that leave it with MSS 1300 are counted, and refused by TCP. */
    private static final String SET_UP = "ip link set lo up"
            + " && " + IPTABLES + " -A OUTPUT -p tcp --tcp-flags SYN,RST SYN -j NFQUEUE --queue-num 0"
            + " && " + IPTABLES + " -A POSTROUTING -p tcp --tcp-flags SYN,RST SYN -m tcpmss --mss 1300 -j ACCEPT"
            + " && exec \"$@\"";

    private static String inNamespaceOf(DaemonProcess daemon, String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "nsenter", "--net", "--target", Long.toString(daemon.pid()), "bash", "-c", command)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    @Test
    void clampsWhereTheKernelTakesChangedPackets(@TempDir Path directory) throws IOException, InterruptedException {
        Path config = Files.writeString(
                directory.resolve("mssclamp.yaml"), "version: 1\nrules: [{ set-mss: { ipv4: 1300, ipv6: 1300 } }]\n");
        String release = System.getProperty("os.version");
        assumeThat(ChangedPackets.of("0 1000 1", release)).isEqualTo(ChangedPackets.TAKEN_YET);
        try (Namespace namespace = Namespace.create("user");
                DaemonProcess daemon = DaemonProcess.startBy(
                        namespace,
                        List.of("unshare", "--user", "--map-root-user", "--net", "sh", "-c", SET_UP, "sh"),
                        "-c",
                        config.toString())) {
            daemon.awaitLines("ready: ", 1);
            assertThat(inNamespaceOf(daemon, "exec 3<>/dev/tcp/127.0.0.1/9")).contains("Connection refused");
            assertThat(inNamespaceOf(daemon, IPTABLES + " -nvxL POSTROUTING"))
                    .containsPattern("\n +[1-9]\\d* +\\d+ ACCEPT .* tcpmss match 1300");
            assertThat(daemon.stop()).containsPattern("\n.* [1-9]\\d* clamped ").doesNotContain("observing");
        }
    }
}
