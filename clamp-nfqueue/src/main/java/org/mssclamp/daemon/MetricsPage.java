// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.mssclamp.metrics.MetricsText;
import org.mssclamp.status.DaemonStatus.Load;

/**
 * The metrics, in the format of Prometheus. For any thread.
 *
 * <p>However many ask, it is made at most four times a second, and again when a reload is over: so who reloads and then asks sees
 * what came of it.
 */
final class MetricsPage implements Supplier<String> {
    static final long LIFETIME_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final StatusSource status;
    private final LongSupplier clock;
    private Made made;

    /**
     * As it was told last.
     *
     * @param load what was in force, and what had become of the last reload
     */
    private record Made(Load load, long atNs, String text) {}

    /**
     * Tells of this daemon.
     *
     * @param clock in nanoseconds, from any origin
     */
    MetricsPage(StatusSource status, LongSupplier clock) {
        this.status = status;
        this.clock = clock;
        made = new Made(status.load(), clock.getAsLong() - LIFETIME_NANOS, "");
    }

    @Override
    public synchronized String get() {
        Load load = status.load();
        long nowNs = clock.getAsLong();
        if (nowNs - made.atNs >= LIFETIME_NANOS || !load.equals(made.load)) {
            made = new Made(load, nowNs, MetricsText.of(status.get(), status.totals()));
        }
        return made.text;
    }
}
