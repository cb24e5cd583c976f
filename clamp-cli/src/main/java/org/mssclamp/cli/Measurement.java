// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Measures a replay in rounds of some quarter of a second, each of whole passes, after a warm-up.
 *
 * <p>All times are processor time of the calling thread: what else the machine does is not in them.
 */
final class Measurement {
    static final int ROUNDS_PER_SECOND = 4;
    private static final long ROUND_NS = 1_000_000_000L / ROUNDS_PER_SECOND;
    private static final long WARM_UP_NS = 1_000_000_000L;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Replay replay;
    private final BooleanSupplier interrupted;
    private final Consumer<String> progress;

    /**
     * Measures nothing yet.
     *
     * @param interrupted asked after each batch
     * @param progress hears what is going on
     */
    Measurement(Replay replay, BooleanSupplier interrupted, Consumer<String> progress) {
        this.replay = replay;
        this.interrupted = interrupted;
        this.progress = progress;
    }

    /** Measures so many rounds, or as many as were whole when it was interrupted. */
    Figures run(int rounds) {
        long packetsPerRound = warmUp();
        List<Double> nsPerPacket = new ArrayList<>(rounds);
        long packets = 0;
        long allocatedOctets = 0;
        for (int round = 1; round <= rounds; round++) {
            progress.accept("round " + round + " of " + rounds);
            long octetsBefore = THREADS.getCurrentThreadAllocatedBytes();
            long startNs = THREADS.getCurrentThreadCpuTime();
            long processed = process(packetsPerRound);
            long durationNs = THREADS.getCurrentThreadCpuTime() - startNs;
            if (interrupted.getAsBoolean()) {
                break;
            }
            allocatedOctets += THREADS.getCurrentThreadAllocatedBytes() - octetsBefore;
            packets += processed;
            nsPerPacket.add((double) durationNs / processed);
        }
        return new Figures(nsPerPacket, packets, allocatedOctets);
    }

    /** Returns how many packets in whole passes fill a round. */
    private long warmUp() {
        progress.accept("warming up");
        long startNs = THREADS.getCurrentThreadCpuTime();
        long packets = 0;
        long passNs = 1;
        long durationNs = 0;
        while (durationNs < WARM_UP_NS && !interrupted.getAsBoolean()) {
            long beforeNs = durationNs;
            long processed = process(Math.max(replay.packets(), packets / 4));
            packets += processed;
            durationNs = THREADS.getCurrentThreadCpuTime() - startNs;
            passNs = Math.max((durationNs - beforeNs) * replay.packets() / processed, 1);
        }
        return Math.max(ROUND_NS / passNs, 1) * replay.packets();
    }

    private long process(long packets) {
        long processed = 0;
        while (processed < packets && !interrupted.getAsBoolean()) {
            processed += replay.doWork();
        }
        return processed;
    }
}
