// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.util.ArrayList;
import java.util.List;
import org.mssclamp.packet.Family;

/**
 * A client and a server, each behind a gateway, and a tunnel between the gateways over a path with a narrow place.
 *
 * <pre>
 *              ┌────────────────── tunnel ──────────────────┐
 *  client ── near ────────────── router ──────────────── far ── server
 *  eth0      lan wan           near  far              wan lan     eth0
 *
 *     link 1          link 2              link 3           link 4
 *    MTU 1500        path MTU            MTU 9000         MTU 1500
 * </pre>
 *
 * On link N the end to the left is 10.0.N.1 and fd00:N::1, the end to the right .2 and ::2; so are the ends of the
 * tunnel, of N = 5. Nobody says that a packet is too big. So what the far gateway sends vanishes at the router where it
 * is larger than the path MTU and must not be fragmented, and what the near gateway sends is fragmented there.
 */
public final class TunnelLab implements AutoCloseable {
    private static final int ETHERNET_MTU = 1500;
    private static final int JUMBO_MTU = 9000;
    private static final int TUNNEL = 5;

    private final Namespace client = Namespace.create("client");
    private final Namespace near = Namespace.create("near");
    private final Namespace router = Namespace.create("router");
    private final Namespace far = Namespace.create("far");
    private final Namespace server = Namespace.create("server");

    /** Ready but for the tunnel. */
    public TunnelLab(int pathMtu) {
        for (Namespace namespace : List.of(client, near, router, far, server)) {
            configure(namespace);
        }
        link(1, client, "eth0", near, "lan", ETHERNET_MTU);
        link(2, near, "wan", router, "near", pathMtu);
        link(3, router, "far", far, "wan", JUMBO_MTU);
        link(4, far, "lan", server, "eth0", ETHERNET_MTU);
        client.ip("route add default via 10.0.1.2\nroute add default via fd00:1::2");
        near.ip("route add 10.0.3.0/24 via 10.0.2.2\nroute add fd00:3::/64 via fd00:2::2");
        far.ip("route add 10.0.2.0/24 via 10.0.3.1\nroute add fd00:2::/64 via fd00:3::1");
        server.ip("route add default via 10.0.4.1\nroute add default via fd00:4::1");
        for (Namespace namespace : List.of(near, router, far)) {
            keepSilent(namespace);
        }
        awaitLinks();
    }

    private void awaitLinks() {
        for (Namespace host : List.of(client, server)) {
            host.awaitCarrier("eth0");
        }
        for (Namespace gateway : List.of(near, far)) {
            gateway.awaitCarrier("lan");
            gateway.awaitCarrier("wan");
        }
        router.awaitCarrier("near");
        router.awaitCarrier("far");
    }

    private static void configure(Namespace namespace) {
        namespace.configure("ipv4/ip_forward", "1");
        namespace.configure("ipv6/conf/all/forwarding", "1");
        // TCP does not find its own way around a narrow place.
        namespace.configure("ipv4/tcp_mtu_probing", "0");
        namespace.configure("ipv4/ip_no_pmtu_disc", "0");
        for (String scope : List.of("all", "default")) {
            namespace.configure("ipv4/conf/" + scope + "/rp_filter", "0");
            // While an address is being tried, a router asks for no neighbours by it.
            namespace.configure("ipv6/conf/" + scope + "/accept_dad", "0");
        }
    }

    private static void link(
            int number, Namespace left, String leftDevice, Namespace right, String rightDevice, int mtu) {
        left.ip("link add %1$s mtu %2$d type veth peer name %3$s mtu %2$d netns %4$s"
                .formatted(leftDevice, mtu, rightDevice, right.name()));
        turnOn(left, leftDevice, mtu, number, 1);
        turnOn(right, rightDevice, mtu, number, 2);
    }

    private static void turnOn(Namespace namespace, String device, int mtu, int number, int end) {
        namespace.ip("""
                address add 10.0.%1$d.%2$d/24 dev %3$s
                address add fd00:%1$d::%2$d/64 dev %3$s nodad
                link set %3$s mtu %4$d up
                """.formatted(number, end, device, mtu));
    }

    private static void keepSilent(Namespace namespace, String... rules) {
        new Firewall(namespace)
                .replace(
                        with("-A POSTROUTING -p icmp --icmp-type fragmentation-needed -j DROP", rules),
                        with("-A POSTROUTING -p ipv6-icmp --icmpv6-type packet-too-big -j DROP", rules));
    }

    private static List<String> with(String first, String... others) {
        List<String> rules = new ArrayList<>(List.of(others));
        rules.add(0, first);
        return rules;
    }

    public Namespace client() {
        return client;
    }

    public Namespace near() {
        return near;
    }

    public Namespace far() {
        return far;
    }

    public Namespace server() {
        return server;
    }

    static String nearAddress(Family family) {
        return family == Family.IPV4 ? "10.0.2.1" : "fd00:2::1";
    }

    static String farAddress(Family family) {
        return family == Family.IPV4 ? "10.0.3.2" : "fd00:3::2";
    }

    public static String serverAddress(Family family) {
        return family == Family.IPV4 ? "10.0.4.2" : "fd00:4::2";
    }

    /** Sends what is between client and server through the tunnel that these devices are the ends of. */
    void routeThrough(String nearDevice, String farDevice, int mtu) {
        turnOn(near, nearDevice, mtu, TUNNEL, 1);
        turnOn(far, farDevice, mtu, TUNNEL, 2);
        near.ip("route add 10.0.4.0/24 via 10.0.5.2\nroute add fd00:4::/64 via fd00:5::2");
        far.ip("route add 10.0.1.0/24 via 10.0.5.1\nroute add fd00:1::/64 via fd00:5::1");
    }

    /** Puts these rules, besides those that keep it silent, into the mangle table of the near gateway. */
    void filterAtNearGateway(String... rules) {
        keepSilent(near, rules);
    }

    /** Packets so far that were too large for what was ahead of them, and were dropped; or the fragments made of them. */
    long tooLarge() {
        long sum = 0;
        for (Namespace namespace : List.of(near, router, far)) {
            sum += KernelCounters.sum(namespace, "IpFragFails", "IpFragCreates", "Ip6FragFails", "Ip6FragCreates");
        }
        return sum;
    }

    @Override
    public void close() {
        server.close();
        far.close();
        router.close();
        near.close();
        client.close();
    }
}
