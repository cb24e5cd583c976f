// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.capture.PcapOctets;
import org.mssclamp.packet.SynBuilder;

/** What {@code mssclamp} says of the machine it runs on, in a network namespace that lives as long as the command. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostIT {
    private static final Path COMMAND = Path.of("target/mssclamp/bin/mssclamp").toAbsolutePath();

    /** A tunnel and a line; two veth pairs that lead nowhere. */
    private static final String NETWORK = """
            set -e
            mount -t sysfs none /sys
            echo 1 > /proc/sys/net/ipv4/ip_forward
            echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
            for number in 1 2; do
                name=$([ $number = 1 ] && echo tunnel0 || echo line0)
                ip link add $name type veth peer name far$number
                ip link set $name up
                ip link set far$number up
                ip address add 10.0.$number.1/24 dev $name
                ip address add fd00:$number::1/64 dev $name nodad
            done
            ip link set tunnel0 mtu 1420
            ip route add 192.0.2.0/24 via 10.0.2.2 dev line0 mtu 1480
            ip -6 route add 2001:db8::/32 via fd00:2::2 dev line0
            """;

    private static final int RAW = 101;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @BeforeEach
    void needsRoot() {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
    }

    private String run(String setUp, String configuration, String... arguments)
            throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("gateway.yaml"), configuration);
        String command = "cd '" + directory + "'; '" + COMMAND + "' " + String.join(" ", arguments);
        Process process = new ProcessBuilder("unshare", "--net", "--mount", "sh", "-c", NETWORK + setUp + command)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        Files.delete(file);
        return output;
    }

    @Test
    void explainsByTheRoutesOfTheKernel() throws IOException, InterruptedException {
        String output = run(
                "",
                "version: 1\nrules:\n  - name: path\n    clamp-to-pmtu: true\n",
                "explain -c gateway.yaml --in line0 --out tunnel0 --from 192.0.2.9 --to 10.0.1.5 --mss 1460");

        assertThat(output).isEqualTo("""
                SYN 192.0.2.9:49152 > 10.0.1.5:443, in line0, out tunnel0, mss 1460

                  1  path  decides      path 1420 - 40 = 1380: clamped 1460 -> 1380

                  path to 10.0.1.5: mtu 1420 of the interface tunnel0
                    ip route get 10.0.1.5 from 192.0.2.9 iif line0 ipproto tcp
                  path back to 192.0.2.9: mtu 1480 of the route by line0
                    ip route get 192.0.2.9 from 10.0.1.5 iif tunnel0 ipproto tcp

                clamped: the MSS was lowered
                mss 1460 -> 1380
                """);
    }

    @Test
    void showsCommandsThatFindTheSameRoute() throws IOException, InterruptedException {
        String asked = "ip -6 route get 2001:db8::9 from fd00:1::5 iif tunnel0 ipproto tcp";
        String output = run(
                asked + " | grep -q 'dev line0' || echo elsewhere;",
                "version: 1\nrules:\n  - name: path\n    clamp-to-pmtu: { direction: forward, tunnel: wireguard }\n",
                "explain -c gateway.yaml --in tunnel0 --out line0 --from fd00:1::5 --to 2001:db8::9");

        assertThat(output)
                .contains("path to 2001:db8::9: mtu 1500 of the interface line0", asked)
                .contains("path 1500, inside wireguard 1440 - 60 = 1380")
                .doesNotContain("path back", "elsewhere");
    }

    @Test
    void saysWhichInterfaceIsNotThere() throws IOException, InterruptedException {
        String output = run(
                "",
                "version: 1\nrules:\n  - name: path\n    clamp-to-pmtu: true\n",
                "explain -c gateway.yaml --in line0 --out wg9 --from 192.0.2.9 --to 10.0.1.5");

        assertThat(output).contains("no path: there is no interface wg9 here").contains("mtu-unknown");
    }

    @Test
    void warnsOfWhatIsUnwiseOnThisGateway() throws IOException, InterruptedException {
        String policy = "ip xfrm policy add src 10.0.1.0/24 dst 10.9.0.0/16 dir out"
                + " tmpl src 10.0.2.1 dst 192.0.2.1 proto esp mode tunnel;";
        String configuration = """
                version: 1
                rules:
                  - name: fixed
                    match: { out: tunnel0 }
                    mtu: 1500
                  - name: path
                    clamp-to-pmtu: true
                """;

        assertThat(run(policy, configuration, "check gateway.yaml")
                        .lines()
                        .filter(line -> line.startsWith("gateway.yaml:")))
                .isEqualTo(List.of(
                        "gateway.yaml:5:10: warning: rules[0].mtu: the MSS of 1460 for ipv4 is more than tunnel0"
                                + " carries, whose MTU of 1420 leaves 1380",
                        "gateway.yaml:7:20: warning: rules[1].clamp-to-pmtu: no route knows what IPsec adds, and it"
                                + " protects 10.0.1.0/24 > 10.9.0.0/16",
                        "gateway.yaml: ok, 2 rules, 1 queue, 2 warnings"));
        assertThat(run(policy, configuration, "check --offline gateway.yaml"))
                .isEqualTo("gateway.yaml: ok, 2 rules, 1 queue\n");
    }

    @Test
    void measuresACaptureByTheRoutesOfTheKernel() throws IOException, InterruptedException {
        byte[] syn =
                SynBuilder.ipv4().from("192.0.2.9").to("10.0.1.5").mss(1460).build();
        Files.write(directory.resolve("x.pcap"), PcapOctets.of(RAW).packet(syn).build());
        String output = run(
                "",
                "version: 1\nrules:\n  - name: path\n    clamp-to-pmtu: true\n",
                "bench x.pcap -c gateway.yaml --in line0 --out tunnel0 --rounds 1");

        assertThat(output)
                .contains("gateway.yaml: 1 rule, in line0, out tunnel0\n")
                .containsPattern("\nclamped +1  the MSS was lowered\n")
                .contains("\npaths are looked up in the routes of this host;");
    }
}
