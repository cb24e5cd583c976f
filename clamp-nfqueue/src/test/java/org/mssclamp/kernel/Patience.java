// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.util.concurrent.TimeUnit;

/** How long a test waits for what is sure to come: far longer than it takes, so that a busy machine breaks no test. */
public final class Patience {
    private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(60);

    private final String awaited;
    private final long beganNs = System.nanoTime();

    /** Begins now. */
    public Patience(String awaited) {
        this.awaited = awaited;
    }

    /** Goes on waiting a little; throws once it has been long enough. */
    public void spend() {
        if (System.nanoTime() - beganNs > LONGEST_NS) {
            throw new AssertionError("waited a minute in vain: " + awaited);
        }
        Thread.onSpinWait();
    }
}
