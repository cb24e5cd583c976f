// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.mssclamp.capture.CaptureReader;

/**
 * How far the reading of a capture is, some times a second.
 *
 * <pre>
 * big.pcap  [=========           ]  45 % of 2,048 MB, 12,345,678 packets
 * </pre>
 *
 * Of a pipe it is only known what came so far.
 */
final class CaptureProgress {
    private static final int FRAMES_PER_LOOK = 1 << 14;
    private static final long SHOW_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int BAR_WIDTH = 20;
    private static final int OCTETS_PER_MB = 1_000_000;

    private final Consumer<String> line;
    private final CaptureReader reader;
    private final LongSupplier clockNs;
    private int frames;
    private long shownNs;

    CaptureProgress(ProgressLine line, CaptureReader reader) {
        this(line, reader, System::nanoTime);
    }

    CaptureProgress(Consumer<String> line, CaptureReader reader, LongSupplier clockNs) {
        this.line = line;
        this.reader = reader;
        this.clockNs = clockNs;
        shownNs = clockNs.getAsLong();
    }

    /** One frame more is done with. */
    void tick() {
        frames++;
        if (frames == FRAMES_PER_LOOK) {
            frames = 0;
            look();
        }
    }

    private void look() {
        long nowNs = clockNs.getAsLong();
        if (nowNs - shownNs >= SHOW_NS) {
            shownNs = nowNs;
            line.accept(text());
        }
    }

    private String text() {
        String packets = Count.of(reader.frame().number(), "packet");
        long all = reader.fileOctets();
        if (all == 0) {
            return reader.name() + "  " + megabytes(reader.fileOctetsRead()) + ", " + packets;
        }
        double done = Math.min((double) reader.fileOctetsRead() / all, 1);
        int full = (int) (done * BAR_WIDTH);
        return String.format(
                Locale.ROOT,
                "%s  [%s%s] %3.0f %% of %s, %s",
                reader.name(),
                "=".repeat(full),
                " ".repeat(BAR_WIDTH - full),
                100 * done,
                megabytes(all),
                packets);
    }

    private static String megabytes(long octets) {
        return Count.number(octets / OCTETS_PER_MB) + " MB";
    }
}
