// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import java.util.OptionalInt;
import org.mssclamp.counter.Tally;

/**
 * What a rule did to the MSS of SYNs, or would if it did more than observe.
 *
 * @param pairs the MSS before in the upper 16 bits, that after in the lower; 0 for none
 */
public record MssChanges(Tally pairs) {
    /** Of no SYN. */
    public static final MssChanges NONE = new MssChanges(Tally.NONE);

    /** Stands for no MSS option; one that announces 0 counts as none. */
    static final int ABSENT = 0;

    private static final int BITS = 16;
    private static final int MASK = (1 << BITS) - 1;

    static int value(int before, int after) {
        return before << BITS | after;
    }

    /** Those of both. */
    public MssChanges plus(MssChanges other) {
        return new MssChanges(pairs.plus(other.pairs));
    }

    /** The lower median of what SYNs announced that the rule matched; empty if none announced anything. */
    public OptionalInt medianBefore() {
        return pairs.median(pair -> part(pair >>> BITS));
    }

    /** The lower median of what they announced when the rule was done with them. */
    public OptionalInt medianAfter() {
        return pairs.median(pair -> part(pair & MASK));
    }

    private static int part(int mss) {
        return mss == ABSENT ? -1 : mss;
    }

    /** Whether the medians are; once there were too many values they are about right. */
    public boolean exact() {
        return pairs.exact();
    }
}
