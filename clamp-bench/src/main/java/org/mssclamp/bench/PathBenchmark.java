// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import org.mssclamp.libc.InterfaceIndex;
import org.mssclamp.libc.NetlinkSocket;
import org.mssclamp.packet.Ipv4Header;
import org.mssclamp.packet.SynPacket;
import org.mssclamp.packet.TcpHeader;
import org.mssclamp.route.RoutePaths;
import org.mssclamp.route.Routes;
import org.mssclamp.rule.Direction;
import org.mssclamp.rule.Interface;
import org.mssclamp.rule.PacketContext;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The MTU of a packet's path, known already and asked of this machine's kernel. No packet is sent, and no privilege needed.
 *
 * <p>As it stands the SYNs are own ones by the loopback; {@code lab/paths.sh} makes a gateway, and takes SYNs that it
 * forwards.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PathBenchmark {
    private static final int PACKETS = 32;
    private static final int PACKET_OCTETS = Ipv4Header.MIN_OCTETS + TcpHeader.MIN_OCTETS;
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

    private final SynPacket[] syns = new SynPacket[PACKETS];
    private final ByteBuf packets = Unpooled.directBuffer(PACKETS * PACKET_OCTETS, PACKETS * PACKET_OCTETS);
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
        packets.setZero(0, packets.capacity());
        for (int i = 0; i < PACKETS; i++) {
            int ip = i * PACKET_OCTETS;
            packets.setByte(ip, 0x45);
            packets.setShort(ip + 2, PACKET_OCTETS);
            packets.setByte(ip + 9, 6);
            packets.setInt(ip + 12, Integer.decode(from));
            packets.setInt(ip + 16, Integer.decode(to) + i);
            packets.setShort(ip + Ipv4Header.MIN_OCTETS + 12, 0x5002);
            syns[i] = new SynPacket();
            syns[i].decode(packets, ip, PACKET_OCTETS, PACKET_OCTETS);
        }
        known.lifetime(LIFETIME_NS);
        unknown.lifetime(0);
        askAll(known);
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
        packets.release();
    }

    /** What a packet costs whose path is known; with both directions it has two. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public void known(Blackhole blackhole) {
        for (SynPacket syn : syns) {
            blackhole.consume(known.mtu(syn, context, direction));
        }
    }

    /** What a packet costs in a batch of which no path is known; every MTU must come out. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
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
