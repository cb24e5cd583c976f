// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import org.mssclamp.kernel.Namespace;
import org.mssclamp.packet.Family;

/**
 * A path of three routers with one link that is narrower than the others, in namespaces.
 *
 * <pre>
 *   client ──9000── router 1 ──9000── router 2 ══ mtu ══ router 3 ──9000── server
 *   10.1.0.1        10.1.0.2          10.2.0.2           10.3.0.2          10.4.0.2, a TCP server on port 7777
 *   fd01::1         fd01::2           fd02::2            fd03::2           fd04::2
 * </pre>
 */
final class NarrowPath implements AutoCloseable {
    /** What routers and the server answer by ICMP. */
    enum Icmp {
        /** All, as fast as it is asked for. */
        ANSWERED,
        /** All but that a packet is too big. */
        FILTERED,
        /** Ten a second at most, too big or not; so a router may or may not tell. */
        LIMITED;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The number of the hop behind which the link is narrow. */
    static final int NARROW_BEHIND = 2;

    static final int LOCAL_MTU = 9000;
    static final int TCP_PORT = 7777;

    private static final int PERIOD = 1000;
    private static final String[] NO_LIMIT = {"ipv4/icmp_ratelimit", "ipv6/icmp/ratelimit"};

    private final List<Namespace> hosts = new ArrayList<>();
    private final ServerSocket server;

    NarrowPath(String name, int mtu, Icmp icmp) {
        try {
            addHosts(name);
            for (int left = 0; left + 1 < hosts.size(); left++) {
                join(left, left == NARROW_BEHIND ? mtu : LOCAL_MTU);
            }
            hosts.forEach(Namespace::awaitCarriers);
            for (int host = 0; host < hosts.size(); host++) {
                routes(host);
            }
            filter(hosts.get(NARROW_BEHIND), icmp);
            if (icmp == Icmp.LIMITED) {
                filter(hosts.get(hosts.size() - 1), icmp);
            }
            server = listen();
        } catch (RuntimeException | AssertionError e) {
            hosts.forEach(Namespace::close);
            throw e;
        }
    }

    private void addHosts(String name) {
        for (String role : List.of("client", "r1", "r2", "r3", "server")) {
            Namespace host = Namespace.create(name + "-" + role);
            hosts.add(host);
            write(host, "ipv4/ip_forward", "1");
            write(host, "ipv6/conf/all/forwarding", "1");
            // Or routers would look for no neighbour until their link-local addresses are known to be their own.
            write(host, "ipv6/conf/all/accept_dad", "0");
            write(host, "ipv6/conf/default/accept_dad", "0");
            write(host, "ipv4/ping_group_range", "0 2147483647");
            for (String setting : NO_LIMIT) {
                write(host, setting, "0");
            }
        }
    }

    private static void write(Namespace host, String setting, String value) {
        host.call(() -> Files.writeString(Path.of("/proc/sys/net", setting), value));
    }

    private void join(int left, int mtu) {
        int link = left + 1;
        hosts.get(left)
                .ip("link add right mtu " + mtu + " type veth peer name left mtu " + mtu + " netns "
                        + hosts.get(left + 1).name());
        hosts.get(left).ip(addresses(link, 1, "right"));
        hosts.get(left + 1).ip(addresses(link, 2, "left"));
    }

    private static String addresses(int link, int number, String device) {
        return """
                link set %3$s up
                address add 10.%1$d.0.%2$d/24 dev %3$s
                address add fd0%1$d::%2$d/64 dev %3$s nodad
                """.formatted(link, number, device);
    }

    /** Towards each link that is not one's own. */
    private void routes(int host) {
        StringBuilder routes = new StringBuilder();
        for (int link = 1; link < hosts.size(); link++) {
            if (link > host + 1) {
                routes.append("route add 10.%d.0.0/24 via 10.%d.0.2%n".formatted(link, host + 1));
                routes.append("route add fd0%d::/64 via fd0%d::2%n".formatted(link, host + 1));
            } else if (link < host) {
                routes.append("route add 10.%d.0.0/24 via 10.%d.0.1%n".formatted(link, host));
                routes.append("route add fd0%d::/64 via fd0%d::1%n".formatted(link, host));
            }
        }
        hosts.get(host).ip(routes.toString());
    }

    private static void filter(Namespace host, Icmp icmp) {
        String rules = switch (icmp) {
            case ANSWERED -> "";
            case FILTERED -> """
                            icmp type destination-unreachable icmp code frag-needed drop
                            icmpv6 type packet-too-big drop
                            """;
            case LIMITED -> """
                            icmp type { echo-reply, destination-unreachable, time-exceeded } \
                            limit rate over 10/second burst 5 packets drop
                            icmpv6 type { echo-reply, destination-unreachable, time-exceeded, packet-too-big } \
                            limit rate over 10/second burst 5 packets drop
                            """;
        };
        host.feed(
                "table inet answers { chain out { type filter hook output priority 0\n" + rules + "}\n}\n",
                "nft",
                "-f",
                "-");
    }

    /** From now on router 1 loses a share of all packets, in either direction; which, the seed says. */
    void lose(Family family, double share, long seed) {
        String ip = family == Family.IPV4 ? "ip" : "ip6";
        String lost = new Random(seed)
                .ints(0, PERIOD)
                .distinct()
                .limit(Math.round(share * PERIOD))
                .mapToObj(number -> number + " : drop")
                .collect(Collectors.joining(", "));
        String rule = lost.isEmpty() ? "" : "numgen inc mod " + PERIOD + " vmap { " + lost + " }\n";
        hosts.get(1).feed("""
                        add table %1$s loss
                        delete table %1$s loss
                        table %1$s loss { chain through { type filter hook forward priority 0
                        %2$s}
                        }
                        """.formatted(ip, rule), "nft", "-f", "-");
    }

    /** Has rules of nft carried out on a host: 0 is the client, 4 the server. */
    void nft(int host, String rules) {
        hosts.get(host).feed(rules, "nft", "-f", "-");
    }

    /** Has commands of ip carried out on such a host. */
    void ip(int host, String commands) {
        hosts.get(host).ip(commands);
    }

    Namespace client() {
        return hosts.get(0);
    }

    ProbeTarget target(Family family, OptionalInt port) {
        return new ProbeTarget(address(family, 4, 2), port, Optional.empty(), 0);
    }

    /** Of the host to the left (1) or right (2) of a link. */
    static InetAddress address(Family family, int link, int side) {
        try {
            return InetAddress.getByName(
                    family == Family.IPV4 ? "10." + link + ".0." + side : "fd0" + link + "::" + side);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private ServerSocket listen() {
        Namespace host = hosts.get(hosts.size() - 1);
        ServerSocket socket = host.call(() -> {
            ServerSocket listening = new ServerSocket();
            listening.bind(new InetSocketAddress("::", TCP_PORT), 64);
            return listening;
        });
        host.start(() -> serve(socket));
        return socket;
    }

    /** Reads what comes, one connection after the other, until it is closed. */
    private static void serve(ServerSocket listening) {
        while (!listening.isClosed()) {
            try (Socket connection = listening.accept();
                    InputStream input = connection.getInputStream()) {
                input.transferTo(OutputStream.nullOutputStream());
            } catch (IOException reset) {
                // The client has gone, or this server is to.
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        hosts.forEach(Namespace::close);
    }
}
