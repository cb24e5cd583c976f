// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.mssclamp.libc.InterfaceIndex;
import org.mssclamp.libc.NetlinkSocket;
import org.mssclamp.packet.Family;
import org.mssclamp.packet.SynPacket;
import org.mssclamp.route.RoutePaths;
import org.mssclamp.route.Routes;
import org.mssclamp.rule.Direction;
import org.mssclamp.rule.Interface;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.Prefix;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The MTU of a packet's path, known already and asked of this machine's kernel. No packet is sent, and no privilege needed.
 *
 * <p>In the figures: the question made of the packet, and the answer found in the cache, or through a system call for the
 * whole batch. Not in them: decoding, and the clock, which a worker reads once for a batch.
 *
 * <p>As it stands the SYNs are own ones by the loopback; {@code lab/paths.sh} makes a gateway, and takes SYNs that it
 * forwards.
 */
public class PathBenchmark extends PacketBenchmark {
    private static final long LIFETIME_NS = TimeUnit.HOURS.toNanos(1);

    /** The interface that the SYNs come in by; empty if they are own ones. */
    @Param("")
    public String in = "";

    /** The one they leave by. */
    @Param("lo")
    public String out = "";

    /** Where they come from: an IPv4 address as a number. */
    @Param("0x7F000001")
    public String from = "";

    /** The first of the addresses that they go to. */
    @Param("0x7F000100")
    public String to = "";

    /** How many paths a packet has. */
    @Param({"FORWARD", "BOTH"})
    public Direction direction = Direction.BOTH;

    private final SynPacket[] syns = new SynPacket[BATCH];
    private PacketRow packets = new PacketRow(List.of());
    private final PacketContext context = new PacketContext();
    private final Routes routes = new Routes(NetlinkSocket::forRoutes, InterfaceIndex::name);
    private final RoutePaths known = routes.paths();
    private final RoutePaths unknown = routes.paths();

    /** SYNs from one address to as many as there are packets. */
    @Setup
    public void open() {
        routes.list();
        Interface inInterface = in.isEmpty() ? Interface.NONE : routes.links().interfaceNamed(in);
        context.fill(inInterface, routes.links().interfaceNamed(out), 0, false);
        packets = new PacketRow(IntStream.range(0, BATCH).mapToObj(this::syn).toList());
        for (int i = 0; i < BATCH; i++) {
            syns[i] = new SynPacket();
            syns[i].decode(packets.buffer(), packets.index(i), packets.length(i), packets.length(i));
        }
        known.lifetime(LIFETIME_NS);
        unknown.lifetime(0);
        askAll(known);
    }

    private byte[] syn(int number) {
        return new SamplePacket(Shape.IPV4, new SplittableRandom(SEED))
                .from(host(Integer.decode(from)))
                .to(host(Integer.decode(to) + number))
                .octets();
    }

    private static Prefix host(int address) {
        return new Prefix(Family.IPV4, 0, Integer.toUnsignedLong(address), 32, false, "");
    }

    private void askAll(RoutePaths paths) {
        paths.begin();
        for (SynPacket syn : syns) {
            paths.expect(syn, context, direction);
        }
        paths.fetch();
    }

    @TearDown
    public void close() {
        known.close();
        unknown.close();
        packets.close();
    }

    /** What a packet costs whose path is known; with both directions it has two. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void known(Blackhole blackhole) {
        for (SynPacket syn : syns) {
            blackhole.consume(known.mtu(syn, context, direction));
        }
    }

    /** What a packet costs in a batch of which no path is known; every MTU must come out. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void asked(Blackhole blackhole) {
        askAll(unknown);
        for (SynPacket syn : syns) {
            int mtu = unknown.mtu(syn, context, direction);
            if (mtu < 0) {
                throw new IllegalStateException("the kernel did not answer");
            }
            blackhole.consume(mtu);
        }
    }
}
