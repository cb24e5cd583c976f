// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.mssclamp.supervisor.Supervisor;

/** Tells the supervisor now and then how many packets there are in a second, if that has changed. Not thread-safe. */
final class StatusLine {
    private static final int LOOKS_PER_LINE = 10;

    private final Supplier<String> summary;
    private final DoubleSupplier packetsPerSecond;
    private final Supervisor supervisor;
    private int looks;
    private String told = rate(0);

    StatusLine(Supplier<String> summary, DoubleSupplier packetsPerSecond, Supervisor supervisor) {
        this.summary = summary;
        this.packetsPerSecond = packetsPerSecond;
        this.supervisor = supervisor;
    }

    /** Once a second or so. */
    void look() {
        looks++;
        if (looks % LOOKS_PER_LINE != 0) {
            return;
        }
        String rate = rate(packetsPerSecond.getAsDouble());
        if (!rate.equals(told)) {
            told = rate;
            supervisor.status(summary.get() + ", " + rate);
        }
    }

    private static String rate(double packetsPerSecond) {
        return String.format(Locale.ROOT, "%,.1f packets/s in the last minute", packetsPerSecond);
    }
}
