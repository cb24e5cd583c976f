// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.mssclamp.oracle.Site;
import org.mssclamp.packet.Family;

/** Paths that depend on more than the destination: rules, marks, several nexthops, filters of the reverse path. */
final class PolicyCases {
    /** What comes in by in1 is marked. */
    private static final String MARK_IN1 = "-A PREROUTING -i in1 -j MARK --set-xmark 0x1/0x1";

    /** The marks of these are the same that iptables' {@code --tos} and {@code ip rule}'s {@code tos} have. */
    private static final int LOW_DELAY = 0x10;

    private static final String TABLE = "table 100 ";
    private static final String LOOKUP = " lookup 100";

    private PolicyCases() {}

    static List<PathCase> all() {
        return Stream.of(rules(), detours(), answers(), multipath())
                .flatMap(List::stream)
                .toList();
    }

    private static boolean isByIn1(byte[] packet) {
        return LinkIngress.of(packet) == Link.IN1;
    }

    private static Predicate<byte[]> from(Site site) {
        return packet -> Site.ofSource(packet) == site;
    }

    private static Predicate<byte[]> to(Site site) {
        return packet -> Site.ofDestination(packet) == site;
    }

    /** IPv4 compares the bits of RFC 1349 alone, IPv6 the whole DSCP. */
    private static boolean isLowDelay(byte[] packet) {
        return packet[0] >> 4 == 4
                ? (packet[1] & 0x1C) == LOW_DELAY
                : ((ByteBuffer.wrap(packet).getShort() >> 4) & 0xFC) == LOW_DELAY;
    }

    private static PathCase.Policy mtuWhere(Predicate<byte[]> packets, int mtu) {
        return (packet, main) -> packets.test(packet) ? mtu : main;
    }

    /** Rules that lead packets to routes with an MTU of their own. */
    private static List<PathCase> rules() {
        return List.of(
                servers("fwmark", PolicyCases::isByIn1).firewall(MARK_IN1).rule("fwmark 0x1/0x1" + LOOKUP),
                servers("from", from(Site.BRANCH))
                        .rule(Family.IPV4, "from " + Site.BRANCH.ipv4() + LOOKUP)
                        .rule(Family.IPV6, "from " + Site.BRANCH.ipv6() + LOOKUP),
                servers("iif", PolicyCases::isByIn1).rule("iif in1" + LOOKUP),
                servers("iif, in POSTROUTING", PolicyCases::isByIn1)
                        .rule("iif in1" + LOOKUP)
                        .in(PathCase.Hook.POSTROUTING),
                servers("tos", PolicyCases::isLowDelay).rule("tos 0x10" + LOOKUP),
                // For IPv6 the kernel takes an authentication header for the protocol, and we the TCP behind it.
                servers("ipproto", packet -> packet[0] >> 4 == 4).rule(Family.IPV4, "ipproto tcp" + LOOKUP));
    }

    /** Packets of some kind to the servers have a route with MTU 1300, by the same link as others. */
    private static PathCase servers(String rule, Predicate<byte[]> packets) {
        return PathCase.of("rule by " + rule)
                .ip(Link.OUT0.route(TABLE + "mtu 1300"))
                .forward(mtuWhere(to(Site.SERVERS).and(packets), 1300));
    }

    /** Packets that leave by another link than the destination alone would tell. */
    private static List<PathCase> detours() {
        return List.of(
                detour("a detour by fwmark").firewall(MARK_IN1).rule("fwmark 0x1/0x1" + LOOKUP),
                detour("a detour by port")
                        .rule("ipproto tcp dport 443" + LOOKUP)
                        .forwardSpread(to(Site.SERVERS), 1500, 1300),
                detour("a detour by iif").rule("iif in1" + LOOKUP),
                detour("a detour, and a strict filter of the reverse path")
                        .rule("iif in1" + LOOKUP)
                        .setting("ipv4/conf/out1/rp_filter", "1")
                        .ip(Link.IN0.route("mtu 1290"))
                        .carries(Site.CLIENTS, 1290),
                PathCase.of("strict filters of the reverse path")
                        .setting("ipv4/conf/all/rp_filter", "1")
                        .ip(Link.IN0.route("mtu 1290"))
                        .carries(Site.CLIENTS, 1290),
                PathCase.of("a mark set after routing")
                        .firewall("-A FORWARD -i in1 -j MARK --set-xmark 0x1/0x1")
                        .ip(detour())
                        .ip("link set out1 mtu 1300")
                        .rule("fwmark 0x1/0x1" + LOOKUP)
                        .carries(Site.PEERS, 1300),
                PathCase.of("a default route by a tunnel, as wg-quick makes it")
                        .ip("route del %s\nroute del %s".formatted(Site.PEERS.ipv4(), Site.PEERS.ipv6()))
                        .ip("link set out1 mtu 1420")
                        .ip("route add default via 10.0.4.2 dev out1 table 51820")
                        .ip("route add default via fd00:4::2 dev out1 table 51820")
                        .rule("not fwmark 0xca6c lookup 51820")
                        .rule("lookup main suppress_prefixlength 0")
                        .carries(Site.PEERS, 1420));
    }

    private static String detour() {
        return """
                route add %s via %s dev out1 table 100
                route add %s via %s dev out1 table 100
                """.formatted(Site.SERVERS.ipv4(), Link.OUT1.hostIpv4(), Site.SERVERS.ipv6(), Link.OUT1.hostIpv6());
    }

    private static PathCase detour(String name) {
        return PathCase.of(name)
                .ip(detour())
                .ip("link set out1 mtu 1300")
                .carries(Site.PEERS, 1300)
                .forward(mtuWhere(to(Site.SERVERS).and(PolicyCases::isByIn1), 1300));
    }

    /** Rules that choose the route of answers. */
    private static List<PathCase> answers() {
        return List.of(
                clients("fwmark", PolicyCases::isByIn1).firewall(MARK_IN1).rule("fwmark 0x1/0x1" + LOOKUP),
                clients("fwmark alone", PolicyCases::isByIn1)
                        .ip("route del %s\nroute del %s".formatted(Site.CLIENTS.ipv4(), Site.CLIENTS.ipv6()))
                        .carries(Site.CLIENTS, NaiveRoutes.NO_ROUTE)
                        .firewall(MARK_IN1)
                        .rule("fwmark 0x1/0x1" + LOOKUP),
                clients("from", to(Site.SERVERS))
                        .rule(Family.IPV4, "from " + Site.SERVERS.ipv4() + LOOKUP)
                        .rule(Family.IPV6, "from " + Site.SERVERS.ipv6() + LOOKUP),
                clients("iif", to(Site.SERVERS)).rule("iif out0" + LOOKUP),
                clients("tos", PolicyCases::isLowDelay).rule("tos 0x10" + LOOKUP));
    }

    /** Answers to some packets of the clients have a route with MTU 1290. */
    private static PathCase clients(String rule, Predicate<byte[]> packets) {
        return PathCase.of("way back by " + rule)
                .ip(Link.IN0.route(TABLE + "mtu 1290"))
                .answer(mtuWhere(from(Site.CLIENTS).and(packets), 1290));
    }

    private static List<PathCase> multipath() {
        return List.of(
                servers("several nexthops", 0),
                servers("several nexthops, chosen by ports", 1),
                PathCase.of("several nexthops on the way back")
                        .ip("link set in0 mtu 1400\nlink set in1 mtu 1300")
                        .ip(bothLinks(Site.CLIENTS, Link.IN0, Link.IN1))
                        .carries(Site.BRANCH, 1300)
                        .answerSpread(from(Site.CLIENTS), 1400, 1300));
    }

    private static PathCase servers(String name, int hashPolicy) {
        return PathCase.of(name)
                .setting("ipv4/fib_multipath_hash_policy", String.valueOf(hashPolicy))
                .setting("ipv6/fib_multipath_hash_policy", String.valueOf(hashPolicy))
                .ip("link set out0 mtu 1400\nlink set out1 mtu 1300")
                .ip(bothLinks(Site.SERVERS, Link.OUT0, Link.OUT1))
                .carries(Site.PEERS, 1300)
                .forwardSpread(to(Site.SERVERS), 1400, 1300);
    }

    private static String bothLinks(Site site, Link one, Link other) {
        return """
                route replace %s nexthop via %s dev %s nexthop via %s dev %s
                route del %s
                route add %6$s nexthop via %s dev %3$s nexthop via %s dev %5$s
                """.formatted(
                        site.ipv4(),
                        one.hostIpv4(),
                        one.gatewayInterface(),
                        other.hostIpv4(),
                        other.gatewayInterface(),
                        site.ipv6(),
                        one.hostIpv6(),
                        other.hostIpv6());
    }
}
