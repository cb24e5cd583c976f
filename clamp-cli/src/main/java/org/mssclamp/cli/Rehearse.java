// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.mssclamp.daemon.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/**
 * Loads the classes that short verbs take, for the archive that the launcher makes of them; nobody is to type it.
 *
 * <p>It does what they do, to nobody's eyes. What comes of it does not matter.
 */
@Command(hidden = true, description = "Loads the classes that short verbs take.")
final class Rehearse implements Callable<Integer> {
    private static final String CONFIGURATION = """
            version: 1
            queues:
              - number: 0-1
                on-failure: hold
              - number: 2
            metrics: { listen: "127.0.0.1:9912", page: true }
            rules:
              - name: ssh
                match: { dport: 22 }
                mtu: 1400
              - match: { out: "wg*", from: [192.0.2.0/24, "2001:db8::/32"], dport: 443, mss: 1361-, flags: syn }
                tunnel: { type: wireguard, outer: ipv6 }
              - clamp-to-pmtu: true
            """;

    private static final String IMPORTED = """
            *mangle
            -A FORWARD -o wg0 -p tcp -m tcp --tcp-flags SYN,RST SYN -m tcpmss --mss 1361:1536 -j TCPMSS --set-mss 1360
            COMMIT
            """;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Mssclamp mssclamp;

    @Override
    public Integer call() throws IOException {
        Path directory = Files.createTempDirectory("rehearsal");
        Path file = directory.resolve("mssclamp.yaml");
        Path rules = directory.resolve("rules");
        try {
            Files.writeString(file, CONFIGURATION);
            Files.writeString(rules, IMPORTED);
            String socket = directory.resolve("nobody.sock").toString();
            lines(file.toString(), rules.toString(), socket).forEach(this::run);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(rules);
            Files.delete(directory);
        }
        return ExitCode.OK.code();
    }

    /** No line asks a daemon: nobody listens to the socket. */
    private static List<List<String>> lines(String file, String rules, String socket) {
        return List.of(
                List.of("--help"),
                List.of("no-such-verb"),
                List.of("check", file),
                List.of("check", "--json", file),
                List.of("doctor", "-c", file),
                List.of("doctor", "-c", file, "--json"),
                List.of("explain", "-c", file, "--out", "lo", "--from", "192.0.2.1", "--to", "198.51.100.2"),
                List.of("explain", "-c", file, "--from", "2001:db8::1", "--to", "2001:db8:ffff::2", "--json"),
                List.of("model", "--stack", "pppoe,wireguard"),
                List.of("model", "--stack", "ipsec-esp", "--json"),
                List.of("presets"),
                List.of("presets", "wireguard", "--json"),
                List.of("rules", "generate", "-c", file, "--backend", "iptables"),
                List.of("rules", "generate", "-c", file, "--backend", "nft", "--json"),
                List.of("rules", "export", "-c", file, "--backend", "iptables"),
                List.of("rules", "export", "-c", file, "--backend", "nft"),
                List.of("import", rules),
                List.of("status", "--socket", socket),
                List.of("health", "--socket", socket, "--json"),
                List.of("reload", "--dry-run", "--socket", socket));
    }

    private void run(List<String> line) {
        PrintWriter nobody = new PrintWriter(Writer.nullWriter());
        Mssclamp.run(mssclamp.host(), nobody, nobody, line.toArray(String[]::new));
    }
}
