// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.mssclamp.daemon.DaemonProcess;
import org.mssclamp.kernel.Lab;
import org.mssclamp.kernel.SynTraffic;
import org.mssclamp.packet.Family;

/**
 * A gateway whose firewall is made by {@code mssclamp rules generate}.
 *
 * <p>Where it leads to carries 1400 octets. Its daemon, if it runs, has one queue of a few packets and clamps IPv4 alone,
 * so that three makers of an MSS can be told apart: the daemon, the net, the client.
 */
final class FedGateway implements AutoCloseable {
    static final Map<Family, Integer> CLIENTS = Map.of(Family.IPV4, SynTraffic.MSS, Family.IPV6, SynTraffic.MSS);
    static final Map<Family, Integer> DAEMONS = Map.of(Family.IPV4, 1300, Family.IPV6, SynTraffic.MSS);
    static final Map<Family, Integer> NETS = Map.of(Family.IPV4, 1360, Family.IPV6, 1340);

    private static final Path COMMAND = Path.of("target/mssclamp/bin/mssclamp").toAbsolutePath();
    private static final String CONFIGURATION = """
            version: 1
            queues: [{ number: 0, max-length: 8, mark: 0x4/0x4 }]
            rules: [{ name: ipv4, match: { family: ipv4 }, set-mss: 1300 }]
            """;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);

    private final Lab lab = new Lab();
    private final Path config;
    private final String path;

    /** With other programs before those of the system; empty for none. */
    FedGateway(Path directory, String programs) throws IOException {
        config = Files.writeString(directory.resolve("mssclamp.yaml"), CONFIGURATION);
        path = programs.isEmpty() ? "" : "PATH='" + programs + "':$PATH; ";
        pathMtu(1400);
    }

    Lab lab() {
        return lab;
    }

    /** Sets what the way to the servers carries. */
    void pathMtu(int octets) {
        lab.gateway().ip("link set dev out0 mtu " + octets);
    }

    DaemonProcess daemon() {
        return DaemonProcess.serving(lab.gateway(), "-c", config.toString());
    }

    /** What a shell prints in which {@code $commands} are those generated with these options. */
    String shell(String options, String script) {
        String generate = "'" + COMMAND + "' rules generate -c '" + config + "' " + options;
        return lab.gateway().run("sh", "-ec", path + "commands=$(" + generate + ")\n" + script);
    }

    /** What is in the mangle tables, IPv4 first. */
    List<String> mangleRules() {
        return lab.gateway()
                .run("sh", "-ec", path + "iptables-save -t mangle; ip6tables-save -t mangle")
                .lines()
                .filter(line -> line.startsWith("-A "))
                .toList();
    }

    /** How many SYNs of the gateway to itself, one of each family, came with an MSS that only its loopback allows. */
    int unclampedOnLoopback() {
        String counted = lab.gateway().run("bash", "-c", """
                nft -f - <<END
                add table inet loopback
                flush table inet loopback
                add chain inet loopback input { type filter hook input priority filter; }
                add rule inet loopback input tcp flags & (syn | ack) == syn tcp option maxseg size 60000-65535 counter
                END
                for address in 127.0.0.1 ::1; do (: </dev/tcp/$address/9) 2>/dev/null; done
                nft list table inet loopback | sed -n 's/.* packets \\([0-9]*\\) .*/\\1/p'
                """);
        return Integer.parseInt(counted.strip());
    }

    /** Sends a few SYNs, each when the one before has arrived: so the queue is never full. */
    Map<Family, Integer> send() {
        try (SynTraffic traffic = new SynTraffic(lab)) {
            List<Integer> numbers = List.of(1, 2, 3, 4);
            for (int number : numbers) {
                traffic.send(1);
                traffic.mss(number);
            }
            return mss(traffic, numbers);
        }
    }

    /** The one MSS that these of the traffic arrived with in each family. */
    static Map<Family, Integer> mss(SynTraffic traffic, List<Integer> numbers) {
        return numbers.stream()
                .collect(Collectors.toMap(
                        FedGateway::family,
                        traffic::mss,
                        (one, other) -> {
                            assertThat(other).isEqualTo(one);
                            return one;
                        },
                        TreeMap::new));
    }

    /** The traffic takes them in turns. */
    private static Family family(int number) {
        return number % 2 == 1 ? Family.IPV4 : Family.IPV6;
    }

    /** Waits until that many have arrived, and tells which. */
    static List<Integer> awaitArrived(SynTraffic traffic, int count) {
        long begin = System.nanoTime();
        while (traffic.arrived().size() < count && System.nanoTime() - begin < PATIENCE_NS) {
            traffic.takeArrived();
        }
        assertThat(traffic.arrived()).hasSizeGreaterThanOrEqualTo(count);
        return List.copyOf(traffic.arrived().keySet());
    }

    @Override
    public void close() {
        lab.close();
    }
}
