// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.util.Arrays;
import java.util.HexFormat;
import org.mssclamp.oracle.Site;
import org.mssclamp.packet.Family;

/** A veth pair between the gateway of a {@link Lab} and a host; a site lies behind the host. */
public enum Link {
    IN0(1, "in0", "up0", Site.CLIENTS),
    IN1(2, "in1", "up1", Site.BRANCH),
    OUT0(3, "out0", "down0", Site.SERVERS),
    OUT1(4, "out1", "down1", Site.PEERS);

    private final int number;
    private final String gatewayInterface;
    private final String hostInterface;
    private final Site site;

    Link(int number, String gatewayInterface, String hostInterface, Site site) {
        this.number = number;
        this.gatewayInterface = gatewayInterface;
        this.hostInterface = hostInterface;
        this.site = site;
    }

    /** The one behind which a site lies. */
    static Link to(Site site) {
        return Arrays.stream(values())
                .filter(link -> link.site == site)
                .findFirst()
                .orElseThrow();
    }

    String gatewayInterface() {
        return gatewayInterface;
    }

    public String hostInterface() {
        return hostInterface;
    }

    String gatewayIpv4() {
        return "10.0." + number + ".1";
    }

    String hostIpv4() {
        return "10.0." + number + ".2";
    }

    String gatewayIpv6() {
        return "fd00:" + number + "::1";
    }

    String hostIpv6() {
        return "fd00:" + number + "::2";
    }

    /** The host's address in one family. */
    String host(Family family) {
        return family == Family.IPV4 ? hostIpv4() : hostIpv6();
    }

    /** The gateway's address in one family. */
    String gateway(Family family) {
        return family == Family.IPV4 ? gatewayIpv4() : gatewayIpv6();
    }

    /** The gateway's hardware address. */
    public byte[] gatewayMac() {
        return HexFormat.ofDelimiter(":").parseHex(mac(1));
    }

    private String mac(int end) {
        return String.format("02:00:00:00:%02x:%02x", number, end);
    }

    /** Makes both ends and lets each know the other, so that neither need ask. */
    void connect(Namespace gateway, Namespace host) {
        gateway.ip("link add %s address %s type veth peer name %s address %s netns %s"
                .formatted(gatewayInterface, mac(1), hostInterface, mac(2), host.name()));
        gateway.ip("""
                link set %1$s addrgenmode none up
                address add %2$s/24 dev %1$s
                address add %3$s/64 dev %1$s nodad
                neighbour add %4$s lladdr %6$s dev %1$s nud permanent
                neighbour add %5$s lladdr %6$s dev %1$s nud permanent
                route add %7$s via %4$s dev %1$s
                route add %8$s via %5$s dev %1$s
                """.formatted(
                        gatewayInterface,
                        gatewayIpv4(),
                        gatewayIpv6(),
                        hostIpv4(),
                        hostIpv6(),
                        mac(2),
                        site.ipv4(),
                        site.ipv6()));
        host.ip("""
                link set %1$s addrgenmode none up
                address add %2$s/24 dev %1$s
                address add %3$s/64 dev %1$s nodad
                neighbour add %4$s lladdr %6$s dev %1$s nud permanent
                neighbour add %5$s lladdr %6$s dev %1$s nud permanent
                """.formatted(hostInterface, hostIpv4(), hostIpv6(), gatewayIpv4(), gatewayIpv6(), mac(1)));
    }

    /** A command of {@code ip} for each family that puts a route to the site, with such attributes, in the gateway. */
    String route(String attributes) {
        return """
                route replace %s via %s dev %s %s
                route replace %s via %s dev %3$s %4$s
                """.formatted(site.ipv4(), hostIpv4(), gatewayInterface, attributes, site.ipv6(), hostIpv6());
    }

    /** Makes the gateway the host's way to everywhere. */
    void routeAll(Namespace host) {
        host.ip("route add default via %s\nroute add default via %s".formatted(gatewayIpv4(), gatewayIpv6()));
    }
}
