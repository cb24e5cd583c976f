// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;

/**
 * Any file at all is refused in words, or its frames lie in the reader's octets, and a copy of it is the same; what was read
 * of one that is refused on the way is not more than it has.
 */
class CaptureReaderFuzzTest {
    private static final int ETHERNET = 1;
    private static final int RAW = 101;
    private static final int LINUX_COOKED_2 = 276;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    static List<byte[]> captures() {
        byte[] syn = SynBuilder.ipv4().mss(1460).build();
        byte[] frame = Octets.hex("020000000001 020000000002 0800", Octets.hex(syn));
        byte[] cooked = Octets.hex("0800 0000 00000002 0001 04 06 0200000000010000", Octets.hex(syn));
        PcapngOctets blocks = new PcapngOctets();
        return List.of(
                PcapOctets.of(ETHERNET).packet(frame).packet(frame, 1500).build(),
                new PcapOctets(PcapOctets.NANOSECONDS, ByteOrder.BIG_ENDIAN, RAW)
                        .packet(syn)
                        .build(),
                blocks.interfaceOf(ETHERNET, 64, blocks.nameOption("eth0"), blocks.resolutionOption(0x89))
                        .packet(0, 1, frame, 1500, blocks.flagsOption(PcapngOctets.OUT))
                        .simplePacket(frame, frame.length)
                        .obsoletePacket(0, 2, frame)
                        .block(0x0BAD, new byte[12])
                        .section(ByteOrder.BIG_ENDIAN, -1)
                        .interfaceOf(LINUX_COOKED_2)
                        .packet(0, cooked)
                        .build());
    }

    @MethodSource("captures")
    @FuzzTest
    void copiesAnyFileOrSaysWhyNot(byte[] octets) throws IOException {
        Path file = Files.write(directory.resolve("x.pcap"), octets);
        Path target = directory.resolve("copy.pcap");
        Files.deleteIfExists(target);
        try (CaptureReader reader = CaptureReader.open(file);
                CaptureOutput output = CaptureOutput.open(target)) {
            CaptureCopy copy = CaptureCopy.of(reader, output, false);
            while (reader.next()) {
                check(reader);
            }
            copy.finish();
            output.commit();
            if (!isGzip(octets)) {
                assertThat(target).hasBinaryContent(octets);
            }
        } catch (CaptureException refused) {
            assertThat(refused).hasMessageStartingWith(file + ": cannot ");
            assertThat(target).doesNotExist();
        }
    }

    private static boolean isGzip(byte[] octets) {
        return octets[0] == 0x1F && octets[1] == (byte) 0x8B;
    }

    private static void check(CaptureReader reader) {
        CapturedFrame frame = reader.frame();
        int end = frame.index() + frame.capturedLength();
        assertThat(frame.index()).isNotNegative();
        assertThat(end).isBetween(frame.index(), CaptureBuffer.CAPACITY);
        assertThat(reader.fileOctetsRead()).isLessThanOrEqualTo(reader.fileOctets());
        if (frame.isIp()) {
            assertThat(frame.packetIndex()).isBetween(frame.index(), end - 1);
            assertThat(frame.packetIndex() + frame.packetCapturedLength()).isLessThanOrEqualTo(end);
            assertThat(frame.packetWireLength()).isGreaterThanOrEqualTo(frame.packetCapturedLength());
        }
    }
}
