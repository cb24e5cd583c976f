// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.mssclamp.supervisor.Supervisor;

/** Tells the supervisor now and then how many packets there are in a second, if that has changed. */
final class StatusLine {
    private static final int LOOKS_PER_LINE = 10;

    private final Supplier<String> summary;
    private final DoubleSupplier packetsPerSecond;
    private final Supervisor supervisor;
    private int looks;
    private String rate = "";

    StatusLine(Supplier<String> summary, DoubleSupplier packetsPerSecond, Supervisor supervisor) {
        this.summary = summary;
        this.packetsPerSecond = packetsPerSecond;
        this.supervisor = supervisor;
    }

    /** Once a second or so. */
    synchronized void look() {
        looks++;
        if (looks % LOOKS_PER_LINE != 0) {
            return;
        }
        String told = rate;
        rate = rate(packetsPerSecond.getAsDouble());
        if (!rate.equals(told)) {
            supervisor.status(text());
        }
    }

    /** What is to be told now. */
    synchronized String text() {
        return summary.get() + rate;
    }

    /** Nothing as long as there never was a packet. */
    private String rate(double packets) {
        return packets == 0 && rate.isEmpty()
                ? ""
                : String.format(Locale.ROOT, ", %,.1f packets/s in the last minute", packets);
    }
}
