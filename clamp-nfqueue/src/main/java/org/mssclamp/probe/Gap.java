// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

/**
 * Where a path MTU may lie: at the largest confirmed size or above, and below a bound.
 *
 * @param known the largest size that was confirmed
 * @param bound the least size that is out: refused, or one more than the largest asked for
 * @param refused whether the bound is known from probes
 */
record Gap(int known, int bound, boolean refused) {
    /** The sizes not decided yet. */
    int width() {
        return bound - 1 - known;
    }

    /** How many sizes a search in steps has left; the largest asked for is one of them, if need be by a smaller step. */
    int candidates(int step) {
        return refused ? width() / step : (width() + step - 1) / step;
    }

    /** One of these sizes, from 1 on. */
    int candidate(int number, int step) {
        return Math.min(known + number * step, bound - 1);
    }
}
