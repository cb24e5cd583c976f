// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.concurrent.TimeUnit;

/** How much is to be measured: at least one round. */
sealed interface Extent {
    /**
     * Whether no further round is wanted.
     *
     * @param rounds those that are done
     * @param elapsedNs what they took by the clock, whatever else the machine did meanwhile
     */
    boolean isReached(int rounds, long elapsedNs);

    /** What the next round is called. */
    String label(int rounds, long elapsedNs);

    /** So many rounds. */
    record Rounds(int count) implements Extent {
        @Override
        public boolean isReached(int rounds, long elapsedNs) {
            return rounds >= count;
        }

        @Override
        public String label(int rounds, long elapsedNs) {
            return "round " + (rounds + 1) + " of " + count;
        }
    }

    /** So many seconds by the clock, and the rest of the round that is under way then. */
    record Seconds(int count) implements Extent {
        @Override
        public boolean isReached(int rounds, long elapsedNs) {
            return elapsedNs >= TimeUnit.SECONDS.toNanos(count);
        }

        @Override
        public String label(int rounds, long elapsedNs) {
            return "round " + (rounds + 1) + ", after " + TimeUnit.NANOSECONDS.toSeconds(elapsedNs) + " of " + count
                    + " s";
        }
    }
}
