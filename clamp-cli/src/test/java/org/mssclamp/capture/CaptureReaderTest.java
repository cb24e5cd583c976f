// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.Seed;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;

class CaptureReaderTest {
    private static final int ETHERNET = 1;
    private static final int RAW = 101;
    private static final int COOKED = 113;
    private static final byte[] SYN = SynBuilder.ipv4().mss(1460).build();
    private static final byte[] SYN_ACK =
            SynBuilder.ipv6().flags(SynBuilder.SYN | SynBuilder.ACK).mss(1440).build();
    private static final byte[] FRAME =
            Octets.hex("020000000001 020000000002 8100 0007 0800", Octets.hex(SYN), "000000000000");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    private Path file(byte[] octets) throws IOException {
        return Files.write(directory.resolve("x.pcap"), octets);
    }

    /** What is told of one frame. */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    private record Told(long number, long timeNs, CapturedInterface at, Direction direction, byte[] packet, int wire) {
        static Told of(CaptureReader reader) {
            CapturedFrame frame = reader.frame();
            byte[] packet = new byte[frame.packetCapturedLength()];
            reader.octets().get(Math.max(frame.packetIndex(), 0), packet);
            return new Told(
                    frame.number(),
                    frame.timeNs(),
                    frame.capturedAt(),
                    frame.direction(),
                    packet,
                    frame.packetWireLength());
        }
    }

    private List<Told> read(byte[] octets) throws IOException, CaptureException {
        List<Told> frames = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open(file(octets))) {
            while (reader.next()) {
                frames.add(Told.of(reader));
            }
            assertThat(reader.fileOctetsRead()).isEqualTo(octets.length).isEqualTo(reader.fileOctets());
        }
        return frames;
    }

    private void assertRefused(byte[] octets, String why) throws IOException {
        Path file = file(octets);
        assertThatThrownBy(() -> CaptureReader.open(file))
                .isInstanceOf(CaptureException.class)
                .hasMessage(file + ": cannot read the capture: " + why);
    }

    private void assertEndsEarly(byte[] octets, int packets, String why) throws IOException, CaptureException {
        Path file = file(octets);
        try (CaptureReader reader = CaptureReader.open(file)) {
            for (int i = 0; i < packets; i++) {
                assertThat(reader.next()).isTrue();
            }
            assertThatThrownBy(reader::next)
                    .isInstanceOf(CaptureException.class)
                    .hasMessage(file + ": cannot be read behind packet " + packets + ": " + why);
        }
    }

    private static byte[] gzip(byte[] octets) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(packed)) {
            stream.write(octets);
        }
        return packed.toByteArray();
    }

    @Test
    void readsPcapInBothOrdersAndUnitsOfTime() throws IOException, CaptureException {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            for (int magic : new int[] {PcapOctets.MICROSECONDS, PcapOctets.NANOSECONDS}) {
                byte[] capture = new PcapOctets(magic, order, RAW)
                        .packet(1_700_000_000, 123_456, SYN, SYN.length)
                        .packet(-1, 5, SYN_ACK, SYN_ACK.length) // in 2106
                        .build();
                int unitNs = magic == PcapOctets.NANOSECONDS ? 1 : 1000;

                List<Told> told = read(capture);

                assertThat(told).extracting(Told::packet).containsExactly(SYN, SYN_ACK);
                assertThat(told)
                        .extracting(Told::timeNs)
                        .containsExactly(
                                1_700_000_000_000_000_000L + 123_456L * unitNs,
                                4_294_967_295_000_000_000L + 5L * unitNs);
                assertThat(told).extracting(Told::number).containsExactly(1L, 2L);
                assertThat(told).extracting(Told::at).containsOnly(new CapturedInterface(0, "", RAW, 65535));
            }
        }
    }

    @Test
    void readsSectionsInBothOrdersWithInterfacesOfTheirOwn() throws IOException, CaptureException {
        PcapngOctets octets = new PcapngOctets();
        byte[] capture = octets.interfaceOf(RAW, 0, octets.nameOption("wg0"))
                .interfaceOf(ETHERNET, 262144, octets.nameOption("eth0\0"), octets.resolutionOption(9))
                .packet(1, 7, FRAME, FRAME.length)
                .packet(0, 8, SYN, SYN.length)
                .section(ByteOrder.BIG_ENDIAN, -1)
                .interfaceOf(RAW, 0, octets.nameOption("tun0"), octets.offsetOption(10))
                .packet(0, 9, SYN_ACK, SYN_ACK.length)
                .build();

        List<Told> told = read(capture);

        assertThat(told).extracting(Told::packet).containsExactly(SYN, SYN, SYN_ACK);
        assertThat(told).extracting(Told::timeNs).containsExactly(7L, 8_000L, 10_000_009_000L);
        assertThat(told)
                .extracting(Told::at)
                .containsExactly(
                        new CapturedInterface(1, "eth0", ETHERNET, 262144),
                        new CapturedInterface(0, "wg0", RAW, 0),
                        new CapturedInterface(0, "tun0", RAW, 0));
    }

    @Test
    void readsWhichWayAFrameWent() throws IOException, CaptureException {
        PcapngOctets octets = new PcapngOctets();
        byte[] cookedOut = Octets.hex("0004 0001 0006 0200000000010000 0800", Octets.hex(SYN));
        byte[] cookedIn = Octets.hex("0000 0001 0006 0200000000010000 0800", Octets.hex(SYN));
        byte[] capture = octets.interfaceOf(RAW)
                .interfaceOf(COOKED)
                .packet(0, 1, SYN, SYN.length, octets.commentOption("hello"), octets.flagsOption(PcapngOctets.IN))
                .packet(0, 1, SYN, SYN.length, octets.flagsOption(PcapngOctets.OUT))
                .packet(0, 1, SYN, SYN.length, octets.commentOption("neither"))
                .packet(1, cookedOut)
                .packet(1, cookedIn)
                .build();

        assertThat(read(capture))
                .extracting(Told::direction)
                .containsExactly(Direction.IN, Direction.OUT, Direction.UNKNOWN, Direction.OUT, Direction.IN);
    }

    @Test
    void readsPacketsOfOlderAndSimplerBlocks() throws IOException, CaptureException {
        byte[] cut = Arrays.copyOf(SYN, 42);
        byte[] capture = new PcapngOctets()
                .interfaceOf(RAW, 42)
                .simplePacket(cut, SYN.length)
                .obsoletePacket(0, 3, SYN_ACK)
                .build();

        List<Told> told = read(capture);

        assertThat(told).extracting(Told::packet).containsExactly(cut, SYN_ACK);
        assertThat(told).extracting(Told::wire).containsExactly(SYN.length, SYN_ACK.length);
        assertThat(told).extracting(Told::timeNs).containsExactly(0L, 3000L);
    }

    @Test
    void passesOverBlocksOfAnyTypeAndLength() throws IOException, CaptureException {
        byte[] capture = new PcapngOctets()
                .block(0x0BAD, new byte[3_000_000])
                .interfaceOf(RAW)
                .block(5, new byte[0])
                .packet(0, SYN)
                .block(0x40000BAD, new byte[16])
                .build();

        assertThat(read(capture)).extracting(Told::packet).containsExactly(SYN);
    }

    @Test
    void readsFramesOfLinksThatItDoesNotKnow() throws IOException, CaptureException {
        byte[] capture = PcapOctets.of(195).packet(SYN).build(); // IEEE 802.15.4

        try (CaptureReader reader = CaptureReader.open(file(capture))) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.frame().isIp()).isFalse();
            assertThat(reader.frame().capturedAt().isRead()).isFalse();
        }
    }

    @Test
    void readsGzippedFiles() throws IOException, CaptureException {
        byte[] capture = PcapOctets.of(ETHERNET).packet(FRAME).packet(FRAME).build();

        assertThat(read(gzip(capture))).extracting(Told::packet).containsExactly(SYN, SYN);
    }

    @Test
    void saysThatAGzippedFileIsCutOrDamaged() throws IOException, CaptureException {
        byte[] packed = gzip(PcapOctets.of(RAW).packet(SYN).build());
        byte[] damaged = packed.clone();
        damaged[packed.length - 8] ^= 1; // its check sum

        assertEndsEarly(Arrays.copyOf(packed, packed.length - 4), 1, "the gzipped file ends early");
        assertEndsEarly(damaged, 1, "what is gzipped is damaged: Corrupt GZIP trailer");
    }

    @Test
    void readsAsLibpcapDoes() throws IOException, CaptureException {
        Random random = new Random(Seed.VALUE);
        PcapOctets octets = PcapOctets.of(ETHERNET);
        for (int i = 0; i < 2000; i++) {
            byte[] frame = random.nextBoolean() ? FRAME.clone() : new byte[random.nextInt(400)];
            if (random.nextInt(4) == 0) {
                random.nextBytes(frame);
            }
            octets.packet(frame, frame.length + random.nextInt(3) * 100);
        }
        Path file = file(octets.build());

        try (CaptureReader reader = CaptureReader.open(file);
                PacketSource libpcap = PcapFile.open(file)) {
            for (Optional<CapturedPacket> next = libpcap.next(); next.isPresent(); next = libpcap.next()) {
                CapturedPacket packet = next.get();
                assertThat(reader.next()).isTrue();
                assertThat(Told.of(reader).packet()).as(Seed.REPLAY).isEqualTo(packet.octets(packet.capturedLength()));
                assertThat(reader.frame().packetWireLength()).isEqualTo(packet.wireLength());
                assertThat(reader.frame().isIp()).isEqualTo(packet.isIp());
            }
            assertThat(reader.next()).isFalse();
        }
    }

    @Test
    void tellsWhereAFileWasCut() throws IOException, CaptureException {
        byte[] pcap = PcapOctets.of(RAW).packet(SYN).packet(SYN_ACK).build();
        byte[] pcapng = new PcapngOctets()
                .interfaceOf(RAW)
                .block(5, new byte[8])
                .packet(0, SYN)
                .build();

        for (byte[] capture : List.of(pcap, pcapng)) {
            int boundaries = 0;
            for (int length = 0; length < capture.length; length++) {
                boundaries += isReadToItsEnd(Arrays.copyOf(capture, length)) ? 1 : 0;
            }
            // Nothing but what ends between two records is whole: behind the header, and packet 1; behind three blocks.
            assertThat(boundaries).isEqualTo(capture == pcap ? 2 : 3);
        }
    }

    private boolean isReadToItsEnd(byte[] octets) throws IOException {
        try {
            read(octets);
            return true;
        } catch (CaptureException refused) {
            assertThat(refused).hasMessageStartingWith(directory + "/x.pcap: cannot ");
            return false;
        }
    }

    @Test
    void refusesLengthsThatThereCannotBe() throws IOException, CaptureException {
        byte[] pcap = PcapOctets.of(RAW).packet(SYN).build();
        pcap[24 + 8 + 3] = 0x7F; // the highest octet of the captured length
        assertEndsEarly(pcap, 0, "the next packet has 2130706476 octets, allowed 1048560");

        byte[] blocks = new PcapngOctets().interfaceOf(RAW).packet(0, SYN).build();
        byte[] odd = blocks.clone();
        odd[28 + 4] = 21;
        assertEndsEarly(odd, 0, "the length of a block is 21, allowed multiples of 4 from 12 on");
        byte[] unequal = blocks.clone();
        unequal[blocks.length - 4] = 4;
        assertEndsEarly(unequal, 0, "a block is 76 octets long at its head, and 4 at its end");
        byte[] overfull = blocks.clone();
        overfull[48 + 20] = 77;
        assertEndsEarly(overfull, 0, "the next packet has 77 octets, more than its block");
        byte[] huge = blocks.clone();
        huge[48 + 7] = 1;
        assertEndsEarly(huge, 0, "a packet has 16777292 octets, allowed 32-1048576");
    }

    @Test
    void refusesPacketsOfNoInterface() throws IOException, CaptureException {
        assertEndsEarly(
                new PcapngOctets().interfaceOf(RAW).packet(1, SYN).build(),
                0,
                "the next packet is of interface 1, which is not described");
    }

    @Test
    void refusesWhatIsNoCapture() throws IOException {
        assertRefused("version: 1\nrules: []\n".getBytes(StandardCharsets.UTF_8), "it is neither pcap nor pcapng");
        assertRefused(new byte[0], "it is neither pcap nor pcapng");
        assertRefused(Arrays.copyOf(PcapOctets.of(RAW).build(), 10), "the file ends in the middle of its header");
        byte[] other = PcapOctets.of(RAW).build();
        other[4] = 3;
        assertRefused(other, "it is of version 3.4 of pcap, allowed 2.4");
    }

    @Test
    void refusesWhatIsNotThere() {
        Path none = directory.resolve("none.pcap");

        assertThatThrownBy(() -> CaptureReader.open(none))
                .hasMessage(none + ": cannot read the capture: there is no such file");
        assertThatThrownBy(() -> CaptureReader.open(directory))
                .hasMessage(directory + ": cannot read the capture: is a directory");
    }
}
