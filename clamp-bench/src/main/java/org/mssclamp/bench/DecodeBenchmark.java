// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import java.util.List;
import org.mssclamp.packet.DecodeResult;
import org.mssclamp.packet.SynPacket;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Finding the SYN in a packet, or that there is none, by its shape.
 *
 * <p>In the figure: headers, extension headers and TCP options walked, MSS options noted. Not in it: reading addresses,
 * ports and MSS, which only rules that ask for them pay; getting the packet into the cache.
 */
public class DecodeBenchmark extends PacketBenchmark {
    /** All packets of the batch are alike in this. */
    @Param
    public Shape shape = Shape.IPV4;

    private final SynPacket syn = new SynPacket();
    private PacketRow packets = new PacketRow(List.of());

    /** Fails if the packets are not what their shape says: a wrong answer is no faster than a right one. */
    @Setup
    public void fillPackets() {
        packets = new PacketRow(PacketRow.batch(shape));
        DecodeResult expected = shape.isSyn() ? DecodeResult.SYN : DecodeResult.NOT_SYN;
        for (int i = 0; i < BATCH; i++) {
            if (decode(i) != expected) {
                throw new IllegalStateException(shape + ": " + decode(i));
            }
        }
    }

    private DecodeResult decode(int number) {
        int length = packets.length(number);
        return syn.decode(packets.buffer(), packets.index(number), length, length);
    }

    @TearDown
    public void close() {
        packets.close();
    }

    /** The figure is for one packet. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void decode(Blackhole blackhole) {
        for (int i = 0; i < BATCH; i++) {
            blackhole.consume(decode(i));
        }
    }
}
