// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
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
import org.mssclamp.kernel.Openvpn;
import org.mssclamp.kernel.TunnelLab;
import org.mssclamp.packet.Family;
import org.mssclamp.packet.SynBuilder;
import org.mssclamp.status.Json;

/** What a report says of what real stacks sent is what tshark says of the same file. */
@ExtendWith(KernelTests.class)
@Timeout(240)
class ReportCaptureIT {
    private static final int RAW = 101;
    /** What tshark ends with when a file is not whole, or corrupt. */
    private static final int TSHARK_DAMAGED = 2;

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

    /** What both count: SYNs by kind, family and MSS, and by kind, host and MSS. */
    private record Figures(
            Map<String, Long> syns,
            Map<String, Long> peers,
            long sentAgain,
            long fragmentsIpv4,
            long fragmentsIpv6,
            Map<String, Long> tooBig) {}

    private static List<String[]> tshark(int exitCode, Path capture, String filter, String... fields)
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
        assertThat(process.waitFor()).as(output).isEqualTo(exitCode);
        return output.lines()
                .map(line -> Arrays.copyOf(line.split("\t", -1), fields.length))
                .toList();
    }

    private static Map<String, Long> counted(List<String[]> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(row -> String.join(" ", row), TreeMap::new, Collectors.counting()));
    }

    private static Figures byTshark(Path capture) throws IOException, InterruptedException {
        return byTshark(0, capture);
    }

    /** With another exit code if the file is damaged. */
    private static Figures byTshark(int exitCode, Path capture) throws IOException, InterruptedException {
        List<String[]> syns = tshark(
                exitCode,
                capture,
                "tcp.flags.syn==1 && tcp.flags.reset==0 && !icmp && !icmpv6",
                "tcp.flags.ack",
                "ip.src",
                "ipv6.src",
                "tcp.options.mss_val");
        for (String[] syn : syns) {
            syn[0] = syn[0].equals("1") || syn[0].equals("True") ? "syn-ack" : "syn";
            syn[3] = syn[3].isEmpty() ? "none" : syn[3];
        }
        List<String[]> fragments = tshark(exitCode, capture, "ip", "ip.flags.mf", "ip.frag_offset");
        List<String[]> tooBig = tshark(
                exitCode,
                capture,
                "icmp.type==3 && icmp.code==4 || icmpv6.type==2",
                "ip.src",
                "ipv6.src",
                "icmp.mtu",
                "icmpv6.mtu");
        return new Figures(
                counted(syns.stream()
                        .map(syn -> new String[] {syn[0], syn[1].isEmpty() ? "ipv6" : "ipv4", syn[3]})
                        .toList()),
                counted(syns.stream()
                        .map(syn -> new String[] {syn[0], syn[1] + syn[2], syn[3]})
                        .toList()),
                tshark(
                                exitCode,
                                capture,
                                "(tcp.analysis.retransmission || tcp.analysis.out_of_order) && !icmp && !icmpv6",
                                "frame.number")
                        .size(),
                fragments.stream()
                        .filter(row -> row[0].equals("1") || row[0].equals("True") || !row[1].equals("0"))
                        .count(),
                tshark(exitCode, capture, "ipv6.fraghdr && !(icmpv6.type==2)", "frame.number")
                        .size(),
                counted(tooBig.stream()
                        .map(row -> new String[] {row[0] + row[1], row[2] + row[3]})
                        .toList()));
    }

    /** How many SYNs of what has a kind and this. */
    @SuppressWarnings("unchecked") // as the schema has it
    private static Map<String, Long> announced(List<Map<String, Object>> rows, String member) {
        Map<String, Long> syns = new TreeMap<>();
        for (Map<String, Object> row : rows) {
            String prefix = row.get("kind") + " " + row.get(member) + " ";
            ((Map<String, Number>) Members.in(row, "values"))
                    .forEach((mss, count) -> syns.merge(prefix + mss, count.longValue(), Long::sum));
            long absent = Members.number(row, "absent");
            if (absent > 0) {
                syns.merge(prefix + "none", absent, Long::sum);
            }
        }
        return syns;
    }

    private static Figures byReport(Map<String, Object> report) {
        Map<String, Long> fragments = new TreeMap<>();
        for (Map<String, Object> row : rows(report, "fragments")) {
            fragments.put((String) row.get("family"), Members.number(row, "first") + Members.number(row, "later"));
        }
        Map<String, Long> tooBig = new TreeMap<>();
        for (Map<String, Object> row : rows(report, "tooBig")) {
            tooBig.put(row.get("router") + " " + row.get("mtu"), Members.number(row, "messages"));
        }
        return new Figures(
                announced(rows(report, "announced"), "family"),
                announced(rows(report, "peers"), "host"),
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
    void countsStreamsThroughANarrowHopAsTsharkDoes() throws IOException, InterruptedException {
        Programs.require("iperf3 tcpdump");
        Path capture;
        try (NarrowRoad road = new NarrowRoad("streams", "in0")) {
            // It announces what Ethernet carries, and keeps itself to what the hop does.
            Programs.run(road.client(), "ip route change default via 10.1.0.1 mtu 1400 advmss 1460");
            Programs.run(road.client(), "ip -6 route change default via fd00:1::1 mtu 1400 advmss 1440");
            Programs programs = new Programs(directory);
            capture = programs.capture(road.gateway(), "out0");
            for (String address : ADDRESSES) {
                for (String way : List.of("", " --reverse", " --bidir")) {
                    programs.stream(
                            road.client(), road.server(), "--bytes 400K --parallel 3 --client " + address + way);
                }
            }
            programs.end();
        }
        Map<String, Object> report = report(capture);

        Figures figures = byReport(report);
        assertThat(figures).isEqualTo(byTshark(capture));
        // For each address: a stream of control thrice, three streams, three more, and six.
        assertThat(Members.number(report, "connections", "complete")).isEqualTo(ADDRESSES.size() * 15L);
        assertThat(figures.tooBig()).isNotEmpty();
        assertThat(part(report, "verdict")).containsEntry("mtu", 1400);
    }

    @Test
    void namesTheBlackHoleThatATunnelFallsInto() throws IOException, InterruptedException {
        Programs.require("openvpn openssl curl iperf3 tcpdump python3");
        Files.write(directory.resolve("big"), new byte[300_000]);
        Path inside;
        Path outside;
        try (TunnelLab lab = new TunnelLab(1400)) {
            new Openvpn(Map.of("cipher", "aes-gcm"), "--data-ciphers AES-256-GCM").connect(lab, directory);
            Programs programs = new Programs(directory);
            inside = programs.capture(lab.far(), "tun0");
            outside = programs.capture(lab.near(), "wan");
            serve(programs, lab.server());
            for (Family family : Family.values()) {
                download(lab.client(), TunnelLab.serverAddress(family), true);
            }
            Programs.run(lab.client(), "ip route change default via 10.0.1.2 advmss 1260");
            Programs.run(lab.client(), "ip -6 route change default via fd00:1::2 advmss 1240");
            for (Family family : Family.values()) {
                download(lab.client(), TunnelLab.serverAddress(family), false);
            }
            // The near gateway cuts what is too large for its own link.
            programs.stream(
                    lab.client(), lab.server(), "--bytes 200K --client " + TunnelLab.serverAddress(Family.IPV4));
            programs.end();
        }
        Map<String, Object> report = report(inside);
        Figures figures = byReport(report);
        assertThat(figures).isEqualTo(byTshark(inside));
        assertThat(figures.tooBig()).isEmpty();
        assertThat(Members.number(report, "connections", "stalled")).isEqualTo(2);
        assertThat(rows(report, "stalls"))
                .hasSize(2)
                .allSatisfy(stall ->
                        assertThat(stall).containsEntry("vanished", 1500).containsEntry("arrived", 1300));
        assertThat(part(report, "verdict")).containsEntry("kind", "stalls").containsEntry("mtu", 1300);

        Map<String, Object> packed = report(outside);
        assertThat(byReport(packed)).isEqualTo(byTshark(outside));
        assertThat(byReport(packed).fragmentsIpv4()).isPositive();
        assertThat(part(packed, "verdict")).containsEntry("kind", "nothing");
    }

    private static PcapOctets synsBehindExtensionHeaders() {
        Random random = new Random(Seed.VALUE);
        PcapOctets octets = PcapOctets.of(RAW);
        for (int port = 1; port <= 500; port++) {
            SynBuilder syn = SynBuilder.ipv6().ports(port, 443);
            EXTENSIONS.forEach((kind, hex) -> {
                if (random.nextBoolean()) {
                    syn.extension(kind, hex);
                }
            });
            octets.packet((random.nextInt(4) == 0 ? syn : syn.mss(1200 + random.nextInt(16))).build());
        }
        return octets;
    }

    @Test
    void countsSynsBehindExtensionHeadersAsTsharkDoes() throws IOException, InterruptedException {
        Path capture = Files.write(
                directory.resolve("generated.pcap"),
                synsBehindExtensionHeaders().build());

        Figures figures = byReport(report(capture));
        assertThat(figures).as(Seed.REPLAY).isEqualTo(byTshark(capture));
        assertThat(figures.fragmentsIpv6()).as(Seed.REPLAY).isPositive();
    }

    @Test
    void countsOfADamagedFileWhatTsharkDoes() throws IOException, InterruptedException {
        byte[] octets = synsBehindExtensionHeaders().build();
        byte[] corrupt = octets.clone();
        int record = 24;
        for (int i = 0; i < 300; i++) {
            record += 16 + Integer.reverseBytes(ByteBuffer.wrap(octets).getInt(record + 8));
        }
        Arrays.fill(corrupt, record + 8, record + 12, (byte) 0x7F); // more octets than a packet has
        for (byte[] damaged : List.of(Arrays.copyOf(octets, octets.length / 2), corrupt)) {
            Path capture = Files.write(directory.resolve("damaged.pcap"), damaged);

            Run run = Run.of("pcap", "report", "--json", capture.toString());

            assertThat(run.exitCode()).isEqualTo(66);
            assertThat(run.err())
                    .startsWith(capture + ": cannot be read behind packet ")
                    .hasLineCount(1);
            assertThat(byReport(Json.parse(run.out()))).as(Seed.REPLAY).isEqualTo(byTshark(TSHARK_DAMAGED, capture));
            assertThat(capture).hasBinaryContent(damaged);
        }
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
        Programs.require("curl nmap tcpdump ping python3 iptables ip6tables");
        Files.write(directory.resolve("big"), new byte[300_000]);
        try (NarrowRoad road = new NarrowRoad("report", "in0")) {
            if (silent) {
                keepSilent(road.gateway());
            }
            Programs programs = new Programs(directory);
            Path capture = programs.capture(road.server(), "down0");
            serve(programs, road.server());
            ADDRESSES.forEach(address -> download(road.client(), address, silent));
            Programs.run(road.client(), "ip route change default via 10.1.0.1 advmss 1360");
            Programs.run(road.client(), "ip -6 route change default via fd00:1::1 advmss 1340");
            ADDRESSES.forEach(address -> download(road.client(), address, false));
            Programs.run(road.client(), "nmap -Pn -n -sS -p 1-20 " + ADDRESSES.get(0));
            Programs.run(road.client(), "nmap -Pn -n -sS -p 1-20 -6 " + ADDRESSES.get(1));
            for (String address : List.of("10.1.0.2", "fd00:1::2")) {
                // No answer finds its way: what comes to the gateway's narrow end in full size is lost.
                road.server().run("sh", "-c", "ping -c 2 -i 0.2 -W 1 -s 3000 " + address + " || test $? = 1");
            }
            programs.end();
            return capture;
        }
    }

    private static void keepSilent(Namespace gateway) {
        Programs.run(gateway, "iptables -A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP");
        Programs.run(gateway, "ip6tables -A OUTPUT -p icmpv6 --icmpv6-type packet-too-big -j DROP");
    }

    /** What lies in the directory. */
    private void serve(Programs programs, Namespace server) throws IOException, InterruptedException {
        programs.start(server, "Serving", "python3 -u -m http.server -b :: 8080 -d", directory);
    }

    /** One that stalls is given up after five seconds, in which Linux retransmits four times. */
    private static void download(Namespace client, String address, boolean stalls) {
        String host = address.contains(":") ? "[" + address + "]" : address;
        String command = "curl -gs --max-time " + (stalls ? 5 : 60) + " -o /dev/null http://" + host + ":8080/big";
        client.run("sh", "-c", stalls ? command + " || test $? = 28" : command);
    }
}
