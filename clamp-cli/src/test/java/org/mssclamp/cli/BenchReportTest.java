// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mssclamp.clamp.Outcome;

class BenchReportTest {
    private static final Census CENSUS = new Census(
            1500,
            Map.of(Outcome.CLAMPED, 1200L, Outcome.NOT_SYN, 300L, Outcome.FAILED, 0L),
            List.of(new Census.OfRule("phones", 1200, 1199), new Census.OfRule("rest", 0, 0)));
    private static final Figures FIGURES = new Figures(List.of(
            new Round(1_000_000, 40_000_000, 250_000),
            new Round(1_000_000, 50_000_000, 250_000),
            new Round(1_000_000, 62_500_000, 250_000)));

    private static BenchReport report(CapturedTraffic traffic, Passage passage, PathSource paths, Figures figures) {
        return new BenchReport("office.pcap", traffic, "gateway.yaml", passage, paths, CENSUS, figures, false, "a JVM");
    }

    private static CapturedTraffic traffic(int packets) {
        return new CapturedTraffic(Collections.nCopies(packets, new byte[0]), 1200, 0, 0, null);
    }

    private static String text(BenchReport report) {
        return new BenchText(report, Palette.PLAIN).render();
    }

    @Test
    void showsWhatBecameOfThePacketsAndWhatTheyTook() {
        BenchReport report = report(traffic(1500), new Passage("wg0", "eth0", 16), PathSource.NOT_ASKED, FIGURES);

        assertThat(text(report)).isEqualTo("""
                office.pcap: 1,500 packets, among them 1,200 SYNs
                gateway.yaml: 2 rules, in wg0, out eth0, mark 0x10

                outcome  packets
                clamped    1,200  the MSS was lowered
                not-syn      300  TCP without SYN, or with RST

                rule    matched  changed
                phones    1,200    1,199
                1 more rule matched nothing

                50.0 ns of processor time a packet (40.0 to 62.5)
                20,000,000 packets/s on one processor (16,000,000 to 25,000,000)
                0.25 octets allocated for a packet
                median of 3 rounds of 40 to 63 ms, 3,000,000 packets, after a warm-up
                a JVM
                This is the hot path alone, from a message of the queue to its verdict, with copying each packet in. The kernel's
                share, which is the larger by far, is not in it.
                """);
    }

    @Test
    void saysWhatWasLeftOutAndWhatIsNotKnown() {
        CapturedTraffic traffic = new CapturedTraffic(List.of(new byte[0]), 1, 3, 1, "office.pcap: ends there");
        BenchReport report = report(traffic, new Passage("", "", 0), PathSource.NO_WAY, new Figures(List.of()));

        assertThat(text(report))
                .startsWith("""
                        office.pcap: 1 packet, among them 1 SYN
                          left out: 3 frames without IP
                          left out: 1 packet too long, or captured without all headers
                          not read to its end: office.pcap: ends there
                        gateway.yaml: 2 rules
                        """)
                .contains("paths are not looked up, and count as mtu-unknown: say by --out where the packets leave\n")
                .contains("interrupted before anything was measured\n");
    }

    @Test
    void saysOfHowManyPacketsTheCountsAre() {
        BenchReport report =
                report(traffic(1501), new Passage("", "", 0), PathSource.NOT_ASKED, new Figures(List.of()));

        assertThat(text(report)).contains("interrupted; counts are of the first 1,500 packets\n\noutcome  packets\n");
    }

    @Test
    void hasNoTablesIfNothingWasCounted() {
        BenchReport report = new BenchReport(
                "office.pcap",
                traffic(3),
                "gateway.yaml",
                new Passage("", "", 0),
                PathSource.NOT_ASKED,
                new Census(0, Map.of(), List.of(new Census.OfRule("phones", 0, 0))),
                new Figures(List.of()),
                true,
                "a JVM");

        assertThat(text(report))
                .contains("\ninterrupted before a packet was counted\n\ninterrupted before anything was measured\n")
                .doesNotContain("outcome", "rule matched");
    }

    @Test
    void saysTheSameInJson() {
        BenchReport report = report(traffic(2), new Passage("wg0", "", 16), PathSource.HOST, FIGURES);

        assertThat(new BenchJson(report).render())
                .isEqualTo("{\"schema\":1,\"capture\":{\"file\":\"office.pcap\",\"packets\":2,\"syns\":1200,"
                        + "\"leftOutWithoutIp\":0,\"leftOutWithoutHeaders\":0,\"end\":null},"
                        + "\"file\":\"gateway.yaml\",\"in\":\"wg0\",\"out\":null,\"mark\":16,\"paths\":\"host\",\"counted\":1500,"
                        + "\"outcomes\":{\"clamped\":1200,\"not-syn\":300},"
                        + "\"rules\":[{\"name\":\"phones\",\"matched\":1200,\"changed\":1199},"
                        + "{\"name\":\"rest\",\"matched\":0,\"changed\":0}],"
                        + "\"measured\":{\"includesKernel\":false,\"rounds\":3,"
                        + "\"cpuMillisecondsPerRound\":{\"median\":50.0,\"least\":40.0,\"most\":62.5},\"packets\":3000000,"
                        + "\"cpuNsPerPacket\":{\"median\":50.0,\"least\":40.0,\"most\":62.5},"
                        + "\"packetsPerCpuSecond\":{\"median\":20000000,\"least\":16000000,\"most\":25000000},"
                        + "\"allocatedOctetsPerPacket\":0.25},"
                        + "\"interrupted\":false,\"machine\":\"a JVM\"}");
    }

    @Test
    void hasNoFiguresInJsonIfThereAreNone() {
        BenchReport report = report(traffic(1), new Passage("", "", 0), PathSource.ABSENT, new Figures(List.of()));

        assertThat(new BenchJson(report).render()).contains("\"measured\":null", "\"paths\":\"absent\"");
    }
}
