// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;
import org.mssclamp.capture.CaptureException;
import org.mssclamp.capture.PacketSource;
import org.mssclamp.capture.PcapFile;
import org.mssclamp.capture.PcapOctets;
import org.mssclamp.capture.PcapngOctets;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.config.Configuration;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.daemon.StartException;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.RuleBuilder;

/** Any file at all is refused in words, or its packets are replayed, each of them once. */
class CaptureFuzzTest {
    private static final int ETHERNET = 1;
    private static final int RAW = 101;
    private static final int MAX_PACKETS = 100;
    private static final int MAX_OCTETS = 1 << 20;
    private static final Configuration CONFIGURATION = Configuration.of(
            List.of(QueueSettings.DEFAULT),
            Policy.DEFAULT,
            List.of(RuleBuilder.rule("low").build()));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    static List<byte[]> captures() {
        byte[] syn = SynBuilder.ipv4().mss(1460).build();
        byte[] synOfIpv6 = SynBuilder.ipv6().mss(1440).build();
        byte[] frame = Octets.hex("020000000001 020000000002 0800", Octets.hex(syn));
        return List.of(
                PcapOctets.of(RAW).packet(syn).packet(synOfIpv6, 1500).build(),
                PcapOctets.of(ETHERNET).packet(frame).packet(frame).build(),
                new PcapngOctets()
                        .interfaceOf(RAW)
                        .packet(0, syn)
                        .packet(0, synOfIpv6)
                        .build());
    }

    @MethodSource("captures")
    @FuzzTest
    void replaysEachPacketOfAnyFileOnce(byte[] octets) throws IOException, StartException {
        Path file = Files.write(directory.resolve("x.pcap"), octets);
        CapturedTraffic traffic;
        try (PacketSource source = PcapFile.open(file)) {
            traffic = CapturedTraffic.of(source, () -> false, MAX_PACKETS, MAX_OCTETS);
        } catch (CaptureException refused) {
            assertThat(refused).hasMessageStartingWith(file.toString());
            return;
        }
        if (!traffic.packets().isEmpty()) {
            replay(traffic);
        }
    }

    private static void replay(CapturedTraffic traffic) throws StartException {
        Passage passage = new Passage("wg0", "eth0", 0);
        try (Replay replay = Replay.of(traffic.packets(), passage, CONFIGURATION, new FakeHost())) {
            Census census = replay.census(() -> false);

            assertThat(census.packets()).isEqualTo(traffic.packets().size());
            assertThat(census.count(Outcome.FAILED)).isZero();
            long counted = 0;
            for (Outcome outcome : Outcome.values()) {
                counted += census.count(outcome);
            }
            assertThat(counted).isEqualTo(census.packets());
        }
    }
}
