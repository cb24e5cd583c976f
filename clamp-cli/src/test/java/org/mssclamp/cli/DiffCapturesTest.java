// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.Seed;
import org.mssclamp.capture.PcapOctets;
import org.mssclamp.capture.PcapngOctets;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;

class DiffCapturesTest {
    private static final int ETHERNET = 1;
    private static final int RAW = 101;
    private static final byte[] SYN = SynBuilder.ipv4().mss(1460).build();
    private static final byte[] CLAMPED = SynBuilder.ipv4().mss(1360).build();
    private static final byte[] DATA =
            SynBuilder.ipv4().flags(SynBuilder.ACK).data(10).build();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    private Run diff(byte[] first, byte[] second, String... options) throws IOException {
        Path a = Files.write(directory.resolve("a.pcap"), first);
        Path b = Files.write(directory.resolve("b.pcap"), second);
        List<String> arguments = new ArrayList<>(List.of("pcap", "diff"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of(a.toString(), b.toString()));
        return Run.of(arguments.toArray(String[]::new));
    }

    @Test
    void findsNothingInEqualCaptures() throws IOException {
        byte[] capture = PcapOctets.of(RAW).packet(SYN).packet(DATA).build();

        assertThat(diff(capture, capture)).isEqualTo(new Run(0, """
                first   %1$s/a.pcap: 2 packets
                second  %1$s/b.pcap: 2 packets

                2 packets are the same, 0 differ, 0 only in the first, 0 only in the second
                """.formatted(directory), ""));
    }

    @Test
    void tellsFieldByFieldWhatAClampDid() throws IOException {
        byte[] bare = SynBuilder.ipv6().build();
        byte[] added = SynBuilder.ipv6().mss(1220).build();
        Run run = diff(
                PcapOctets.of(RAW).packet(DATA).packet(SYN).packet(bare).build(),
                PcapOctets.of(RAW).packet(DATA).packet(CLAMPED).packet(added).build());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("""
                first   %1$s/a.pcap: 3 packets
                second  %1$s/b.pcap: 3 packets

                first  second
                    2       2  192.0.2.1:1000 > 198.51.100.2:4000 SYN: tcp.mss 1460 to 1360, tcp.checksum %2$s to %3$s
                    3       3  [2001:db8:0:0:0:0:0:1]:1000 > [2001:db8:ffff:0:0:0:0:2]:4000 SYN: frame.captured 60 to 64, frame.length 60 to 64, ip.payload-length 20 to 24, tcp.mss none to 1220, tcp.offset-flags 0x5002 to 0x6002, tcp.checksum %4$s to %5$s

                1 packet is the same, 2 differ, 0 only in the first, 0 only in the second
                """.formatted(
                        directory, checksum(SYN, 36), checksum(CLAMPED, 36), checksum(bare, 56), checksum(added, 56)));
    }

    private static String checksum(byte[] packet, int index) {
        return String.format("0x%02x%02x", packet[index], packet[index + 1]);
    }

    @Test
    void tellsWhatIsMissingInOne() throws IOException {
        byte[] other = SynBuilder.ipv4().ports(7, 8).mss(1460).build();
        byte[] third = SynBuilder.ipv4().ports(9, 8).mss(1460).build();
        Run run = diff(
                PcapOctets.of(RAW).packet(SYN).packet(other).packet(DATA).build(),
                PcapOctets.of(RAW).packet(CLAMPED).packet(DATA).packet(third).build());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        "\n    2       -  192.0.2.1:7 > 198.51.100.2:8 SYN\n",
                        "\n    -       3  192.0.2.1:9 > 198.51.100.2:8 SYN\n",
                        "\n1 packet is the same, 1 differs, 1 only in the first, 1 only in the second\n");
    }

    @Test
    void countsAsANaiveComparisonDoes() throws IOException {
        Random random = new Random(Seed.VALUE);
        PcapOctets first = PcapOctets.of(RAW);
        PcapOctets second = PcapOctets.of(RAW);
        int same = 0;
        int different = 0;
        int onlyInFirst = 0;
        int onlyInSecond = 0;
        for (int i = 0; i < 4000; i++) {
            SynBuilder syn = SynBuilder.ipv4().ports(1 + i, 443);
            byte[] before = syn.mss(1460).build();
            byte[] after = SynBuilder.ipv4().ports(1 + i, 443).mss(1360).build();
            switch (random.nextInt(10)) {
                case 0 -> {
                    first.packet(before);
                    onlyInFirst++;
                }
                case 1 -> {
                    second.packet(before);
                    onlyInSecond++;
                }
                case 2, 3 -> {
                    first.packet(before);
                    second.packet(after);
                    different++;
                }
                default -> {
                    first.packet(before);
                    second.packet(before);
                    same++;
                }
            }
        }

        Run run = diff(first.build(), second.build(), "--json", "--limit", "7");

        assertThat(run.out())
                .as(Seed.REPLAY)
                .contains("\"same\":%d,\"different\":%d,\"onlyInFirst\":%d,\"onlyInSecond\":%d,"
                        .formatted(same, different, onlyInFirst, onlyInSecond));
        assertThat(run.out()).contains("\"untold\":" + (different + onlyInFirst + onlyInSecond - 7));
    }

    @Test
    void comparesPacketsNotFormats() throws IOException {
        PcapngOctets octets = new PcapngOctets();
        long time = 1_700_000_000_000_001L;
        byte[] blocks = octets.interfaceOf(RAW)
                .packet(0, time, SYN, SYN.length, octets.commentOption("hello"))
                .build();

        assertThat(diff(PcapOctets.of(RAW).packet(SYN).build(), blocks).exitCode())
                .isZero();
    }

    @Test
    void tellsOfTimesAndLinkHeadersAndTrailers() throws IOException {
        String packet = Octets.hex(SYN);
        Run run = diff(
                PcapOctets.of(ETHERNET)
                        .packet(Octets.hex("020000000001 020000000002 0800", packet, "0000"))
                        .build(),
                new PcapOctets(PcapOctets.NANOSECONDS, ByteOrder.BIG_ENDIAN, ETHERNET)
                        .packet(1, 2, Octets.hex("020000000001 020000000003 0800", packet, "0001"), 64)
                        .build());

        assertThat(run.out())
                .contains(
                        "SYN: time 1700000000.000001000 to 1.000000002, frame.length 60 to 64, link-header, trailer\n");
    }

    @Test
    void printsJsonOfItsSchema() throws IOException {
        byte[] capture = PcapOctets.of(RAW).packet(SYN).packet(DATA).build();
        Run run = diff(capture, PcapOctets.of(RAW).packet(CLAMPED).build(), "--json");

        Schema.of("pcap-diff").assertValid(run.out());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("{\"name\":\"tcp.mss\",\"first\":\"1460\",\"second\":\"1360\"}");
        Schema.of("pcap-diff").assertValid(diff(capture, capture, "--json").out());
    }

    @Test
    void saysThatOneCannotBeRead() throws IOException {
        Run run = diff(PcapOctets.of(RAW).packet(SYN).build(), new byte[7]);

        assertThat(run)
                .isEqualTo(new Run(
                        66, "", directory + "/b.pcap: cannot read the capture: it is neither pcap nor pcapng\n"));
    }
}
