// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Does something again and again, each time after a pause. {@link #run} is for a thread of its own, {@link #stop} for any. */
final class Repetition implements Runnable {
    private final long pauseNs;
    private final Runnable each;
    private volatile @Nullable Thread thread;
    private volatile boolean stopping;

    Repetition(Duration pause, Runnable each) {
        pauseNs = pause.toNanos();
        this.each = each;
    }

    /** Ends {@link #run}, soon. */
    void stop() {
        stopping = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        long nextNs = System.nanoTime() + pauseNs;
        while (!stopping) {
            LockSupport.parkNanos(nextNs - System.nanoTime());
            if (System.nanoTime() - nextNs >= 0) {
                each.run();
                nextNs = System.nanoTime() + pauseNs;
            }
        }
    }
}
