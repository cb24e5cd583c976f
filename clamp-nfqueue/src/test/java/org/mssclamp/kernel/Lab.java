// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.util.List;

/**
 * A gateway between a sender and a receiver, in three namespaces.
 *
 * <pre>
 *    Site.CLIENTS                                                        Site.SERVERS
 *   ┌────────┐ up0          in0 ┌─────────┐ out0         down0 ┌──────────┐
 *   │        ├──────────────────┤         ├────────────────────┤          │
 *   │        │ 10.0.1.2      .1 │         │ 10.0.3.1        .2 │          │
 *   │ sender │ fd00:1::2    ::1 │ gateway │ fd00:3::1      ::2 │ receiver │
 *   │        │                  │         │                    │          │
 *   │        │ up1          in1 │         │ out1         down1 │          │
 *   │        ├──────────────────┤         ├────────────────────┤          │
 *   └────────┘ 10.0.2.2, fd00:2 └─────────┘ 10.0.4.1, fd00:4   └──────────┘
 *    Site.BRANCH                                                         Site.PEERS
 * </pre>
 *
 * The sites are prefixes only: no host has an address in them, so that nothing answers what is sent there. The gateway
 * forwards, filters by no reverse path, tracks no connections and asks for no neighbours.
 */
public final class Lab implements AutoCloseable {
    private final Namespace sender = Namespace.create("sender");
    private final Namespace gateway = Namespace.create("gateway");
    private final Namespace receiver = Namespace.create("receiver");
    private final Firewall firewall = new Firewall(gateway);

    public Lab() {
        try {
            layOut();
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    private void layOut() {
        gateway.configure("ipv4/ip_forward", "1");
        gateway.configure("ipv6/conf/all/forwarding", "1");
        for (Namespace namespace : List.of(sender, gateway, receiver)) {
            for (String scope : List.of("all", "default")) {
                namespace.configure("ipv4/conf/" + scope + "/rp_filter", "0");
                namespace.configure("ipv4/conf/" + scope + "/send_redirects", "0");
                namespace.configure("ipv6/conf/" + scope + "/accept_ra", "0");
                namespace.configure("ipv6/conf/" + scope + "/router_solicitations", "0");
            }
        }
        Link.IN0.connect(gateway, sender);
        Link.IN1.connect(gateway, sender);
        Link.OUT0.connect(gateway, receiver);
        Link.OUT1.connect(gateway, receiver);
        List.of(sender, gateway, receiver).forEach(Namespace::awaitCarriers);
        Link.IN0.routeAll(sender);
        Link.OUT0.routeAll(receiver);
        gateway.ip("route add " + Marker.SERVER + " via " + Link.OUT0.hostIpv4());
    }

    public Namespace sender() {
        return sender;
    }

    public Namespace gateway() {
        return gateway;
    }

    public Namespace receiver() {
        return receiver;
    }

    /** Whose interface is at the other end of the gateway's. */
    Namespace host(Link link) {
        return link == Link.IN0 || link == Link.IN1 ? sender : receiver;
    }

    /** The gateway's. */
    public Firewall firewall() {
        return firewall;
    }

    @Override
    public void close() {
        receiver.close();
        gateway.close();
        sender.close();
    }
}
