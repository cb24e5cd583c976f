// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.capture.CaptureException.Reason;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;

class PcapFileTest {
    private static final int ETHERNET = 1;
    private static final int RAW = 101;
    private static final byte[] SYN = SynBuilder.ipv4().mss(1460).build();
    private static final byte[] SYN_ACK =
            SynBuilder.ipv6().flags(SynBuilder.SYN | SynBuilder.ACK).mss(1440).build();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    private Path file(byte[] octets) throws IOException {
        return Files.write(directory.resolve("x.pcap"), octets);
    }

    private List<byte[]> read(byte[] octets) throws IOException, CaptureException {
        List<byte[]> packets = new ArrayList<>();
        try (PacketSource source = PcapFile.open(file(octets))) {
            for (Optional<CapturedPacket> next = source.next(); next.isPresent(); next = source.next()) {
                packets.add(next.get().octets(next.get().wireLength()));
            }
        }
        return packets;
    }

    private void assertRefused(byte[] octets, String why) throws IOException {
        assertRefused(file(octets), why);
    }

    private static void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> PcapFile.open(file))
                .isInstanceOfSatisfying(
                        CaptureException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.FILE))
                .hasMessage(file + ": cannot read the capture: " + why);
    }

    @Test
    void readsPcapInBothOrdersAndUnitsOfTime() throws IOException, CaptureException {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            for (int magic : new int[] {PcapOctets.MICROSECONDS, PcapOctets.NANOSECONDS}) {
                byte[] capture = new PcapOctets(magic, order, RAW)
                        .packet(SYN)
                        .packet(SYN_ACK)
                        .build();

                assertThat(read(capture)).containsExactly(SYN, SYN_ACK);
            }
        }
    }

    @Test
    void readsPcapng() throws IOException, CaptureException {
        byte[] capture = new PcapngOctets()
                .interfaceOf(RAW)
                .packet(0, SYN)
                .packet(0, SYN_ACK)
                .build();

        assertThat(read(capture)).containsExactly(SYN, SYN_ACK);
    }

    @Test
    void readsPcapngOfSeveralInterfaces() throws IOException, CaptureException {
        byte[] frame = Octets.hex("020000000001 020000000002 0800", Octets.hex(SYN));
        byte[] capture = new PcapngOctets()
                .interfaceOf(ETHERNET)
                .interfaceOf(ETHERNET)
                .packet(1, frame)
                .packet(0, frame)
                .build();

        assertThat(read(capture)).containsExactly(SYN, SYN);
    }

    @Test
    void keepsBothLengths() throws IOException, CaptureException {
        byte[] whole = SynBuilder.ipv4().data(1000).build();
        byte[] capture = PcapOctets.of(RAW)
                .packet(Arrays.copyOf(whole, 68), whole.length)
                .build();

        try (PacketSource source = PcapFile.open(file(capture))) {
            CapturedPacket packet = source.next().orElseThrow();

            assertThat(packet.capturedLength()).isEqualTo(68);
            assertThat(packet.wireLength()).isEqualTo(whole.length);
        }
    }

    @Test
    void handsOverFramesWithoutIpToo() throws IOException, CaptureException {
        byte[] capture = PcapOctets.of(ETHERNET).packet(new byte[60]).build();

        try (PacketSource source = PcapFile.open(file(capture))) {
            assertThat(source.next().orElseThrow().isIp()).isFalse();
            assertThat(source.next()).isEmpty();
        }
    }

    @Test
    void findsNothingInAnEmptyCapture() throws IOException, CaptureException {
        assertThat(read(PcapOctets.of(RAW).build())).isEmpty();
        assertThat(read(new PcapngOctets().interfaceOf(RAW).build())).isEmpty();
    }

    @Test
    void readsACutFileUpToWhereItEnds() throws IOException, CaptureException {
        byte[] capture = PcapOctets.of(RAW).packet(SYN).packet(SYN_ACK).build();
        Path file = file(Arrays.copyOf(capture, capture.length - 1));

        try (PacketSource source = PcapFile.open(file)) {
            assertThat(source.next()).isPresent();
            assertThatThrownBy(source::next)
                    .isInstanceOf(CaptureException.class)
                    .hasMessage(file + ": cannot be read behind packet 1: truncated dump file;"
                            + " tried to read 64 captured bytes, only got 63");
        }
    }

    @Test
    void refusesALengthThatNoPacketHas() throws IOException, CaptureException {
        byte[] capture = PcapOctets.of(RAW).packet(SYN).build();
        capture[24 + 8 + 3] = 0x7F; // the highest octet of the captured length

        try (PacketSource source = PcapFile.open(file(capture))) {
            assertThatThrownBy(source::next)
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining("invalid packet capture length");
        }
    }

    @Test
    void refusesATimeThatThereCannotBe() throws IOException, CaptureException {
        byte[] capture = PcapOctets.of(RAW).packet(SYN).build();
        Arrays.fill(capture, 24 + 4, 24 + 8, (byte) 0xFF); // the microseconds
        Path file = file(capture);

        try (PacketSource source = PcapFile.open(file)) {
            assertThatThrownBy(source::next)
                    .isInstanceOf(CaptureException.class)
                    .hasMessage(
                            file + ": cannot be read behind packet 0: the next packet has a time that there cannot be");
        }
    }

    @Test
    void saysThatLinkTypesAreMixed() throws IOException, CaptureException {
        byte[] capture = new PcapngOctets()
                .interfaceOf(RAW)
                .packet(0, SYN)
                .interfaceOf(ETHERNET)
                .packet(1, SYN)
                .build();

        try (PacketSource source = PcapFile.open(file(capture))) {
            assertThat(source.next()).isPresent();
            assertThatThrownBy(source::next)
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining(
                            "cannot be read behind packet 1: an interface has a type 1 different from the type");
        }
    }

    @Test
    void refusesWhatIsNoCapture() throws IOException {
        assertRefused("version: 1\nrules: []\n".getBytes(StandardCharsets.UTF_8), "unknown file format");
        assertRefused(new byte[0], "truncated dump file; tried to read 4 file header bytes, only got 0");
        assertRefused(
                Arrays.copyOf(PcapOctets.of(RAW).build(), 10),
                "truncated dump file; tried to read 24 file header bytes, only got 6");
    }

    @Test
    void refusesOtherLinkTypes() throws IOException {
        assertRefused(
                PcapOctets.of(195).packet(SYN).build(), // IEEE 802.15.4
                "its link type is 195, allowed those of Ethernet, Linux cooked, loopback and raw IP");
    }

    @Test
    void refusesWhatIsNotThere() {
        assertRefused(directory.resolve("none.pcap"), "there is no such file");
        assertRefused(directory, "is a directory");
    }
}
