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
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.Seed;
import org.mssclamp.capture.PcapOctets;
import org.mssclamp.kernel.KernelTests;
import org.mssclamp.kernel.Namespace;
import org.mssclamp.packet.SynBuilder;
import org.mssclamp.status.Json;

/** What a report says of what real stacks sent is what tshark says of the same file. */
@ExtendWith(KernelTests.class)
@Timeout(240)
class ReportCaptureIT {
    private static final int RAW = 101;
    private static final List<String> ADDRESSES = List.of("10.2.0.2", "fd00:2::2");

    /** Hop-by-hop and destination options of padding, an experimental routing header, and that of a fragment that is whole. */
    private static final Map<Integer, String> EXTENSIONS = new TreeMap<>(Map.of(
            0, "00 00 0104 00000000",
            43, "00 00 fd00 00000000",
            44, "00 00 0000 00000001",
            60, "00 00 0104 00000000"));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    /** What both count. */
    private record Figures(
            Map<String, Long> syns, long sentAgain, long fragmentsIpv4, long fragmentsIpv6, Map<String, Long> tooBig) {}

    private static List<String[]> tshark(Path capture, String filter, String... fields)
            throws IOException, InterruptedException {
        KernelTests.require("tshark");
        // The first occurrence: of headers within an ICMP message only those outside.
        List<String> command = new ArrayList<>(
                List.of("tshark", "-r", capture.toString(), "-Y", filter, "-T", "fields", "-E", "occurrence=f"));
        for (String field : fields) {
            command.addAll(List.of("-e", field));
        }
        Process process =
                new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines()
                .map(line -> Arrays.copyOf(line.split("\t", -1), fields.length))
                .toList();
    }

    private static Map<String, Long> counted(List<String[]> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(row -> String.join(" ", row), TreeMap::new, Collectors.counting()));
    }

    private static Figures byTshark(Path capture) throws IOException, InterruptedException {
        List<String[]> syns = tshark(
                capture,
                "tcp.flags.syn==1 && tcp.flags.reset==0 && !icmp && !icmpv6",
                "tcp.flags.ack",
                "ipv6.version",
                "tcp.options.mss_val");
        for (String[] syn : syns) {
            syn[0] = syn[0].equals("1") || syn[0].equals("True") ? "syn-ack" : "syn";
            syn[1] = syn[1].isEmpty() ? "ipv4" : "ipv6";
            syn[2] = syn[2].isEmpty() ? "none" : syn[2];
        }
        List<String[]> fragments = tshark(capture, "ip", "ip.flags.mf", "ip.frag_offset");
        List<String[]> tooBig = tshark(
                capture,
                "icmp.type==3 && icmp.code==4 || icmpv6.type==2",
                "ip.src",
                "ipv6.src",
                "icmp.mtu",
                "icmpv6.mtu");
        return new Figures(
                counted(syns),
                tshark(
                                capture,
                                "(tcp.analysis.retransmission || tcp.analysis.out_of_order) && !icmp && !icmpv6",
                                "frame.number")
                        .size(),
                fragments.stream()
                        .filter(row -> row[0].equals("1") || row[0].equals("True") || !row[1].equals("0"))
                        .count(),
                tshark(capture, "ipv6.fraghdr && !(icmpv6.type==2)", "frame.number")
                        .size(),
                counted(tooBig.stream()
                        .map(row -> new String[] {row[0] + row[1], row[2] + row[3]})
                        .toList()));
    }

    @SuppressWarnings("unchecked") // as the schema has it
    private static Figures byReport(Map<String, Object> report) {
        Map<String, Long> syns = new TreeMap<>();
        for (Map<String, Object> kind : rows(report, "announced")) {
            String prefix = kind.get("kind") + " " + kind.get("family") + " ";
            ((Map<String, Number>) Members.in(kind, "values"))
                    .forEach((mss, count) -> syns.merge(prefix + mss, count.longValue(), Long::sum));
            long absent = Members.number(kind, "absent");
            if (absent > 0) {
                syns.merge(prefix + "none", absent, Long::sum);
            }
        }
        Map<String, Long> fragments = new TreeMap<>();
        for (Map<String, Object> row : rows(report, "fragments")) {
            fragments.put((String) row.get("family"), Members.number(row, "first") + Members.number(row, "later"));
        }
        Map<String, Long> tooBig = new TreeMap<>();
        for (Map<String, Object> row : rows(report, "tooBig")) {
            tooBig.put(row.get("router") + " " + row.get("mtu"), Members.number(row, "messages"));
        }
        return new Figures(
                syns,
                Members.number(report, "traffic", "sentAgain"),
                fragments.getOrDefault("ipv4", 0L),
                fragments.getOrDefault("ipv6", 0L),
                tooBig);
    }

    @SuppressWarnings("unchecked") // as the schema has it
    private static List<Map<String, Object>> rows(Map<String, Object> report, String key) {
        return (List<Map<String, Object>>) Members.in(report, key);
    }

    private static Map<String, Object> report(Path capture) throws IOException {
        Run run = Run.of("pcap", "report", "--json", capture.toString());
        assertThat(run.err()).isEmpty();
        Schema.of("pcap-report").assertValid(run.out());
        return Json.parse(run.out());
    }

    @SuppressWarnings("unchecked") // as the schema has it
    private static Map<String, Object> part(Map<String, Object> report, String key) {
        return (Map<String, Object>) Members.in(report, key);
    }

    @Test
    void namesTheBlackHoleThatRealStacksFallInto() throws IOException, InterruptedException {
        Path capture = captureDownloads(true);
        Map<String, Object> report = report(capture);

        Figures figures = byReport(report);
        assertThat(figures).isEqualTo(byTshark(capture));
        assertThat(figures.tooBig()).isEmpty();
        assertThat(Members.number(report, "connections", "stalled")).isEqualTo(ADDRESSES.size());
        assertThat(rows(report, "stalls")).hasSize(ADDRESSES.size()).allSatisfy(stall -> {
            assertThat(stall)
                    .containsEntry("vanished", 1500)
                    .containsEntry("arrived", 1400)
                    .containsEntry("tooBigMtu", null);
            assertThat((String) stall.get("from")).endsWith(":8080");
        });
        assertThat(part(report, "verdict")).containsEntry("kind", "stalls").containsEntry("mtu", 1400);
    }

    @Test
    void tellsWhatTheRouterSaidWhereItIsHeard() throws IOException, InterruptedException {
        Path capture = captureDownloads(false);
        Map<String, Object> report = report(capture);

        Figures figures = byReport(report);
        assertThat(figures).isEqualTo(byTshark(capture));
        assertThat(figures.tooBig()).containsOnlyKeys("10.2.0.1 1400", "fd00:2::1 1400");
        assertThat(Members.number(report, "connections", "stalled")).isZero();
        assertThat(part(report, "verdict")).containsEntry("kind", "exceeded").containsEntry("mtu", 1400);
    }

    @Test
    void countsSynsBehindExtensionHeadersAsTsharkDoes() throws IOException, InterruptedException {
        Random random = new Random(Seed.VALUE);
        PcapOctets octets = PcapOctets.of(RAW);
        for (int port = 1; port <= 500; port++) {
            SynBuilder syn = SynBuilder.ipv6().ports(port, 443);
            EXTENSIONS.forEach((kind, hex) -> {
                if (random.nextBoolean()) {
                    syn.extension(kind, hex);
                }
            });
            octets.packet((random.nextInt(4) == 0 ? syn : syn.mss(1200 + random.nextInt(20))).build());
        }
        Path capture = Files.write(directory.resolve("generated.pcap"), octets.build());

        Figures figures = byReport(report(capture));
        assertThat(figures).as(Seed.REPLAY).isEqualTo(byTshark(capture));
        assertThat(figures.fragmentsIpv6()).as(Seed.REPLAY).isPositive();
    }

    /**
     * Downloads over both families through a gateway that has 1400 octets towards the client, each with the MSS of Ethernet
     * and with one that fits; besides SYNs of nmap, and pings that are cut into fragments.
     *
     * <pre>
     *   client up0 ─ 1400 ─ in0 gateway out0 ── down0 server
     * </pre>
     */
    private Path captureDownloads(boolean silent) throws IOException, InterruptedException {
        for (String program : List.of("curl", "nmap", "tcpdump", "ping", "python3", "iptables", "ip6tables")) {
            KernelTests.require(program);
        }
        Path capture = directory.resolve("down0.pcap");
        Files.write(directory.resolve("big"), new byte[300_000]);
        try (NarrowRoad road = new NarrowRoad(directory, "report", "in0")) {
            if (silent) {
                road.gateway()
                        .run(
                                "iptables",
                                "-A",
                                "OUTPUT",
                                "-p",
                                "icmp",
                                "--icmp-type",
                                "fragmentation-needed",
                                "-j",
                                "DROP");
                road.gateway()
                        .run(
                                "ip6tables",
                                "-A",
                                "OUTPUT",
                                "-p",
                                "icmpv6",
                                "--icmpv6-type",
                                "packet-too-big",
                                "-j",
                                "DROP");
            }
            List<Process> started = List.of(
                    road.start(road.server(), "listening on", "tcpdump", "-Uni", "down0", "-w", capture.toString()),
                    road.start(
                            road.server(),
                            "Serving",
                            "python3",
                            "-u",
                            "-m",
                            "http.server",
                            "-b",
                            "::",
                            "-d",
                            directory.toString(),
                            "8080"));
            for (String address : ADDRESSES) {
                download(road.client(), address, silent);
            }
            road.client().run("ip", "route", "change", "default", "via", "10.1.0.1", "advmss", "1360");
            road.client().run("ip", "-6", "route", "change", "default", "via", "fd00:1::1", "advmss", "1340");
            for (String address : ADDRESSES) {
                download(road.client(), address, false);
            }
            road.client().run("nmap", "-Pn", "-n", "-sS", "-p", "1-20", ADDRESSES.get(0));
            road.client().run("nmap", "-6", "-Pn", "-n", "-sS", "-p", "1-20", ADDRESSES.get(1));
            for (String address : List.of("10.1.0.2", "fd00:1::2")) {
                // No answer finds its way: what comes to the gateway's narrow end in full size is lost.
                road.server().run("sh", "-c", "ping -c 2 -i 0.2 -W 1 -s 3000 " + address + " || test $? = 1");
            }
            NarrowRoad.end(started);
        }
        return capture;
    }

    /** One that stalls is given up after five seconds, in which Linux retransmits four times. */
    private static void download(Namespace client, String address, boolean stalls) {
        String host = address.contains(":") ? "[" + address + "]" : address;
        String command = "curl -gs --max-time " + (stalls ? 5 : 60) + " -o /dev/null http://" + host + ":8080/big";
        client.run("sh", "-c", stalls ? command + " || test $? = 28" : command);
    }
}
