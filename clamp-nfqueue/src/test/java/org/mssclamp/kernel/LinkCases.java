// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.util.List;
import org.mssclamp.oracle.Site;

/** Paths that carry what their links do. */
final class LinkCases {
    private static final int MAX_IPV4 = 0xFFFF;
    private static final int LOOPBACK = 1 << 16;

    private LinkCases() {}

    static List<PathCase> all() {
        return List.of(
                PathCase.of("links of equal MTU"),
                unequal("links of unequal MTU"),
                unequal("links of unequal MTU, in POSTROUTING").in(PathCase.Hook.POSTROUTING),
                unequal("links of unequal MTU, own packets in OUTPUT").ownPackets(PathCase.Hook.OUTPUT),
                unequal("links of unequal MTU, own packets in POSTROUTING").ownPackets(PathCase.Hook.POSTROUTING),
                ownSources(),
                largest(),
                tooSmallForIpv6(),
                PathCase.of("net.ipv6.conf.X.mtu below the link's")
                        .setting("ipv6/conf/in0/mtu", "1350")
                        .setting("ipv6/conf/out1/mtu", "1290")
                        .carries(Site.CLIENTS.ipv6(), 1350)
                        .carries(Site.PEERS.ipv6(), 1290),
                loopback(),
                loopbackFromAfar());
    }

    private static PathCase unequal(String name) {
        return PathCase.of(name)
                .ip("""
                        link set in0 mtu 9000
                        link set in1 mtu 1300
                        link set out0 mtu 1400
                        link set out1 mtu 1420
                        """)
                .carries(Site.CLIENTS, 9000)
                .carries(Site.BRANCH, 1300)
                .carries(Site.SERVERS, 1400)
                .carries(Site.PEERS, 1420);
    }

    private static PathCase ownSources() {
        return PathCase.of("own packets from own addresses")
                .ip("""
                        route replace local %s dev lo
                        route replace local %s dev lo
                        link set out1 mtu 1300
                        """.formatted(Site.CLIENTS.ipv4(), Site.CLIENTS.ipv6()))
                .carries(Site.CLIENTS.ipv4(), MAX_IPV4)
                .carries(Site.CLIENTS.ipv6(), LOOPBACK)
                .carries(Site.PEERS, 1300)
                .ownPackets(PathCase.Hook.OUTPUT);
    }

    private static PathCase largest() {
        PathCase path = PathCase.of("links of the largest MTU").around(0xFFFF);
        for (Link link : Link.values()) {
            path.ip("link set " + link.gatewayInterface() + " mtu 65535");
        }
        for (Site site : Site.values()) {
            path.carries(site, 0xFFFF);
        }
        return path;
    }

    /** IPv6 leaves a link of less than 1280 octets, and its routes with it. */
    private static PathCase tooSmallForIpv6() {
        return PathCase.of("a link too small for IPv6")
                .ip("link set in1 mtu 576")
                .around(600)
                .carries(Site.BRANCH.ipv4(), 576)
                .carries(Site.BRANCH.ipv6(), NaiveRoutes.NO_ROUTE);
    }

    private static PathCase loopback() {
        PathCase path = PathCase.of("lo").around(0xFFFF);
        for (Site site : Site.values()) {
            makeOwn(path, site);
        }
        return looped(path);
    }

    private static PathCase loopbackFromAfar() {
        PathCase path = PathCase.of("lo, from elsewhere");
        makeOwn(path, Site.SERVERS);
        makeOwn(path, Site.PEERS);
        return looped(path);
    }

    private static void makeOwn(PathCase path, Site site) {
        path.ip("route replace local " + site.ipv4() + " dev lo")
                .ip("route replace local " + site.ipv6() + " dev lo")
                .carries(site.ipv4(), MAX_IPV4)
                .carries(site.ipv6(), LOOPBACK);
    }

    /** Nothing listens at these addresses, and nothing is to answer for them. */
    private static PathCase looped(PathCase path) {
        return path.ip("route replace local " + Marker.SERVER + " dev lo")
                .firewall("-A INPUT -i lo -j DROP")
                .ownPackets(PathCase.Hook.OUTPUT)
                .looped();
    }
}
