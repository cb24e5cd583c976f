// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.trace;

import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import org.mssclamp.explain.ExplanationText;
import org.mssclamp.explain.Style;
import org.mssclamp.packet.TcpOption;

/**
 * A traced SYN for people: an {@link ExplanationText} between what only a real packet has.
 *
 * <pre>
 * 2026-11-20T09:00:00.000001Z queue 0, options mss 1460, sack-permitted
 * SYN 10.8.0.2:49152 &gt; 192.0.2.10:443, in wg0, out eth0, mss 1460
 *
 *   1  phones  decides      mtu 1400 - 40 = 1360: clamped 1460 -&gt; 1360
 *
 * clamped: the MSS was lowered
 * mss 1460 -&gt; 1360
 * checksum 0x1c46 -&gt; 0x1caa
 * </pre>
 */
record TraceText(TracedSyn traced) {
    /** The lines, each with its end, and an empty one. */
    String render() {
        return heading() + "\n"
                + new ExplanationText(traced.syn(), traced.reply(), Style.PLAIN).render()
                + checksum() + "\n"
                + (traced.faithful() ? "" : doubt() + "\n")
                + "\n";
    }

    private String heading() {
        String options = traced.options().stream().map(TcpOption::toString).collect(Collectors.joining(", "));
        return traced.time().truncatedTo(ChronoUnit.MICROS) + " queue " + traced.queueNumber() + ", "
                + (options.isEmpty() ? "no options" : "options " + options);
    }

    private String checksum() {
        String before = hex(traced.checksumBefore());
        return "checksum " + before
                + (traced.checksumBefore() == traced.checksumAfter()
                        ? ", unchanged"
                        : " -> " + hex(traced.checksumAfter()));
    }

    private static String hex(int checksum) {
        return String.format("0x%04x", checksum);
    }

    private String doubt() {
        return "this explanation does not come to what the worker did, which is "
                + traced.outcome().label() + "; it is a defect in mssclampd, please report it";
    }
}
