// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.SplittableRandom;
import org.mssclamp.packet.InternetChecksum;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The checksum after one field changed: brought along (RFC 1624), and computed over the whole segment.
 *
 * <p>Both arithmetic alone. Bringing it along costs the same for a segment of any length; computing it does not, and
 * hides a checksum that was wrong before. Not in the figures: reading the old checksum and writing the new one, and for
 * the whole segment the pseudo-header, whose addresses are 4 to 16 words more.
 */
public class ChecksumBenchmark extends PacketBenchmark {
    private final int[] checksums = new int[BATCH];
    private final int[] oldValues = new int[BATCH];
    private final int[] newValues = new int[BATCH];
    private int fieldOffset;

    /** Draws the values, for an MSS option that comes first. */
    @Setup
    public void fillValues() {
        SplittableRandom random = new SplittableRandom(SEED);
        fieldOffset = 22;
        for (int i = 0; i < BATCH; i++) {
            checksums[i] = random.nextInt(0xFFFF);
            oldValues[i] = random.nextInt(0x10000);
            newValues[i] = random.nextInt(0x10000);
        }
    }

    /** Segments; a state of its own, for only one benchmark depends on their length. */
    @State(Scope.Thread)
    public static class Segments {
        /** Octets of a SYN as Linux sends it, and of one that carries data (RFC 7413). */
        @Param({"40", "1400"})
        public int segmentOctets = 40;

        private ByteBuf octets = Unpooled.EMPTY_BUFFER;

        @Setup
        public void fillOctets() {
            byte[] drawn = new byte[BATCH * segmentOctets];
            new SplittableRandom(SEED).nextBytes(drawn);
            octets = Unpooled.directBuffer(drawn.length, drawn.length).writeBytes(drawn);
        }

        @TearDown
        public void close() {
            octets.release();
        }
    }

    /** The figure is for one checksum. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void update(Blackhole blackhole) {
        for (int i = 0; i < BATCH; i++) {
            blackhole.consume(InternetChecksum.update(checksums[i], oldValues[i], newValues[i], fieldOffset));
        }
    }

    /** The figure is for one checksum. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void wholeSegment(Segments segments, Blackhole blackhole) {
        for (int i = 0; i < BATCH; i++) {
            blackhole.consume(InternetChecksum.of(segments.octets, i * segments.segmentOctets, segments.segmentOctets));
        }
    }
}
