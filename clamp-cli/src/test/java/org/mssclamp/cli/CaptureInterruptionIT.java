// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.capture.PcapOctets;
import org.mssclamp.packet.SynBuilder;

/** The command as it is installed, that copies a capture which comes through a pipe. */
@Timeout(120)
class CaptureInterruptionIT {
    private static final Path COMMAND = Path.of("target/mssclamp/bin/mssclamp").toAbsolutePath();
    private static final int RAW = 101;
    private static final int HEADER_OCTETS = 24;
    private static final byte[] CAPTURE = PcapOctets.of(RAW)
            .packet(SynBuilder.ipv4().mss(1460).build())
            .packet(SynBuilder.ipv6().mss(1440).build())
            .build();

    private final Path directory;
    private final Path target;
    private final Path said;

    CaptureInterruptionIT(@TempDir Path directory) throws IOException {
        this.directory = Files.createDirectory(directory.resolve("copies"));
        target = Files.writeString(this.directory.resolve("copy.pcap"), "precious");
        said = directory.resolve("said");
    }

    private Process apply(String out) throws IOException {
        Path rules = Files.writeString(said.resolveSibling("x.yaml"), "version: 1\nrules:\n  - { mtu: 1300 }\n");
        ProcessBuilder builder =
                new ProcessBuilder(COMMAND.toString(), "pcap", "apply", "-c", rules.toString(), "-", out);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.redirectError(said.toFile()).start();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void leavesNothingBehindIfItIsInterrupted() throws IOException, InterruptedException {
        Process process = apply(target.toString());
        byte[] packets = Arrays.copyOfRange(CAPTURE, HEADER_OCTETS, CAPTURE.length);
        try (OutputStream pipe = process.getOutputStream()) {
            pipe.write(CAPTURE);
            pipe.flush();
            while (files().size() == 1) {
                Thread.sleep(10);
            }
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            while (true) {
                pipe.write(packets);
            }
        } catch (IOException brokenPipe) {
            assertThat(process.waitFor()).isEqualTo(130);
        }

        assertThat(Files.readString(said)).matches("interrupted behind packet \\d+; nothing was written\n");
        assertThat(files()).containsExactly(target);
        assertThat(target).hasContent("precious");
    }

    @Test
    void writesToAPipeAndSaysTheRestElsewhere() throws IOException, InterruptedException {
        Process process = apply("-");
        try (OutputStream pipe = process.getOutputStream()) {
            pipe.write(CAPTURE);
        }

        assertThat(process.getInputStream().readAllBytes())
                .isEqualTo(PcapOctets.of(RAW)
                        .packet(SynBuilder.ipv4().mss(1260).build())
                        .packet(SynBuilder.ipv6().mss(1240).build())
                        .build());
        assertThat(process.waitFor()).isZero();
        assertThat(Files.readString(said))
                .startsWith("<stdin>: 2 packets read\n<stdout>: 2 packets written, 2 changed\n");
    }
}
