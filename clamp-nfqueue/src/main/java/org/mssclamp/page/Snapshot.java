// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.page;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A text that is made anew when it is a quarter of a second old, however many ask for it. For one thread. */
final class Snapshot {
    private static final long LIFETIME_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Supplier<String> source;
    private final LongSupplier clockNs;
    private String text = "";
    private long madeNs;

    Snapshot(Supplier<String> source, LongSupplier clockNs) {
        this.source = source;
        this.clockNs = clockNs;
    }

    String text() {
        long nowNs = clockNs.getAsLong();
        if (text.isEmpty() || nowNs - madeNs >= LIFETIME_NS) {
            text = source.get();
            madeNs = nowNs;
        }
        return text;
    }
}
