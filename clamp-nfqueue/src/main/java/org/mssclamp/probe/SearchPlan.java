// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

/**
 * What a {@link PathSearch} is to do; sizes are those of IP packets, in octets from the IP header on.
 *
 * @param min tried if the base does not pass: MIN_PLPMTU of RFC 8899 5.1.2
 * @param base tried first, and expected to pass: BASE_PLPMTU
 * @param max the largest that is tried: MAX_PLPMTU
 * @param step between two sizes
 * @param exact whether the rest is halved, after the strategy is through, until it is known to the octet
 * @param maxProbes how many losses in a row refuse a size: MAX_PROBES
 * @param confirmations how many times in the end the least refused size is tried again, {@code maxProbes} probes each; 0
 *     believes the first time, as RFC 8899 does
 */
public record SearchPlan(
        Strategy strategy, int min, int base, int max, int step, boolean exact, int maxProbes, int confirmations) {
    /** RFC 8899 5.1.2. */
    public static final int MAX_PROBES = 3;

    /** RFC 8899 5.1.2 recommends it for IPv4. */
    public static final int BASE = 1200;

    /** Refuses, by an IllegalArgumentException, sizes that are not in order and counts below the least. */
    public SearchPlan {
        if (min < 1 || base < min || max < base || max > 65535) {
            throw new IllegalArgumentException(
                    "min " + min + ", base " + base + ", max " + max + ": allowed 1 <= min <= base <= max <= 65535");
        }
        if (step < 1 || maxProbes < 1 || confirmations < 0) {
            throw new IllegalArgumentException("step " + step + ", maxProbes " + maxProbes + ", confirmations "
                    + confirmations + ": allowed 1 or more, 1 or more, 0 or more");
        }
    }

    /** To the octet, with one confirmation: what a probe of a real path wants. */
    public static SearchPlan exact(Strategy strategy, int min, int base, int max, int step) {
        return new SearchPlan(strategy, min, base, max, step, true, MAX_PROBES, 1);
    }

    /** In steps, without confirmation: RFC 8899 as it stands. */
    public static SearchPlan stepped(Strategy strategy, int min, int base, int max, int step) {
        return new SearchPlan(strategy, min, base, max, step, false, MAX_PROBES, 0);
    }
}
