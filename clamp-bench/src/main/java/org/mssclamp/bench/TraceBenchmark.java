// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mssclamp.clamp.Outcome;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** What a trace costs the worker: the way of a packet as {@link PipelineBenchmark} has it with one rule. */
public class TraceBenchmark extends PacketBenchmark {
    @Param({"NEVER", "ENDED", "OTHERS", "FULL"})
    public Tracing tracing = Tracing.NEVER;

    private @Nullable LoopbackQueue opened;

    @Setup
    public void open() {
        MixedRules mixed = new MixedRules(1, List.of(LoopbackQueue.LINK), SEED);
        LoopbackQueue queue = new LoopbackQueue(Stream.generate(() -> mixed.synLeavingBy(LoopbackQueue.LINK))
                .limit(BATCH)
                .toList());
        opened = queue;
        queue.publish(mixed.rules(), Outcome.CLAMPED);
        tracing.begin(queue);
    }

    @TearDown
    public void close() {
        queue().close();
    }

    /** The figure is for one packet. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int clamp() {
        return queue().serve();
    }

    private LoopbackQueue queue() {
        return Objects.requireNonNull(opened);
    }
}
