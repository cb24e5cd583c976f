// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.Seed;
import org.mssclamp.packet.SynBuilder;

class CaptureCopyTest {
    private static final int RAW = 101;
    private static final byte[] SYN = SynBuilder.ipv4().mss(1460).build();
    private static final byte[] ODD = Arrays.copyOf(SYN, SYN.length + 3);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @SuppressWarnings("NullAway.Init") // before each test
    private Path target;

    @BeforeEach
    void nameTarget() {
        target = directory.resolve("copy.pcap");
    }

    /** What is done to the frame of a reader. */
    private interface Change {
        void make(CaptureReader reader, CaptureCopy copy) throws CaptureException;
    }

    private byte[] copy(byte[] octets, boolean lengthsMayChange, Change change) throws IOException, CaptureException {
        Path file = Files.write(directory.resolve("x.pcap"), octets);
        try (CaptureReader reader = CaptureReader.open(file);
                CaptureOutput output = CaptureOutput.open(target)) {
            CaptureCopy copy = CaptureCopy.of(reader, output, lengthsMayChange);
            while (reader.next()) {
                change.make(reader, copy);
            }
            copy.finish();
            output.commit();
        }
        return Files.readAllBytes(target);
    }

    private static void nothing(CaptureReader reader, CaptureCopy copy) {}

    private static byte[] pcapng() {
        PcapngOctets octets = new PcapngOctets();
        return octets.interfaceOf(RAW, 0, octets.nameOption("wg0"), octets.commentOption("näher"))
                .block(0x0BAD, new byte[40])
                .packet(0, 7, ODD, ODD.length, octets.commentOption("remember"), octets.flagsOption(PcapngOctets.IN))
                .simplePacket(SYN, SYN.length)
                .section(ByteOrder.BIG_ENDIAN, -1)
                .interfaceOf(RAW)
                .packet(0, SYN)
                .block(5, new byte[8])
                .build();
    }

    @Test
    void copiesEveryOctet() throws IOException, CaptureException {
        byte[] pcap = new PcapOctets(PcapOctets.NANOSECONDS, ByteOrder.BIG_ENDIAN, RAW)
                .packet(1, 999_999_999, SYN, SYN.length)
                .packet(new byte[0], 1500)
                .build();
        byte[] large = new PcapngOctets()
                .block(0x0BAD, new byte[3_000_000])
                .interfaceOf(RAW)
                .packet(0, SYN)
                .build();

        for (byte[] capture : List.of(pcap, pcapng(), large)) {
            assertThat(copy(capture, false, CaptureCopyTest::nothing)).isEqualTo(capture);
            assertThat(copy(capture, true, CaptureCopyTest::nothing)).isEqualTo(capture);
        }
    }

    @Test
    void copiesWhatWasChangedInPlace() throws IOException, CaptureException {
        byte[] other = SynBuilder.ipv4().mss(1360).build();
        byte[] capture = PcapOctets.of(RAW).packet(SYN).packet(SYN).build();

        byte[] changed = copy(capture, false, (reader, copy) -> {
            if (reader.frame().number() == 2) {
                ByteBuffer octets = reader.octets().duplicate();
                octets.position(reader.frame().packetIndex());
                octets.put(other);
            }
        });

        assertThat(changed)
                .isEqualTo(PcapOctets.of(RAW).packet(SYN).packet(other).build());
    }

    @Test
    void leavesFramesOut() throws IOException, CaptureException {
        PcapOctets all = PcapOctets.of(RAW);
        PcapOctets even = PcapOctets.of(RAW);
        Random random = new Random(Seed.VALUE);
        for (int i = 1; i <= 2000; i++) {
            byte[] frame = new byte[random.nextInt(500)];
            random.nextBytes(frame);
            all.packet(frame);
            if (i % 2 == 0) {
                even.packet(frame);
            }
        }

        byte[] copied = copy(all.build(), true, (reader, copy) -> {
            if (reader.frame().number() % 2 == 1) {
                copy.leaveOut();
            }
        });

        assertThat(copied).as(Seed.REPLAY).isEqualTo(even.build());
    }

    @Test
    void statesTheLengthOfASectionOnlyIfItStaysAsItWas() throws IOException, CaptureException {
        byte[] stated = new PcapngOctets()
                .section(ByteOrder.LITTLE_ENDIAN, 20)
                .interfaceOf(RAW)
                .build();
        byte[] notStated = new PcapngOctets()
                .section(ByteOrder.LITTLE_ENDIAN, -1)
                .interfaceOf(RAW)
                .build();

        assertThat(copy(stated, false, CaptureCopyTest::nothing)).isEqualTo(stated);
        assertThat(copy(stated, true, CaptureCopyTest::nothing)).isEqualTo(notStated);
    }

    /** Puts four octets behind the packet, over what lies there. */
    private static void lengthen(CaptureReader reader, CaptureCopy copy) throws CaptureException {
        CapturedFrame frame = reader.frame();
        int end = frame.packetIndex() + frame.packetCapturedLength();
        int displaced = reader.octets().getInt(end);
        reader.octets().putInt(end, 0xA5A5A5A5);
        copy.lengthen(end, displaced);
    }

    private static byte[] longer(byte[] frame) {
        byte[] longer = Arrays.copyOf(frame, frame.length + 4);
        System.arraycopy(longer, SYN.length, longer, SYN.length + 4, frame.length - SYN.length);
        Arrays.fill(longer, SYN.length, SYN.length + 4, (byte) 0xA5);
        return longer;
    }

    @Test
    void makesFramesLonger() throws IOException, CaptureException {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            byte[] capture = new PcapOctets(PcapOctets.MICROSECONDS, order, RAW)
                    .packet(ODD)
                    .packet(SYN)
                    .build();

            assertThat(copy(capture, true, CaptureCopyTest::lengthen))
                    .isEqualTo(new PcapOctets(PcapOctets.MICROSECONDS, order, RAW)
                            .packet(longer(ODD))
                            .packet(longer(SYN))
                            .build());
        }
    }

    @Test
    void makesBlocksLongerAndKeepsWhatIsRecordedOfThem() throws IOException, CaptureException {
        PcapngOctets expected = new PcapngOctets();
        byte[] longer = longer(ODD);

        assertThat(copy(pcapng(), true, CaptureCopyTest::lengthen))
                .isEqualTo(expected.interfaceOf(RAW, 0, expected.nameOption("wg0"), expected.commentOption("näher"))
                        .block(0x0BAD, new byte[40])
                        .packet(
                                0,
                                7,
                                longer,
                                longer.length,
                                expected.commentOption("remember"),
                                expected.flagsOption(PcapngOctets.IN))
                        .simplePacket(longer(SYN), SYN.length + 4)
                        .section(ByteOrder.BIG_ENDIAN, -1)
                        .interfaceOf(RAW)
                        .packet(0, longer(SYN))
                        .block(5, new byte[8])
                        .build());
    }

    @Test
    void keepsOfALongerFrameAsMuchAsOfOthers() throws IOException, CaptureException {
        byte[] capture = new PcapOctets(PcapOctets.MICROSECONDS, ByteOrder.LITTLE_ENDIAN, RAW, SYN.length + 1)
                .packet(SYN)
                .build();

        assertThat(copy(capture, true, CaptureCopyTest::lengthen))
                .isEqualTo(new PcapOctets(PcapOctets.MICROSECONDS, ByteOrder.LITTLE_ENDIAN, RAW, SYN.length + 1)
                        .packet(Arrays.copyOf(longer(SYN), SYN.length + 1), SYN.length + 4)
                        .build());
    }

    @Test
    void packsIfTheNameSaysSo() throws IOException, CaptureException {
        target = directory.resolve("copy.pcap.gz");
        byte[] capture = pcapng();
        byte[] packed = copy(capture, false, CaptureCopyTest::nothing);

        try (InputStream unpacked = new GZIPInputStream(Files.newInputStream(target))) {
            assertThat(unpacked.readAllBytes()).isEqualTo(capture);
        }
        assertThat(packed.length).isLessThan(capture.length);
    }

    @Test
    void appearsWhenItIsWhole() throws IOException, CaptureException {
        Files.writeString(target, "precious");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(directory.resolve("link.pcap"), target);
        byte[] capture = PcapOctets.of(RAW).packet(SYN).build();
        Path file = Files.write(directory.resolve("x.pcap"), capture);

        try (CaptureReader reader = CaptureReader.open(file);
                CaptureOutput output = CaptureOutput.open(link)) {
            CaptureCopy copy = CaptureCopy.of(reader, output, false);
            assertThat(reader.next()).isTrue();
            assertThat(reader.next()).isFalse();
            copy.finish();
            assertThat(target).hasContent("precious");
            output.commit();
        }

        assertThat(target).hasBinaryContent(capture);
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-r-----");
        assertThat(names()).containsExactlyInAnyOrder("copy.pcap", "link.pcap", "x.pcap");
    }

    @Test
    void leavesNothingBehindIfItIsNotWhole() throws IOException, CaptureException {
        Files.writeString(target, "precious");

        try (CaptureOutput output = CaptureOutput.open(target)) {
            output.take(ByteBuffer.wrap(SYN));
            assertThat(names()).hasSize(2);
        }

        assertThat(target).hasContent("precious");
        assertThat(names()).containsExactly("copy.pcap");
    }

    private Set<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return Set.copyOf(files.map(file -> file.getFileName().toString()).toList());
        }
    }

    @Test
    void leavesADeviceWhatItIs() throws IOException, CaptureException {
        target = Path.of("/dev/null");

        assertThat(copy(pcapng(), false, CaptureCopyTest::nothing)).isEmpty();

        assertThat(Files.isRegularFile(target)).isFalse();
    }

    @Test
    void saysWhyItCannotBeWritten() {
        Path lost = directory.resolve("nowhere/copy.pcap");

        assertThatThrownBy(() -> CaptureOutput.open(lost))
                .isInstanceOf(CaptureException.class)
                .hasMessage(lost + ": cannot write the capture: there is no such directory");
        assertThatThrownBy(() -> CaptureOutput.open(directory))
                .hasMessage(directory + ": cannot write the capture: Is a directory");
    }

    @Test
    void saysThatTheDiskIsFull() throws IOException, CaptureException {
        target = Path.of("/dev/full");

        assertThatThrownBy(() -> copy(pcapng(), false, CaptureCopyTest::nothing))
                .isInstanceOf(CaptureException.class)
                .hasMessage("/dev/full: cannot write the capture: No space left on device");
    }
}
