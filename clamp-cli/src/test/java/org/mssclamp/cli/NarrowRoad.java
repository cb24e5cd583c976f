// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import org.mssclamp.kernel.Namespace;
import org.mssclamp.kernel.Offload;

/**
 * Real stacks on both sides of a gateway, one link of which carries 1400 octets.
 *
 * <pre>
 *   client up0 ── in0 gateway out0 ── down0 server
 * </pre>
 */
final class NarrowRoad implements AutoCloseable {
    private final Namespace client;
    private final Namespace gateway;
    private final Namespace server;

    /**
     * Ready to be used.
     *
     * @param name of the namespaces, in part
     * @param narrow the gateway's end of the link that carries less
     */
    NarrowRoad(String name, String narrow) {
        client = Namespace.create(name + "-client");
        gateway = Namespace.create(name + "-gateway");
        server = Namespace.create(name + "-server");
        connect(narrow);
    }

    Namespace client() {
        return client;
    }

    Namespace gateway() {
        return gateway;
    }

    Namespace server() {
        return server;
    }

    private void connect(String narrow) {
        gateway.ip("""
                link add in0 type veth peer name up0 netns %s
                link add out0 type veth peer name down0 netns %s
                link set %s mtu 1400
                link set in0 up
                link set out0 up
                addr add 10.1.0.1/24 dev in0
                addr add 10.2.0.1/24 dev out0
                addr add fd00:1::1/64 dev in0 nodad
                addr add fd00:2::1/64 dev out0 nodad
                """.formatted(client.name(), server.name(), narrow));
        client.ip("""
                link set up0 up
                addr add 10.1.0.2/24 dev up0
                addr add fd00:1::2/64 dev up0 nodad
                route add default via 10.1.0.1
                route add default via fd00:1::1
                """);
        server.ip("""
                link set down0 up
                addr add 10.2.0.2/24 dev down0
                addr add fd00:2::2/64 dev down0 nodad
                route add default via 10.2.0.1
                route add default via fd00:2::1
                """);
        Programs.run(gateway, "sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1");
        Programs.run(server, "sysctl -qw net.ipv4.tcp_mtu_probing=0");
        Offload.disableChecksums(client, "up0");
        Offload.disableChecksums(server, "down0");
        client.awaitCarrier("up0");
        server.awaitCarrier("down0");
    }

    @Override
    public void close() {
        client.close();
        gateway.close();
        server.close();
    }
}
