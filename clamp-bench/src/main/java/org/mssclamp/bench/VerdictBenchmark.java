// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import java.util.List;
import org.mssclamp.clamp.Outcome;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a worker does with a full batch of packets that are none of its business.
 *
 * <p>In the figure: copying the packet in, reading the kernel's message, finding that the packet is no SYN, and writing a
 * verdict without it. That is the least a packet costs; {@link PipelineBenchmark} has what it costs to clamp one.
 */
public class VerdictBenchmark extends PacketBenchmark {
    private final LoopbackQueue queue = new LoopbackQueue(PacketRow.batch(Shape.NOT_SYN));

    @Setup
    public void open() {
        queue.publish(List.of(), Outcome.NOT_SYN);
    }

    @TearDown
    public void close() {
        queue.close();
    }

    /** The figure is for one packet. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int accept() {
        return queue.serve();
    }
}
