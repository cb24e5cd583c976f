// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The time by which a probe measures and waits. */
public interface ProbeClock {
    /** That of this machine. */
    ProbeClock SYSTEM = new ProbeClock() {
        @Override
        public long nowNs() {
            return System.nanoTime();
        }

        @Override
        public void sleep(Duration time) {
            LockSupport.parkNanos(time.toNanos());
        }
    };

    /** Nanoseconds since some moment. */
    long nowNs();

    /** Waits, about so long. */
    void sleep(Duration time);
}
