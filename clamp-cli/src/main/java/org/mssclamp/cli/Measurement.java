// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Measures a replay after a warm-up in rounds, each of the whole passes that a quarter of a second has, or of a longer one.
 *
 * <p>The times of rounds are processor time of the calling thread: what else the machine does is not in them.
 */
final class Measurement {
    private static final long ROUND_NS = 250_000_000L;
    private static final long WARM_UP_NS = 1_000_000_000L;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Replay replay;
    private final BooleanSupplier interrupted;
    private final Consumer<String> progress;

    /**
     * Measures nothing yet.
     *
     * @param interrupted asked before each batch
     * @param progress hears what is going on
     */
    Measurement(Replay replay, BooleanSupplier interrupted, Consumer<String> progress) {
        this.replay = replay;
        this.interrupted = interrupted;
        this.progress = progress;
    }

    /** Measures so much, or the rounds that were whole when it was interrupted. */
    Figures run(Extent extent) {
        long packetsPerRound = warmUp();
        List<Round> rounds = new ArrayList<>();
        long startNs = System.nanoTime();
        long elapsedNs = 0;
        while (!interrupted.getAsBoolean() && !extent.isReached(rounds.size(), elapsedNs)) {
            progress.accept(extent.label(rounds.size(), elapsedNs));
            Round round = measure(packetsPerRound);
            if (round.packets() >= packetsPerRound) {
                rounds.add(round);
            }
            elapsedNs = System.nanoTime() - startNs;
        }
        return new Figures(rounds);
    }

    /** Returns how many packets in whole passes fill a round. */
    private long warmUp() {
        progress.accept("warming up");
        long packets = 0;
        long durationNs = 0;
        double passNs = ROUND_NS;
        while (durationNs < WARM_UP_NS && !interrupted.getAsBoolean()) {
            Round round = measure(Math.max(replay.packets(), packets / 4));
            packets += round.packets();
            durationNs += round.cpuNs();
            passNs = round.nsPerPacket() * replay.packets();
        }
        long passes = (long) (ROUND_NS / Math.max(passNs, 1));
        return Math.max(passes, 1) * replay.packets();
    }

    /** Goes on to the end of the pass in which so many packets are reached; less only if it is interrupted. */
    private Round measure(long packets) {
        long octetsBefore = THREADS.getCurrentThreadAllocatedBytes();
        long startNs = THREADS.getCurrentThreadCpuTime();
        long processed = 0;
        while ((processed < packets || processed % replay.packets() != 0) && !interrupted.getAsBoolean()) {
            processed += replay.doWork();
        }
        long cpuNs = THREADS.getCurrentThreadCpuTime() - startNs;
        return new Round(processed, cpuNs, THREADS.getCurrentThreadAllocatedBytes() - octetsBefore);
    }
}
