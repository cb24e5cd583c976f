// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportRulesTest {
    private static final String RULES = """
            version: 1
            rules:
              - name: tunnel
                match: { out: [wg0, "tun*"], from: ["10.0.0.0/8", "!10.1.0.0/16"] }
                tunnel: wireguard
              - name: path
                clamp-to-pmtu: true
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @SuppressWarnings("NullAway.Init") // set before each
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("mssclamp.yaml"), RULES);
    }

    private Run export(String... options) {
        String[] arguments = new String[options.length + 4];
        System.arraycopy(new String[] {"rules", "export", "-c", file.toString()}, 0, arguments, 0, 4);
        System.arraycopy(options, 0, arguments, 4, options.length);
        return Run.of(arguments);
    }

    @Test
    void writesTunnelsAsNumbers() {
        Run run = export("--backend", "iptables", "--family", "ipv4");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .contains(
                        "-A mssclamp -o wg0 -s 10.0.0.0/8 -m iprange ! --src-range 10.1.0.0-10.1.255.255 -g mssclamp-1",
                        "-A mssclamp -o tun+ -s 10.0.0.0/8 -m iprange ! --src-range 10.1.0.0-10.1.255.255 -g mssclamp-1",
                        "-A mssclamp-1 -p tcp --tcp-flags SYN,RST SYN -m tcpmss --mss 1401:65535 -j TCPMSS --set-mss 1400",
                        "-A mssclamp -g mssclamp-2");
    }

    @Test
    void refusesChainsThatASynPassesBothOf() {
        Run run = export("--backend", "iptables", "--chain", "FORWARD,POSTROUTING");

        assertThat(run.exitCode()).isEqualTo(64);
        assertThat(run.err()).contains("--chain POSTROUTING takes what the others do, allowed alone");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void endsWhereARuleComesToTooMany() throws IOException {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            list.append(i == 0 ? "" : ", ").append("10.").append(i).append(".0.0/16");
        }
        String all = "[" + list + "]";
        Files.writeString(
                file,
                "version: 1\nrules:\n  - name: many\n    match: { from: " + all + ", to: " + all
                        + " }\n    pass: true\n  - name: later\n    set-mss: { ipv4: 1360 }\n");

        Run run = export("--backend", "nft", "--family", "ipv4");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("rule many: its lists come to more than 1024", "rule later: it stands behind");
        assertThat(run.out()).contains("mssclamp-ipv4 return\n").doesNotContain("set 1360");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iptables", "nft"})
    void saysWhatTheKernelCannotDo(String backend) throws IOException {
        Files.writeString(file, RULES + "  - name: behind\n    clamp-to-pmtu: { overhead: 80, direction: forward }\n");

        Run run = export("--backend", backend);

        String reason = "behind: the kernel's clamp to the path has no direction: forward and no overhead;"
                + " its packets pass unclamped";
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("# cannot: " + reason + "\n");
        assertThat(run.err()).isEqualTo(file + ": rule " + reason + "\n");
        Schema.of("rules-export")
                .assertValid(export("--backend", backend, "--json").out());
    }
}
