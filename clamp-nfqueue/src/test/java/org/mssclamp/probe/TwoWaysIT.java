// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mssclamp.Seed;
import org.mssclamp.kernel.KernelTests;
import org.mssclamp.kernel.Namespace;
import org.mssclamp.libc.KernelProbes;

/**
 * Probes by a way that is chosen: by the interface, or by a rule for a mark.
 *
 * <pre>
 *              ┌─1500─ router 1 ─1400─┐
 *   client ────┤ line1                ├──── server, 10.9.0.9 and fd09::9
 *              └─1500─ router 2 ─1300─┘
 *                line2
 * </pre>
 */
@ExtendWith(KernelTests.class)
class TwoWaysIT {
    private static final int MARK = 7;

    private Namespace client;
    private Namespace server;
    private Namespace router1;
    private Namespace router2;

    @BeforeEach
    void layOut() {
        client = Namespace.create("two-client");
        server = Namespace.create("two-server");
        router1 = way(1, 1400);
        router2 = way(2, 1300);
        server.ip("address add 10.9.0.9/32 dev lo\naddress add fd09::9/128 dev lo nodad\n");
        client.ip("""
                route add 10.9.0.9 via 10.1.0.2
                route add 10.9.0.9 via 10.2.0.2 metric 200
                route add fd09::9 via fd01::2 metric 100
                route add fd09::9 via fd02::2 metric 200
                route add 10.9.0.9 via 10.2.0.2 table 100
                route add fd09::9 via fd02::2 table 100
                """);
        for (String family : new String[] {"-4", "-6"}) {
            client.run("ip", family, "rule", "add", "fwmark", Integer.toString(MARK), "table", "100");
        }
        // An answer by line2 comes by another interface than the route to the server.
        for (String device : new String[] {"all", "line1", "line2"}) {
            client.run("sysctl", "-qw", "net.ipv4.conf." + device + ".rp_filter=0");
        }
    }

    private Namespace way(int number, int mtu) {
        Namespace router = Namespace.create("two-router" + number);
        router.run(
                "sysctl",
                "-qw",
                "net.ipv4.ip_forward=1",
                "net.ipv6.conf.all.forwarding=1",
                "net.ipv6.conf.all.accept_dad=0",
                "net.ipv6.conf.default.accept_dad=0");
        router.ip("""
                link add left type veth peer name line%1$d netns %2$s
                link add right mtu %4$d type veth peer name line%1$d mtu %4$d netns %3$s
                link set left up
                link set right up
                address add 10.%1$d.0.2/24 dev left
                address add fd0%1$d::2/64 dev left nodad
                address add 10.%1$d.1.2/24 dev right
                address add fd0%1$d:1::2/64 dev right nodad
                route add 10.9.0.9 via 10.%1$d.1.1
                route add fd09::9 via fd0%1$d:1::1
                """.formatted(number, client.name(), server.name(), mtu));
        String end = """
                link set line%1$d up
                address add 10.%1$d.%2$s1/24 dev line%1$d
                address add fd0%1$d:%3$s:1/64 dev line%1$d nodad
                """;
        client.ip(end.formatted(number, "0.", ""));
        server.ip(end.formatted(number, "1.", "1:"));
        server.ip("route add 10.%1$d.0.0/24 via 10.%1$d.1.2\nroute add fd0%1$d::/64 via fd0%1$d:1::2\n"
                .formatted(number));
        return router;
    }

    @AfterEach
    void remove() {
        client.close();
        router1.close();
        router2.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "10.9.0.9, , 0, 1400",
        "fd09::9, , 0, 1400",
        "10.9.0.9, line2, 0, 1300",
        "fd09::9, line2, 0, 1300",
        "10.9.0.9, , 7, 1300",
        "fd09::9, , 7, 1300"
    })
    void goesByTheInterfaceAndTheMark(String host, String via, int mark, int mtu) throws Exception {
        ProbeTarget target =
                new ProbeTarget(InetAddress.getByName(host), OptionalInt.empty(), Optional.ofNullable(via), mark);
        ProbePlan plan = new ProbePlan(Strategy.BINARY, OptionalInt.empty(), true);
        ProbeResult result = client.call(() -> new PathProbe(
                        new KernelProbes(), target, plan, ProbeClock.SYSTEM, new Random(Seed.VALUE), text -> {})
                .run());

        assertThat(result.pathMtu()).as(result.toString()).hasValue(mtu);
        InetAddress router =
                InetAddress.getByName((host.contains(":") ? "fd0%d::2" : "10.%d.0.2").formatted(mtu == 1400 ? 1 : 2));
        assertThat(result.reports()).containsExactly(new Report(router, mtu));
        assertThat(result.hops())
                .extracting(hop -> hop.address().orElseThrow())
                .containsExactly(router, target.address());
    }
}
