// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mssclamp.oracle.CraftedSegment;

/**
 * SYNs of some clients through the gateway of a {@link Lab}, IPv4 and IPv6 in turns, each with a number and MSS 1440.
 *
 * <p>Not thread-safe.
 */
public final class SynTraffic implements AutoCloseable {
    /** What each announces. */
    public static final int MSS = 1440;

    /** Where they go to. */
    static final String SERVER_IPV4 = "198.51.100.1";

    /** Where they go to. */
    static final String SERVER_IPV6 = "2001:db8:c::1";

    private static final byte[] MSS_OPTION = {2, 4, (byte) (MSS >> 8), (byte) (MSS & 0xFF)};
    private static final int SERVER_PORT = 443;

    private static final int MANY_CLIENTS = 200;
    private static final long LONGEST_WAY_NS = 2_000_000_000L;

    private final int clients;
    private final PacketSocket sender;
    private final PacketSocket receiver;
    private final PacketSocket.Way in0;
    private final Map<Integer, Integer> arrived = new HashMap<>();
    private int sent;

    /** Of many clients. */
    public SynTraffic(Lab lab) {
        this(lab, MANY_CLIENTS);
    }

    /** Of so many clients in each family, at most 200. */
    SynTraffic(Lab lab, int clients) {
        this.clients = clients;
        sender = PacketSocket.open(lab.sender());
        receiver = PacketSocket.open(lab.receiver());
        in0 = way(Link.IN0.hostInterface(), Link.IN0.gatewayMac());
    }

    public PacketSocket.Way way(String interfaceName, byte[] mac) {
        return sender.way(interfaceName, mac);
    }

    /** How many were sent; they are numbered from 1. */
    public int sent() {
        return sent;
    }

    /** Sends the next ones. */
    public void send(int count) {
        for (int i = 0; i < count; i++) {
            boolean ipv4 = sent % 2 == 0;
            send(in0, ipv4 ? "192.0.2." : "2001:db8:a::", ipv4 ? SERVER_IPV4 : SERVER_IPV6);
        }
    }

    /** Sends the next one this way, to this IPv4 address. */
    public void send(PacketSocket.Way way, String server) {
        send(way, "192.0.2.", server);
    }

    private void send(PacketSocket.Way way, String clientPrefix, String server) {
        sent++;
        String client = clientPrefix + (1 + sent % clients);
        int port = 1024 + sent % 50_000;
        sender.send(
                new CraftedSegment(client, port, server, SERVER_PORT, sent, 0, CraftedSegment.SYN, MSS_OPTION).packet(),
                way);
    }

    /** The MSS with which the SYN of this number arrived; waits for it. */
    public int mss(int number) {
        while (!arrived.containsKey(number)) {
            receive(number);
        }
        return arrived.get(number);
    }

    /** The MSS of the last one sent. */
    public int lastMss() {
        return mss(sent);
    }

    /** Whether the SYN of this number arrives soon; not so if the route it took was replaced while it was queued. */
    public boolean arrives(int number) {
        long begin = System.nanoTime();
        while (!arrived.containsKey(number) && System.nanoTime() - begin < LONGEST_WAY_NS) {
            takeArrived();
        }
        // What stopped this thread for so long did not stop the packet.
        takeArrived();
        return arrived.containsKey(number);
    }

    /** Takes what has arrived, and waits for nothing. */
    public void takeArrived() {
        Optional<byte[]> packet = receiver.poll();
        while (packet.isPresent()) {
            take(packet.get());
            packet = receiver.poll();
        }
    }

    /** With which MSS each SYN arrived, by its number; of those taken or waited for. */
    public Map<Integer, Integer> arrived() {
        return Collections.unmodifiableMap(arrived);
    }

    private void receive(int awaited) {
        take(receiver.receive()
                .orElseThrow(() -> new AssertionError(
                        "SYN " + awaited + " did not arrive; " + arrived.size() + " of " + sent + " did")));
    }

    private void take(byte[] packet) {
        int tcp = packet[0] >> 4 == 4 ? 20 : 40;
        ByteBuffer octets = ByteBuffer.wrap(packet);
        if (packet.length == tcp + 24 && Short.toUnsignedInt(octets.getShort(tcp + 2)) == SERVER_PORT) {
            Integer twin = arrived.put(octets.getInt(tcp + 4), Short.toUnsignedInt(octets.getShort(tcp + 22)));
            if (twin != null) {
                throw new AssertionError("SYN " + octets.getInt(tcp + 4) + " arrived twice");
            }
        }
    }

    @Override
    public void close() {
        sender.close();
        receiver.close();
    }
}
