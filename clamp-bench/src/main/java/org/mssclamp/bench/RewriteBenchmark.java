// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.clamp.PacketCounters;
import org.mssclamp.clamp.Paths;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.packet.InternetChecksum;
import org.mssclamp.packet.Ipv4Header;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.MissingMss;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.RuleTable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Lowering the MSS of a SYN of IPv4 by one rule, in three ways that end in the same octets.
 *
 * <p>In the figures: from the packet as octets to the packet as octets. With ours that is in place, and the figure has the
 * two fields put back that the clamp before changed; with pcap4j it is another array, for its packets are immutable.
 */
public class RewriteBenchmark extends PacketBenchmark {
    private static final int TCP = 6;
    private static final int ADDRESSES = 12;
    private static final int SEGMENT = Ipv4Header.MIN_OCTETS;
    private static final int CHECKSUM = SEGMENT + 16;
    private static final int MSS = SEGMENT + 22;

    private final List<byte[]> samples = PacketRow.batch(Shape.IPV4);
    private final PacketRow packets = new PacketRow(samples);
    private final byte[][] originals = samples.toArray(new byte[0][]);
    private final int[] mss = new int[BATCH];
    private final int[] checksums = new int[BATCH];

    private final PacketContext context = new PacketContext();
    private int limit;
    private SynPipeline pipeline = SynPipeline.withoutRules(new PacketCounters());

    /** Makes the rule, and notes what is put back. */
    @Setup
    public void open() {
        limit = 1360;
        Rule all = new Rule("all", Match.ALL, new Action.SetMss(limit, limit), Mode.ENFORCE, false, MissingMss.LEAVE);
        pipeline =
                new SynPipeline(new RuleTable(List.of(all)), Policy.DEFAULT, false, Paths.NONE, new PacketCounters());
        for (int i = 0; i < BATCH; i++) {
            mss[i] = packets.buffer().getUnsignedShort(packets.index(i) + MSS);
            checksums[i] = packets.buffer().getUnsignedShort(packets.index(i) + CHECKSUM);
        }
    }

    @TearDown
    public void close() {
        packets.close();
    }

    /** Ours: in place, the checksum brought along. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void inPlace(Blackhole blackhole) {
        for (int i = 0; i < BATCH; i++) {
            blackhole.consume(clamp(i));
        }
    }

    /** Ours, but with the checksum computed over the whole segment besides. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void inPlaceWithWholeChecksum(Blackhole blackhole) {
        for (int i = 0; i < BATCH; i++) {
            blackhole.consume(clamp(i));
            computeChecksum(i);
        }
    }

    /** A library for packets, at its best: on IPv4, without a capture or link layer around it. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void pcap4j(Blackhole blackhole) {
        for (byte[] original : originals) {
            blackhole.consume(Pcap4jClamp.clamp(original, limit));
        }
    }

    private Outcome clamp(int number) {
        ByteBuf buffer = packets.buffer();
        int index = packets.index(number);
        int length = packets.length(number);
        buffer.setShort(index + MSS, mss[number]);
        buffer.setShort(index + CHECKSUM, checksums[number]);
        return pipeline.process(buffer, index, length, length, context);
    }

    private void computeChecksum(int number) {
        ByteBuf buffer = packets.buffer();
        int index = packets.index(number);
        int segmentOctets = packets.length(number) - SEGMENT;
        buffer.setShort(index + CHECKSUM, 0);
        int sum = InternetChecksum.sum(buffer, index + ADDRESSES, 8) + TCP + segmentOctets;
        sum += InternetChecksum.sum(buffer, index + SEGMENT, segmentOctets);
        buffer.setShort(index + CHECKSUM, ~InternetChecksum.fold(sum));
    }

    byte[] original(int number) {
        return originals[number].clone();
    }

    /** What a packet has become; it is not put back yet. */
    byte[] octets(int number) {
        byte[] octets = new byte[packets.length(number)];
        packets.buffer().getBytes(packets.index(number), octets);
        return octets;
    }

    /** What pcap4j makes of the same packet. */
    byte[] rebuilt(int number) {
        return Pcap4jClamp.clamp(originals[number], limit);
    }
}
