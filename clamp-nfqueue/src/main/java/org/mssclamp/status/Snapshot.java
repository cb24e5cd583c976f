// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A text that is made anew when it is a quarter of a second old, however many ask for it, or when what it is of has
 * changed. For any thread.
 */
public final class Snapshot implements Supplier<String> {
    public static final long LIFETIME_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Supplier<?> version;
    private final Supplier<String> source;
    private final LongSupplier clockNs;
    private @Nullable Made made;

    /** As it was told last. */
    private record Made(Object version, long atNs, String text) {}

    /** Of what has no versions. */
    public Snapshot(Supplier<String> source, LongSupplier clockNs) {
        this(() -> "", source, clockNs);
    }

    /**
     * Not made yet.
     *
     * @param version what it is of; a text made of another is not told
     * @param clockNs from any origin
     */
    public Snapshot(Supplier<?> version, Supplier<String> source, LongSupplier clockNs) {
        this.version = version;
        this.source = source;
        this.clockNs = clockNs;
    }

    @Override
    public synchronized String get() {
        Object current = Objects.requireNonNull(version.get());
        long nowNs = clockNs.getAsLong();
        Made last = made;
        if (last == null || nowNs - last.atNs >= LIFETIME_NANOS || !current.equals(last.version)) {
            last = new Made(current, nowNs, source.get());
            made = last;
        }
        return last.text;
    }
}
