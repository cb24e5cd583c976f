// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How the benchmarks measure: nanoseconds for one packet, by one thread, in a process of its own with the daemon's
 * collector.
 *
 * <p>Each invocation takes a batch, and each benchmark says so by {@code OperationsPerInvocation}: the loop is the
 * worker's own, and a single packet would be lost in the cost of an invocation. All that a loop computes goes to a
 * black hole or is a field of the state, so that nothing of it is dead; all that it reads comes from fields, so that
 * nothing of it is constant.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public abstract class PacketBenchmark {
    /** Packets in one invocation: as many as a worker takes at once. */
    static final int BATCH = 64;

    /** Draws what is left to chance; the same in every run. */
    static final long SEED = 1;
}
