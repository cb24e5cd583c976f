// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.capture.CaptureException;
import org.mssclamp.capture.PacketSource;
import org.mssclamp.capture.PcapFile;
import org.mssclamp.capture.PcapOctets;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;

class CapturedTrafficTest {
    private static final int ETHERNET = 1;
    private static final int RAW = 101;
    private static final byte[] SYN = SynBuilder.ipv4().mss(1460).build();
    private static final byte[] SEGMENT =
            SynBuilder.ipv6().flags(SynBuilder.ACK).data(900).build();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    private CapturedTraffic read(byte[] capture, int maxPackets, int maxOctets) throws IOException, CaptureException {
        try (PacketSource source = PcapFile.open(Files.write(directory.resolve("x.pcap"), capture))) {
            return CapturedTraffic.of(source, () -> false, maxPackets, maxOctets);
        }
    }

    private CapturedTraffic read(PcapOctets capture) throws IOException, CaptureException {
        return read(capture.build(), CapturedTraffic.MAX_PACKETS, CapturedTraffic.MAX_OCTETS);
    }

    @Test
    void holdsThePacketsAndCountsSyns() throws IOException, CaptureException {
        byte[] synAck = SynBuilder.ipv6().flags(SynBuilder.SYN | SynBuilder.ACK).build();
        CapturedTraffic traffic =
                read(PcapOctets.of(RAW).packet(SYN).packet(SEGMENT).packet(synAck));

        assertThat(traffic.packets()).containsExactly(SYN, SEGMENT, synAck);
        assertThat(traffic.syns()).isEqualTo(2);
        assertThat(traffic.end()).isNull();
    }

    @Test
    void endsWithThePacketsReadWhenItIsInterrupted() throws IOException, CaptureException {
        byte[] capture = PcapOctets.of(RAW).packet(SYN).packet(SEGMENT).build();
        AtomicInteger asked = new AtomicInteger();
        try (PacketSource source = PcapFile.open(Files.write(directory.resolve("x.pcap"), capture))) {
            CapturedTraffic traffic = CapturedTraffic.of(source, () -> asked.incrementAndGet() > 1);

            assertThat(traffic.packets()).containsExactly(SYN);
            assertThat(traffic.end()).isEqualTo("interrupted");
        }
    }

    @Test
    void leavesOutFramesWithoutIp() throws IOException, CaptureException {
        byte[] arp = Octets.hex("020000000001 020000000002 0806", "00".repeat(46));
        byte[] syn = Octets.hex("020000000001 020000000002 0800", Octets.hex(SYN));
        CapturedTraffic traffic = read(PcapOctets.of(ETHERNET).packet(arp).packet(syn));

        assertThat(traffic.packets()).containsExactly(SYN);
        assertThat(traffic.withoutIp()).isEqualTo(1);
    }

    @Test
    void fillsUpWithZerosWhatTheCaptureDidNotKeep() throws IOException, CaptureException {
        byte[] kept = Arrays.copyOf(SEGMENT, 96);
        CapturedTraffic traffic = read(PcapOctets.of(RAW).packet(kept, SEGMENT.length));

        assertThat(traffic.packets()).containsExactly(Arrays.copyOf(kept, SEGMENT.length));
        assertThat(traffic.withoutHeaders()).isZero();
    }

    @Test
    void leavesOutPacketsWhoseHeadersWereNotKept() throws IOException, CaptureException {
        CapturedTraffic traffic = read(PcapOctets.of(RAW)
                .packet(Arrays.copyOf(SYN, 42), SYN.length)
                .packet(Arrays.copyOf(SYN, 19), SYN.length)
                .packet(SYN));

        assertThat(traffic.packets()).containsExactly(SYN);
        assertThat(traffic.withoutHeaders()).isEqualTo(2);
    }

    @Test
    void leavesOutPacketsThatNoQueueTakes() throws IOException, CaptureException {
        byte[] jumbogram = Octets.hex("60000000 0000 06 40", "00".repeat(60));
        CapturedTraffic traffic =
                read(PcapOctets.of(RAW).packet(jumbogram, Integer.MAX_VALUE).packet(SYN));

        assertThat(traffic.packets()).containsExactly(SYN);
        assertThat(traffic.withoutHeaders()).isEqualTo(1);
    }

    @Test
    void keepsMalformedPackets() throws IOException, CaptureException {
        byte[] malformed = Octets.hex("4F000014 00000000 40060000 0A000001 0A000002");

        assertThat(read(PcapOctets.of(RAW).packet(malformed)).packets()).containsExactly(malformed);
    }

    @Test
    void readsNoMoreThanFits() throws IOException, CaptureException {
        byte[] capture = PcapOctets.of(RAW).packet(SYN).packet(SYN).packet(SYN).build();

        CapturedTraffic few = read(capture, 2, CapturedTraffic.MAX_OCTETS);
        assertThat(few.packets()).hasSize(2);
        assertThat(few.end()).isEqualTo("only as many packets are replayed as fit: 2 at most, or 64 MiB");
        assertThat(read(capture, 3, CapturedTraffic.MAX_OCTETS).end()).isNull();
        assertThat(read(capture, 3, 3 * SYN.length - 1).packets()).hasSize(2);
        assertThat(read(capture, 3, 3 * SYN.length).end()).isNull();
    }

    @Test
    void isWhatStandsBeforeTheEndOfACutFile() throws IOException, CaptureException {
        byte[] capture = PcapOctets.of(RAW).packet(SYN).packet(SYN).build();
        byte[] cut = Arrays.copyOf(capture, capture.length - 1);
        CapturedTraffic traffic = read(cut, CapturedTraffic.MAX_PACKETS, CapturedTraffic.MAX_OCTETS);

        assertThat(traffic.packets()).containsExactly(SYN);
        assertThat(traffic.end()).contains("cannot be read behind packet 1");
        assertThatThrownBy(() -> read(Arrays.copyOf(capture, 30), 1, 100)).isInstanceOf(CaptureException.class);
    }
}
