// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code mssclamp probe} of the packaged layout, in a network namespace that lives as long as the command. */
@Timeout(300)
class ProbeIT {
    private static final Path COMMAND = Path.of("target/mssclamp/bin/mssclamp").toAbsolutePath();

    /** A host behind a router, whose second link is narrow; each lives as long as what waits in it. */
    private static final String NETWORK = """
            set -e
            for name in router host; do
                unshare --net sleep 300 &
                eval $name=$!
            done
            trap 'kill $router $host' EXIT
            inside() { nsenter --net=/proc/$1/ns/net ip -batch -; }
            self=$(readlink /proc/self/ns/net)
            for pid in $router $host; do
                until [ "$(readlink /proc/$pid/ns/net)" != "$self" ]; do sleep 0.05; done
            done
            ip link set lo up
            ip link add line0 type veth peer name left netns $router
            ip link set line0 up
            ip address add 10.1.0.1/24 dev line0
            ip route add 10.2.0.0/24 via 10.1.0.2
            inside $router <<END
            link set left up
            address add 10.1.0.2/24 dev left
            link add right mtu 1400 type veth peer name left mtu 1400 netns $host
            link set right up
            address add 10.2.0.1/24 dev right
            END
            nsenter --net=/proc/$router/ns/net sysctl -qw net.ipv4.ip_forward=1
            inside $host <<END
            link set left up
            address add 10.2.0.2/24 dev left
            route add 10.1.0.0/24 via 10.2.0.1
            END
            # Else it answers datagrams to closed ports once a second.
            nsenter --net=/proc/$host/ns/net sysctl -qw net.ipv4.icmp_ratelimit=0
            silence() {
                nsenter --net=/proc/$router/ns/net nft -f - <<END
            table ip silence { chain out { type filter hook output priority 0; icmp type destination-unreachable drop; }; }
            END
            }
            """;

    private static final String WITHOUT_RIGHTS =
            "sysctl -qw net.ipv4.ping_group_range='1 0'; set -- setpriv --bounding-set -net_raw,-net_admin --inh-caps -all";

    @BeforeEach
    void needsRoot() {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
    }

    /** In the namespace, after something more is set up there. */
    private static Run run(String setUp, String arguments) throws IOException, InterruptedException {
        String script = NETWORK + "set --\n" + setUp + "\n\"$@\" '" + COMMAND + "' probe " + arguments;
        List<String> command =
                new ArrayList<>(List.of("unshare", "--net", "--mount-proc", "--pid", "--fork", "sh", "-c", script));
        return Layout.run(command, "", Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"));
    }

    @Test
    void tellsWhoSaysSo() throws IOException, InterruptedException {
        Run run = run("", "10.2.0.2");

        assertThat(run.out())
                .startsWith("10.2.0.2, by an interface of MTU 1500\n")
                .contains("1400 octets pass, 1401 do not (ICMP echo)", "told by ICMP   10.1.0.2: MTU 1400\n")
                .contains("path MTU 1400, and 10.1.0.2 says so: where ICMP does not come through, use mtu: 1400\n");
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @Test
    void printsWhatTheSchemaSays() throws IOException, InterruptedException {
        Run run = run("silence", "--json --trace --port 80 10.2.0.2");

        Schema.of("probe").assertValid(run.out());
        assertThat(run.out())
                .contains("\"pathMtu\":1400,\"refused\":1401", "\"blackHole\":true", "\"open\":false")
                .contains("\"verdict\":\"path MTU 1400, hop 1 (10.1.0.2) is silent: black hole; use mtu: 1400\"");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    }

    @Test
    void goesByUdpWhereItMayNotPing() throws IOException, InterruptedException {
        Run run = run(WITHOUT_RIGHTS, "10.2.0.2");

        assertThat(run.out())
                .contains("ICMP echo: not permitted; UDP to a closed port: answered")
                .contains("1400 octets pass, 1401 do not (UDP to a closed port)")
                .contains("hint: to send ICMP echo be root, or let your group by sysctl net.ipv4.ping_group_range\n");
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @Test
    void saysWhatIsNotPermitted() throws IOException, InterruptedException {
        Run run = run(WITHOUT_RIGHTS, "--mark 7 10.2.0.2");

        assertThat(run.err()).isEqualTo("cannot mark packets: EPERM; it needs CAP_NET_ADMIN: be root\n");
        assertThat(run.exitCode()).isEqualTo(77);
    }

    @Test
    void tellsAProhibitedWayFromAMissingPermission() throws IOException, InterruptedException {
        Run prohibited = run("ip route add prohibit 10.3.0.1", "10.3.0.1");
        Run swallowed = run("ip route add blackhole 10.3.0.1", "10.3.0.1");

        assertThat(prohibited.err())
                .isEqualTo("cannot find a way to 10.3.0.1: EACCES; a route of type prohibit ends there,"
                        + " or it is a broadcast address: ip route get 10.3.0.1\n");
        assertThat(prohibited.exitCode()).isEqualTo(69);
        assertThat(swallowed.err()).contains("EINVAL; a route of type blackhole ends there");
        assertThat(swallowed.exitCode()).isEqualTo(69);
    }

    @Test
    void asksForAnInterfaceThatIsThere() throws IOException, InterruptedException {
        Run run = run("", "--via wg9 10.2.0.2");

        assertThat(run.err()).isEqualTo("cannot send by the interface wg9: ENODEV; is there one of this name?\n");
        assertThat(run.exitCode()).isEqualTo(69);
    }
}
