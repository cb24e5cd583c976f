// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.mssclamp.oracle.Site;
import org.mssclamp.packet.Family;

/** Paths that carry what their routes say, or what was learned of them. */
final class RouteCases {
    /** IPv4 takes less than this for as much, IPv6 leaves less than 1280 unheard. */
    private static final int LEAST_BELIEVED_IPV4 = 552;

    private RouteCases() {}

    static List<PathCase> all() {
        return Stream.of(metrics(), tunnels(), waysBack(), learned())
                .flatMap(List::stream)
                .toList();
    }

    private static List<PathCase> metrics() {
        return List.of(
                withMtus("mtu", ""),
                withMtus("mtu lock", "lock "),
                PathCase.of("mtu above that of the link")
                        .ip(Link.OUT0.route("mtu 1600"))
                        .ip("link set in0 mtu 9000\nlink set in1 mtu 9000")
                        .around(1550)
                        .carries(Site.SERVERS, 1600)
                        .carries(Site.CLIENTS, 9000)
                        .carries(Site.BRANCH, 9000),
                PathCase.of("mtu of a longer prefix")
                        .ip("route add 198.51.100.128/25 via 10.0.3.2 dev out0 mtu 1200")
                        .ip("route add 2001:db8:c:2::/63 via fd00:3::2 dev out0 mtu 1290")
                        .carries("198.51.100.128/25", 1200)
                        .carries("2001:db8:c:2::/63", 1290),
                PathCase.of("mtu of a default route")
                        .ip("route del " + Site.PEERS.ipv4() + "\nroute del " + Site.PEERS.ipv6())
                        .ip("route add default via 10.0.4.2 dev out1 mtu 1333")
                        .ip("route add default via fd00:4::2 dev out1 mtu 1313")
                        .carries(Site.PEERS.ipv4(), 1333)
                        .carries(Site.PEERS.ipv6(), 1313),
                PathCase.of("other metrics").ip(Link.OUT0.route("advmss 1000 initcwnd 4")),
                PathCase.of("an IPv6 gateway of an IPv4 route")
                        .ip("route replace " + Site.SERVERS.ipv4() + " via inet6 fd00:3::2 dev out0 mtu 1380")
                        .carries(Site.SERVERS.ipv4(), 1380),
                PathCase.of("nexthop objects")
                        .ip("nexthop add id 1 via 10.0.4.2 dev out1\nnexthop add id 2 via fd00:4::2 dev out1")
                        .ip("link set out1 mtu 1410")
                        .ip("route replace " + Site.SERVERS.ipv4() + " nhid 1\n")
                        .ip("route del " + Site.SERVERS.ipv6() + "\nroute add " + Site.SERVERS.ipv6()
                                + " nhid 2 mtu 1350")
                        .carries(Site.SERVERS.ipv4(), 1410)
                        .carries(Site.SERVERS.ipv6(), 1350)
                        .carries(Site.PEERS, 1410));
    }

    /** Routes that put a header of segment routing (RFC 8754) before or into each packet: 8 octets, and 16 for a segment. */
    private static List<PathCase> tunnels() {
        if (!SegmentRouting.isAvailable()) {
            KernelTests.skip("paths with segment routing", "the kernel has no seg6 lwtunnel");
            return List.of();
        }
        return List.of(
                // Those of others are in the tunnel already when they come to the rule.
                PathCase.of("own packets through a segment routing tunnel")
                        .ip("route add fc00::/64 via " + Link.OUT0.hostIpv6() + " dev out0")
                        .ip(encapsulated(Site.SERVERS, "encap segs fc00::1", ""))
                        .ownPackets(PathCase.Hook.OUTPUT)
                        .carries(Site.SERVERS, 1500 - 40 - 8 - 16),
                PathCase.of("a way back through a segment routing tunnel")
                        .ip(encapsulated(Site.CLIENTS, "encap segs fc00::1", ""))
                        .ip(encapsulated(Site.BRANCH, "encap segs fc00::1,fc00::2", "mtu 1400"))
                        .carries(Site.CLIENTS, 1500 - 40 - 8 - 16)
                        .carries(Site.BRANCH, 1400 - 40 - 8 - 32),
                PathCase.of("a way back with a segment routing header")
                        .ip("route replace %s encap seg6 mode inline segs fc00::1 via %s dev in0"
                                .formatted(Site.CLIENTS.ipv6(), Link.IN0.hostIpv6()))
                        .carries(Site.CLIENTS.ipv6(), 1500 - 8 - 32));
    }

    private static PathCase withMtus(String name, String lock) {
        return PathCase.of(name)
                .ip(Link.IN0.route("mtu " + lock + "1350"))
                .ip(Link.IN1.route("mtu " + lock + "1440"))
                .ip(Link.OUT0.route("mtu " + lock + "1400"))
                .ip(Link.OUT1.route("mtu " + lock + "1300"))
                .carries(Site.CLIENTS, 1350)
                .carries(Site.BRANCH, 1440)
                .carries(Site.SERVERS, 1400)
                .carries(Site.PEERS, 1300);
    }

    private static String encapsulated(Site site, String mode, String attributes) {
        return """
                route replace %s encap seg6 mode %s via %s dev %s %s
                route replace %s encap seg6 mode %2$s via %s dev %4$s %5$s
                """.formatted(
                        site.ipv4(),
                        mode,
                        Link.to(site).hostIpv4(),
                        Link.to(site).gatewayInterface(),
                        attributes,
                        site.ipv6(),
                        Link.to(site).hostIpv6());
    }

    private static List<PathCase> waysBack() {
        return List.of(
                PathCase.of("no way back")
                        .ip("route del %s\nroute del %s".formatted(Site.BRANCH.ipv4(), Site.BRANCH.ipv6()))
                        .ip("link set in1 mtu 1300")
                        .carries(Site.BRANCH, NaiveRoutes.NO_ROUTE),
                endingIn("blackhole"),
                endingIn("unreachable"),
                endingIn("prohibit"),
                endingIn("throw"),
                PathCase.of("MTUs too small on the way back")
                        .ip("""
                                route add 198.18.0.0/18 via 10.0.2.2 mtu 40
                                route add 198.18.64.0/18 via 10.0.2.2 mtu 41
                                route add 198.18.128.0/18 via 10.0.2.2 mtu 103
                                route add 198.18.192.0/18 via 10.0.2.2 mtu 104
                                route add 2001:db8:b:0::/64 via fd00:2::2 mtu 60
                                route add 2001:db8:b:1::/64 via fd00:2::2 mtu 61
                                route add 2001:db8:b:2::/64 via fd00:2::2 mtu 123
                                route add 2001:db8:b:3::/64 via fd00:2::2 mtu 124
                                """)
                        .carries("198.18.0.0/18", 40)
                        .carries("198.18.64.0/18", 41)
                        .carries("198.18.128.0/18", 103)
                        .carries("198.18.192.0/18", 104)
                        .carries("2001:db8:b:0::/64", 60)
                        .carries("2001:db8:b:1::/64", 61)
                        .carries("2001:db8:b:2::/64", 123)
                        .carries("2001:db8:b:3::/64", 124));
    }

    private static PathCase endingIn(String type) {
        return PathCase.of("a way back that is " + type)
                .ip("route del %s\nroute add %s %1$s".formatted(Site.BRANCH.ipv4(), type))
                .ip("route del %s\nroute add %s %1$s".formatted(Site.BRANCH.ipv6(), type))
                .ip("link set in1 mtu 1300")
                .carries(Site.BRANCH, NaiveRoutes.NO_ROUTE);
    }

    private static List<PathCase> learned() {
        return List.of(
                PathCase.of("PMTU exceptions").reported(everyOther(1280)),
                PathCase.of("PMTU exceptions, own packets")
                        .reported(everyOther(1280))
                        .ownPackets(PathCase.Hook.OUTPUT),
                withMtus("PMTU exceptions above and below mtu", "").reported(everyOther(1280)),
                withMtus("PMTU exceptions against mtu lock", "lock ")
                        .reported(everyOther(1280))
                        .learned((family, route, report) -> family == Family.IPV4 ? route : Math.min(route, report)),
                PathCase.of("PMTU exceptions above the link").reported(everyOther(1550)),
                PathCase.of("PMTU exceptions below the least that is believed")
                        .reported(everyOther(400))
                        .learned((family, route, report) -> family == Family.IPV4 ? LEAST_BELIEVED_IPV4 : route)
                        .around(510));
    }

    /** For half of all addresses: this, or up to 127 more. */
    private static ToIntFunction<byte[]> everyOther(int mtu) {
        return address -> {
            int last = address[address.length - 1] & 0xFF;
            return last % 2 == 0 ? mtu + last / 2 : 0;
        };
    }
}
