// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.rule.Rule;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * All that a worker does with a full batch of SYNs, every one of which is clamped.
 *
 * <p>In the figure: copying the packet in, reading the kernel's message, decoding, matching, rewriting, counting, and
 * writing a verdict that gives the packet back. Not in it: the system calls, and what the kernel does in them.
 *
 * <p>The packets are the same for any number of rules, and the rules are the last of ten thousand: a single one decides
 * every packet, ten thousand share them.
 */
public class PipelineBenchmark extends PacketBenchmark {
    private static final int MOST_RULES = 10_000;
    private static final List<String> LINKS = Stream.concat(
                    Stream.of(LoopbackQueue.LINK), IntStream.range(0, 15).mapToObj(number -> "wg" + number))
            .toList();

    /** Rules in the table. */
    @Param({"1", "10000"})
    public int rules = 1;

    /**
     * Different packets that come in turns: a batch again and again finds all that it needs in the caches of processor and
     * branch predictor; many find little.
     */
    @Param({"64", "65536"})
    public int packets = BATCH;

    private @Nullable LoopbackQueue opened;

    @Setup
    public void publish() {
        MixedRules mixed = new MixedRules(MOST_RULES, LINKS, SEED);
        LoopbackQueue queue = new LoopbackQueue(Stream.generate(() -> mixed.synLeavingBy(LoopbackQueue.LINK))
                .limit(packets)
                .toList());
        opened = queue;
        List<Rule> all = mixed.rules();
        queue.publish(all.subList(all.size() - rules, all.size()), Outcome.CLAMPED);
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

    /** What of that is copying the packet in, which in earnest is the kernel's part. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int copyIn() {
        return queue().copyIn();
    }

    private LoopbackQueue queue() {
        return Objects.requireNonNull(opened);
    }
}
