// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import java.util.OptionalLong;

/** A count of the kernel's, which begins anew with its socket or queue, as one that never falls. Not thread-safe. */
final class RisingCount {
    private long total;
    private long last;
    private boolean known;

    /** What is read next was counted from zero, and not by what was read before. */
    void beginAnew() {
        last = 0;
    }

    /** Takes what the kernel says now; one less than it said before was counted from zero. Empty if it does not say. */
    OptionalLong read(OptionalLong reading) {
        if (reading.isEmpty()) {
            return reading;
        }
        long now = reading.getAsLong();
        total += now < last ? now : now - last;
        last = now;
        known = true;
        return total();
    }

    /** What was counted as far as it was read; empty if it never could be. */
    OptionalLong total() {
        return known ? OptionalLong.of(total) : OptionalLong.empty();
    }
}
