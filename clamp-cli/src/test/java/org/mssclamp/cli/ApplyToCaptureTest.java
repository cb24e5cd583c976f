// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.capture.PcapOctets;
import org.mssclamp.capture.PcapngOctets;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;

class ApplyToCaptureTest {
    private static final int ETHERNET = 1;
    private static final int RAW = 101;
    private static final byte[] SYN = SynBuilder.ipv4().mss(1460).build();
    private static final byte[] CLAMPED = SynBuilder.ipv4().mss(1360).build();
    private static final String RULES = "rules:\n  - { name: tunnel, match: { out: wg0 }, mtu: 1400 }\n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    private Path source() {
        return directory.resolve("in.pcap");
    }

    private Path target() {
        return directory.resolve("out.pcap");
    }

    private Run apply(String rules, byte[] capture, String... options) throws IOException {
        Files.write(source(), capture);
        return run(rules, options);
    }

    private Run run(String rules, String... options) throws IOException {
        Path file = Files.writeString(directory.resolve("x.yaml"), "version: 1\n" + rules);
        List<String> arguments = new ArrayList<>(List.of("pcap", "apply", "-c", file.toString()));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of(source().toString(), target().toString()));
        return Run.of(arguments.toArray(String[]::new));
    }

    private void assertWritten(Run run, byte[] expected) {
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(target()).hasBinaryContent(expected);
    }

    @Test
    void changesWhatTheRulesSayAndNothingElse() throws IOException {
        byte[] arp = Octets.hex("FFFFFFFFFFFF 020000000002 0806 0001");
        byte[] data = SynBuilder.ipv4().flags(SynBuilder.ACK).data(100).build();
        String header = "020000000001 020000000002 8100 0007 0800";
        byte[] capture = PcapOctets.of(ETHERNET)
                .packet(arp)
                .packet(Octets.hex(header, Octets.hex(SYN), "000000"))
                .packet(Octets.hex(header, Octets.hex(data)))
                .build();

        Run run = apply(RULES, capture, "--out", "wg0");

        assertWritten(
                run,
                PcapOctets.of(ETHERNET)
                        .packet(arp)
                        .packet(Octets.hex(header, Octets.hex(CLAMPED), "000000"))
                        .packet(Octets.hex(header, Octets.hex(data)))
                        .build());
        assertThat(run.out()).isEqualTo("""
                        %1$s/in.pcap: 3 packets read
                          1 frame without IP, copied as they are
                        %1$s/out.pcap: 3 packets written, 1 changed
                        %1$s/x.yaml: 1 rule, out wg0

                        outcome  packets
                        clamped        1  the MSS was lowered
                        not-syn        1  TCP without SYN, or with RST

                        rule    matched  changed
                        tunnel        1        1
                        """.formatted(directory));
    }

    @Test
    void takesTheInterfacesThatTheCaptureRecords() throws IOException {
        byte[] capture = two(new PcapngOctets(), SYN, SYN);

        assertWritten(apply(RULES, capture), two(new PcapngOctets(), CLAMPED, SYN));
        assertWritten(apply(RULES, capture, "--out", "eth0"), two(new PcapngOctets(), SYN, SYN));
        assertWritten(apply(RULES, capture, "--out", "wg0"), two(new PcapngOctets(), CLAMPED, CLAMPED));
        assertWritten(apply(RULES, capture, "--in", "wg0"), two(new PcapngOctets(), CLAMPED, SYN));
    }

    private static byte[] two(PcapngOctets octets, byte[] onWg0, byte[] onEth0) {
        return octets.interfaceOf(RAW, 0, octets.nameOption("wg0"))
                .interfaceOf(RAW, 0, octets.nameOption("eth0"))
                .packet(0, onWg0)
                .packet(1, onEth0)
                .build();
    }

    @Test
    void takesARecordedInterfaceForTheSideThatThePacketPassedItBy() throws IOException {
        assertWritten(apply(RULES, oneOnWg0(SYN, PcapngOctets.IN)), oneOnWg0(SYN, PcapngOctets.IN));
        assertWritten(apply(RULES, oneOnWg0(SYN, PcapngOctets.OUT)), oneOnWg0(CLAMPED, PcapngOctets.OUT));
    }

    private static byte[] oneOnWg0(byte[] packet, int direction) {
        PcapngOctets octets = new PcapngOctets();
        return octets.interfaceOf(RAW, 0, octets.nameOption("wg0"))
                .packet(0, 1, packet, packet.length, octets.flagsOption(direction))
                .build();
    }

    @Test
    void addsAnOptionWhereTheRulesAskForIt() throws IOException {
        byte[] bare = SynBuilder.ipv4().build();
        byte[] added = SynBuilder.ipv4().mss(536).build();
        String rules = "rules:\n  - { mtu: 1400, missing-mss: add }\n";

        Run run = apply(rules, PcapOctets.of(RAW).packet(bare).packet(SYN).build());

        assertWritten(run, PcapOctets.of(RAW).packet(added).packet(CLAMPED).build());
        assertThat(run.out()).contains("2 packets written, 2 changed");
    }

    @Test
    void leavesOutWhatTheDaemonWouldDrop() throws IOException {
        byte[] malformed = SynBuilder.ipv4().dataOffset(3).build();
        byte[] capture = PcapOctets.of(RAW).packet(malformed).packet(SYN).build();
        String rules = "malformed: drop\nrules: []\n";

        Run dropped = apply(rules, capture);
        assertWritten(dropped, PcapOctets.of(RAW).packet(SYN).build());
        assertThat(dropped.out()).contains("1 packet written", "  1 packet left out, which the daemon would drop\n");

        Run kept = apply(rules, capture, "--keep-dropped");
        assertWritten(kept, capture);
        assertThat(kept.out()).contains("2 packets written", "dropped-malformed        1");
    }

    @Test
    void changesASynOfWhichOnlyTheDataWereNotKept() throws IOException {
        byte[] whole = SynBuilder.ipv4().mss(1460).data(100).build();
        byte[] clamped = SynBuilder.ipv4().mss(1360).data(100).build();
        byte[] capture = PcapOctets.of(RAW)
                .packet(Arrays.copyOf(whole, 50), whole.length)
                .packet(Arrays.copyOf(whole, 43), whole.length)
                .build();

        Run run = apply(RULES, capture, "--out", "wg0");

        assertWritten(
                run,
                PcapOctets.of(RAW)
                        .packet(Arrays.copyOf(clamped, 50), whole.length)
                        .packet(Arrays.copyOf(whole, 43), whole.length)
                        .build());
        assertThat(run.out()).contains("\nclamped          1  ", "\ntruncated        1  ");
    }

    @Test
    void takesForPathsWhatIsSaid() throws IOException {
        byte[] capture = PcapOctets.of(RAW).packet(SYN).build();
        String rules = "rules:\n  - { name: rest, clamp-to-pmtu: true }\n";

        Run refused = apply(rules, capture);
        assertThat(refused.exitCode()).isEqualTo(64);
        assertThat(refused.err())
                .startsWith(
                        "mssclamp pcap apply: rule \"rest\" has clamp-to-pmtu, and a capture does not say what paths"
                                + " carry: give --path-mtu\n");
        assertThat(target()).doesNotExist();

        assertWritten(
                apply(rules, capture, "--path-mtu", "1400"),
                PcapOctets.of(RAW).packet(CLAMPED).build());
    }

    @Test
    void writesNothingOverForACaptureThatIsCut() throws IOException {
        byte[] capture = PcapOctets.of(RAW).packet(SYN).packet(SYN).build();
        Files.writeString(target(), "precious");

        Run run = apply(RULES, Arrays.copyOf(capture, capture.length - 1));

        assertThat(run)
                .isEqualTo(new Run(
                        66,
                        "",
                        source() + ": cannot be read behind packet 1: the file ends in the middle of a packet\n"));
        assertThat(target()).hasContent("precious");
        assertThat(names()).containsExactlyInAnyOrder("in.pcap", "out.pcap", "x.yaml");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void refusesToWriteOverWhatItReads() throws IOException {
        Files.write(source(), PcapOctets.of(RAW).packet(SYN).build());
        Files.createSymbolicLink(target(), source());

        Run run = run(RULES);

        assertThat(run.exitCode()).isEqualTo(64);
        assertThat(run.err()).startsWith("mssclamp pcap apply: IN and OUT are the same file: " + target() + "\n");
        assertThat(source()).hasBinaryContent(PcapOctets.of(RAW).packet(SYN).build());
    }

    @Test
    void printsJsonOfItsSchema() throws IOException {
        byte[] capture = PcapOctets.of(RAW).packet(SYN).build();

        Run run = apply(RULES, capture, "--out", "wg0", "--json");

        Schema.of("pcap-apply").assertValid(run.out());
        assertThat(run.out())
                .contains("\"read\":1,\"written\":1,\"changed\":1,\"leftOut\":0", "\"outcomes\":{\"clamped\":1}");
        Schema.of("pcap-apply")
                .assertValid(
                        apply(RULES, capture, "--path-mtu", "1400", "--json").out());
    }

    @Test
    void countsFramesOfUnknownLinks() throws IOException {
        byte[] capture = PcapOctets.of(195).packet(SYN).build(); // IEEE 802.15.4

        Run run = apply(RULES, capture);

        assertWritten(run, capture);
        assertThat(run.out()).contains("  1 frame without IP", "  1 of them of a link type that is not known");
    }
}
