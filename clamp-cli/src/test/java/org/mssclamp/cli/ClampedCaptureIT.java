// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.Seed;
import org.mssclamp.capture.PcapOctets;
import org.mssclamp.kernel.KernelTests;
import org.mssclamp.oracle.PacketGenerator;
import org.mssclamp.packet.Octets;

/** What real stacks send, captured by real programs, and read by tshark before the rules were applied and after. */
@ExtendWith(KernelTests.class)
@Timeout(180)
class ClampedCaptureIT {
    private static final int ETHERNET = 1;
    private static final int LIMIT_IPV4 = 1260;
    private static final int LIMIT_IPV6 = 1240;
    private static final String RULES = "version: 1\nrules:\n  - { mtu: 1300, missing-mss: add }\n";

    private final Path directory;
    private final Path rules;

    ClampedCaptureIT(@TempDir Path directory) throws IOException {
        this.directory = directory;
        rules = Files.writeString(directory.resolve("x.yaml"), RULES);
    }

    /** A packet as tshark reads it. */
    private record Seen(
            String number, String time, String at, String checksum, String checksumStatus, String mss, boolean ipv6) {
        private static final List<String> FIELDS = List.of(
                "frame.number",
                "frame.time_epoch",
                "frame.interface_name",
                "tcp.checksum",
                "tcp.checksum.status",
                "tcp.options.mss_val",
                "ipv6.version");

        static Seen of(String line) {
            String[] values = Arrays.copyOf(line.split("\t", -1), FIELDS.size());
            return new Seen(values[0], values[1], values[2], values[3], values[4], values[5], !values[6].isEmpty());
        }

        boolean isRight() {
            return checksumStatus.equals("1");
        }

        /** The MSS that it announces under the rule. */
        String clamped() {
            int limit = ipv6 ? LIMIT_IPV6 : LIMIT_IPV4;
            return mss.isEmpty() ? mss : Integer.toString(Math.min(Integer.parseInt(mss), limit));
        }
    }

    private static List<Seen> tshark(Path capture) throws IOException, InterruptedException {
        KernelTests.require("tshark");
        List<String> command = new ArrayList<>(
                List.of("tshark", "-r", capture.toString(), "-o", "tcp.check_checksum:TRUE", "-T", "fields"));
        Seen.FIELDS.forEach(field -> command.addAll(List.of("-e", field)));
        Process process =
                new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().map(Seen::of).toList();
    }

    /** Applies the rules, and returns the copy. */
    private Path apply(Path capture) {
        Path copy = capture.resolveSibling("clamped-" + capture.getFileName());
        Run run = Run.of("pcap", "apply", "-c", rules.toString(), capture.toString(), copy.toString());
        assertThat(run).as(run.err()).extracting(Run::exitCode).isEqualTo(0);
        return copy;
    }

    @Test
    void clampsWhatRealStacksSentAndKeepsTheirChecksumsRight() throws IOException, InterruptedException {
        for (Path capture : captures()) {
            Path copy = apply(capture);
            List<Seen> before = tshark(capture);
            List<Seen> after = tshark(copy);

            assertThat(before).as("%s", capture).filteredOn(Seen::isRight).hasSizeGreaterThan(100);
            assertThat(before)
                    .as("%s", capture)
                    .filteredOn(packet -> !packet.mss().equals(packet.clamped()))
                    .hasSizeGreaterThan(4)
                    .anyMatch(Seen::ipv6)
                    .anyMatch(packet -> !packet.ipv6());
            assertThat(after).hasSameSizeAs(before);
            for (int i = 0; i < before.size(); i++) {
                Seen was = before.get(i);
                Seen is = after.get(i);
                String checksum = was.mss().equals(was.clamped()) ? was.checksum() : is.checksum();
                assertThat(is)
                        .as("%s", copy)
                        .isEqualTo(new Seen(
                                was.number(),
                                was.time(),
                                was.at(),
                                checksum,
                                was.checksumStatus(),
                                was.clamped(),
                                was.ipv6()));
            }
            long changed = before.stream()
                    .filter(packet -> !packet.mss().equals(packet.clamped()))
                    .count();
            assertThat(Run.of("pcap", "diff", "--json", capture.toString(), copy.toString())
                            .out())
                    .contains("\"same\":%d,\"different\":%d,\"onlyInFirst\":0,\"onlyInSecond\":0,"
                            .formatted(before.size() - changed, changed));
        }
    }

    /**
     * Handshakes and data through a gateway whose way out carries 1400 octets, and the SYNs of nmap.
     *
     * <pre>
     *   client up0 ── in0 gateway out0 ─ 1400 ─ down0 server
     * </pre>
     */
    private List<Path> captures() throws IOException, InterruptedException {
        Programs.require("iperf3 nmap tcpdump dumpcap");
        Path blocks = directory.resolve("both.pcapng");
        Path cooked;
        Path ethernet;
        try (NarrowRoad road = new NarrowRoad("pcap", "out0")) {
            Programs programs = new Programs(directory);
            cooked = programs.capture(road.gateway(), "any");
            ethernet = programs.capture(road.gateway(), "in0");
            programs.start(road.gateway(), "File: ", "dumpcap -i in0 -i out0 -w", blocks);
            for (String address : List.of("10.2.0.2", "-6 fd00:2::2")) {
                programs.stream(road.client(), road.server(), "--bytes 500K --client " + address.replace("-6 ", ""));
                Programs.run(road.client(), "nmap -Pn -n -sS -p 1-20 " + address);
            }
            programs.end();
        }
        return List.of(cooked, ethernet, blocks);
    }

    /** Extension headers, options at odd places and what is malformed besides, each packet with a VLAN tag and padding. */
    @Test
    void keepsRightWhatWasRightOfAnyPacket() throws IOException, InterruptedException {
        PcapOctets octets = PcapOctets.of(ETHERNET);
        for (byte[] packet : new PacketGenerator(Seed.VALUE).next(3000)) {
            String type = packet[0] >>> 4 == 4 ? "0800" : "86DD";
            octets.packet(Octets.hex("020000000001 020000000002 8100 0007", type, Octets.hex(packet), "000000000000"));
        }
        Path capture = Files.write(directory.resolve("generated.pcap"), octets.build());

        List<Seen> before = tshark(capture);
        List<Seen> after = tshark(apply(capture));

        assertThat(before).as(Seed.REPLAY).filteredOn(Seen::isRight).hasSizeGreaterThan(1000);
        assertThat(after).as(Seed.REPLAY).hasSameSizeAs(before);
        assertThat(after.stream().filter(Seen::isRight).map(Seen::number))
                .as(Seed.REPLAY)
                .containsExactlyElementsOf(
                        before.stream().filter(Seen::isRight).map(Seen::number).toList());
    }
}
