// SPDX-License-Identifier: Apache-2.0
package org.mssclamp;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What the current thread allocates. */
public final class AllocatedOctets {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AllocatedOctets() {}

    /**
     * The least that some work allocates; it is done again until that is nothing, so many times at most.
     *
     * <p>Asking for a method to be compiled makes the thread intern the strings of its class, once.
     */
    public static long least(int times, Runnable work) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < times && least > 0; i++) {
            least = Math.min(least, of(work));
        }
        return least;
    }

    private static long of(Runnable work) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        long ofMeasuring = THREADS.getCurrentThreadAllocatedBytes() - before;
        before = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before - ofMeasuring;
    }
}
