// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.capture.PcapOctets;
import org.mssclamp.packet.SynBuilder;

class BenchTest {
    private static final int RAW = 101;
    private static final byte[] SYN = SynBuilder.ipv4().mss(1460).build();
    private static final String RULES = "version: 1\nrules:\n  - name: tunnel\n    match: { in: wg0 }\n    mtu: 1400\n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    private Run bench(byte[] capture, String... options) throws IOException {
        Path file = Files.write(directory.resolve("x.pcap"), capture);
        Path rules = Files.writeString(directory.resolve("x.yaml"), RULES);
        String[] arguments = {"bench", file.toString(), "-c", rules.toString(), "--rounds", "1"};
        String[] all = Arrays.copyOf(arguments, arguments.length + options.length);
        System.arraycopy(options, 0, all, arguments.length, options.length);
        return Run.of(all);
    }

    @Test
    void measuresACapture() throws IOException {
        Run run = bench(PcapOctets.of(RAW).packet(SYN).packet(SYN).build(), "--in", "wg0");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith(
                        directory + "/x.pcap: 2 packets, among them 2 SYNs\n" + directory + "/x.yaml: 1 rule, in wg0\n")
                .containsPattern("\nclamped +2  the MSS was lowered\n")
                .containsPattern("\ntunnel +2 +2\n")
                .containsPattern("\n[0-9.]+ ns of processor time a packet \\([0-9.]+ to [0-9.]+\\)\n[0-9,]+ packets/s")
                .containsPattern("\nmedian of 1 round of [0-9,]+ ms, [0-9,]+ packets, after a warm-up\n");
    }

    @Test
    void measuresWhatIsWholeOfACutFile() throws IOException {
        byte[] capture = PcapOctets.of(RAW).packet(SYN).packet(SYN).build();
        Run run = bench(Arrays.copyOf(capture, capture.length - 1), "--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("\"packets\":1,", "cannot be read behind packet 1", "\"no-rule\":1");
        Schema.of("bench").assertValid(run.out());
    }

    @Test
    void refusesACaptureWithoutPackets() throws IOException {
        assertThat(bench(PcapOctets.of(RAW).build()))
                .isEqualTo(new Run(66, "", directory + "/x.pcap: there is no packet in it that can be replayed\n"));
    }
}
