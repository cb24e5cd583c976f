// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.util.OptionalInt;

/**
 * The MTU that is believed of a path, between one search and the next.
 *
 * <p>A number that is too small costs a little throughput, one that is too large breaks connections: so a smaller one holds at
 * once, and a larger one if two searches in a row have found at least that. Without an answer it stays. Not thread-safe.
 */
public final class KeptMtu {
    private final int initial;
    private int known;
    private int larger;

    /** Nothing is known yet; packets are taken to have this size at the most. */
    public KeptMtu(int initial) {
        this.initial = initial;
    }

    /** In octets; empty until a first number is believed. */
    public OptionalInt known() {
        return number(known);
    }

    /** A larger number that one search has found; empty if there is none. */
    public OptionalInt unconfirmed() {
        return number(larger);
    }

    private static OptionalInt number(int octets) {
        return octets == 0 ? OptionalInt.empty() : OptionalInt.of(octets);
    }

    /**
     * A search has found this, and that the next size does not pass or is more than the interface carries.
     *
     * @param least less is not believed: whoever can drop packets on the way could make segments as small as he likes
     */
    public ProbeRound found(int octets, int least) {
        if (octets < least) {
            return without(ProbeRound.TOO_SMALL);
        }
        int now = known == 0 ? initial : known;
        if (octets > now) {
            return foundLarger(octets);
        }
        known = octets;
        larger = 0;
        return octets < now ? ProbeRound.LOWERED : ProbeRound.KEPT;
    }

    private ProbeRound foundLarger(int octets) {
        if (larger == 0) {
            larger = octets;
            return ProbeRound.UNCONFIRMED;
        }
        known = Math.min(larger, octets);
        larger = octets > known ? octets : 0;
        return ProbeRound.RAISED;
    }

    /** A search has found no number that is believed, for this reason. */
    public ProbeRound without(ProbeRound reason) {
        larger = 0;
        return reason;
    }
}
