// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Packets side by side in direct memory, each in a slot that begins at a line of the cache. */
final class PacketRow implements AutoCloseable {
    private static final int SLOT_OCTETS = 128;

    private final ByteBuf buffer;
    private final int[] lengths;

    PacketRow(List<byte[]> packets) {
        buffer = Unpooled.directBuffer(packets.size() * SLOT_OCTETS, packets.size() * SLOT_OCTETS);
        lengths = packets.stream().mapToInt(packet -> packet.length).toArray();
        for (int i = 0; i < lengths.length; i++) {
            buffer.setBytes(index(i), packets.get(i));
        }
    }

    /** As many of one shape as a batch has. */
    static List<byte[]> batch(Shape shape) {
        SplittableRandom random = new SplittableRandom(PacketBenchmark.SEED);
        return Stream.generate(() -> new SamplePacket(shape, random).octets())
                .limit(PacketBenchmark.BATCH)
                .toList();
    }

    ByteBuf buffer() {
        return buffer;
    }

    int index(int number) {
        return number * SLOT_OCTETS;
    }

    int length(int number) {
        return lengths[number];
    }

    @Override
    public void close() {
        buffer.release();
    }
}
