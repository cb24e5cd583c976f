// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.util.OptionalInt;

/**
 * What a probe is asked for.
 *
 * @param maxMtu the largest size to try, in octets; empty for what the interface carries
 * @param trace whether to ask each hop on the way
 */
public record ProbePlan(Strategy strategy, OptionalInt maxMtu, boolean trace) {
    /** The least that {@code maxMtu} may be, in octets. */
    public static final int LEAST_MAX_MTU = 256;

    /** Between two sizes of a search that goes by steps. */
    private static final int STEP = 32;

    /** The search for a path MTU up to so many octets, from one that may be expected to pass. */
    SearchPlan search(int min, int base, int max) {
        int step = strategy == Strategy.BINARY ? 1 : STEP;
        // One decision of ours is worth the losses in a row that refuse a size.
        return new SearchPlan(strategy, min, Math.min(base, max), max, step, true, 1, 1);
    }
}
