// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

/**
 * MSS values from {@code low} to {@code high}, both included, or all but these.
 *
 * <p>As with xt_tcpmss, a SYN without the option is in no range, and therefore matches every excluded one; of several
 * options the first counts.
 */
public record MssRange(int low, int high, boolean excluded) {
    /** The largest value the option can carry. */
    public static final int MAX = 0xFFFF;

    boolean matches(int mss) {
        return (low <= mss && mss <= high) != excluded;
    }

    boolean matchesAbsent() {
        return excluded;
    }

    @Override
    public String toString() {
        String range =
                low == high ? Integer.toString(low) : low == 0 ? "-" + high : low + "-" + (high == MAX ? "" : high);
        return excluded ? "!" + range : range;
    }
}
