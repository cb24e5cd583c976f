// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.mssclamp.clamp.PacketCounters;
import org.mssclamp.clamp.Paths;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.packet.Ipv4Header;
import org.mssclamp.packet.TcpHeader;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.MissingMss;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.RuleTable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Decode, match and clamp of SYNs as Linux sends them; each packet's MSS is put back before it is processed. */
@State(Scope.Thread)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PipelineBenchmark {
    private static final int PACKETS = 64;
    private static final int STRIDE = 128;
    private static final int PACKET_OCTETS = 60;
    private static final int MSS_VALUE = Ipv4Header.MIN_OCTETS + TcpHeader.MIN_OCTETS + 2;
    private static final int LIMIT = 1360;

    private final ByteBuf packets = Unpooled.directBuffer(PACKETS * STRIDE, PACKETS * STRIDE);
    private final PacketContext context = new PacketContext();
    private final SynPipeline pipeline = new SynPipeline(
            new RuleTable(List.of(new Rule(
                    "all", Match.ALL, new Action.SetMss(LIMIT, LIMIT), Mode.ENFORCE, false, MissingMss.LEAVE))),
            Policy.DEFAULT,
            false,
            Paths.NONE,
            new PacketCounters());

    private int mss;

    /** Makes SYNs with the options MSS, SACK permitted, timestamps, no-operation and window scale. */
    @Setup
    public void fillPackets() {
        SplittableRandom random = new SplittableRandom(1);
        mss = 1400 + random.nextInt(60);
        for (int i = 0; i < PACKETS; i++) {
            int ip = i * STRIDE;
            int tcp = ip + Ipv4Header.MIN_OCTETS;
            packets.setZero(ip, STRIDE);
            packets.setShort(ip, 0x4500);
            packets.setShort(ip + 2, PACKET_OCTETS);
            packets.setByte(ip + 9, 6);
            packets.setInt(ip + 12, random.nextInt());
            packets.setInt(ip + 16, random.nextInt());
            packets.setInt(tcp, random.nextInt());
            packets.setShort(tcp + 12, 0xA002);
            packets.setShort(tcp + 20, 0x0204);
            packets.setShort(tcp + 24, 0x0402);
            packets.setShort(tcp + 26, 0x080A);
            packets.setInt(tcp + 36, 0x01030307);
        }
    }

    @TearDown
    public void releasePackets() {
        packets.release();
    }

    /** A batch in which every SYN is clamped; the figure is for one packet. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public void clampBatch(Blackhole blackhole) {
        for (int i = 0; i < PACKETS; i++) {
            int index = i * STRIDE;
            packets.setShort(index + MSS_VALUE, mss);
            blackhole.consume(pipeline.process(packets, index, PACKET_OCTETS, PACKET_OCTETS, context));
        }
    }
}
