// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.route.PathRecord;
import org.mssclamp.route.RoutePaths;
import org.mssclamp.rule.Interface;
import org.mssclamp.rule.PacketContext;

/** Room for one SYN as it came and as it left; of a longer one its beginning. Filled again and again. Not thread-safe. */
final class SynSlot {
    /** More than headers of any use have; what is behind is data, of which nothing depends. */
    static final int OCTETS = 512;

    /** Of the headers of a SYN as it comes, so that there is room for an option that is added. */
    static final int MOST_HEADER_OCTETS = OCTETS - 4;

    private final byte[] before = new byte[OCTETS];
    private final byte[] after = new byte[OCTETS];
    private final PathRecord paths = new PathRecord();
    private long receivedNs;
    private Interface in = Interface.NONE;
    private Interface out = Interface.NONE;
    private int mark;
    private boolean checksumPending;
    private int capturedLength;
    private int wireLength;
    private int lengthAfter;
    private Outcome outcome = Outcome.NO_RULE;
    private @Nullable SynPipeline pipeline;

    void begin(ByteBuf buffer, QueuedPacket packet, PacketContext context, SynPipeline by, long nowNs) {
        capturedLength = packet.payloadLength();
        wireLength = packet.wireLength();
        copy(buffer, packet.payloadIndex(), before, Math.min(capturedLength, OCTETS));
        receivedNs = nowNs;
        in = context.in();
        out = context.out();
        mark = context.mark();
        checksumPending = context.isChecksumPending();
        pipeline = by;
    }

    void end(ByteBuf buffer, int index, int length, Outcome became, RoutePaths asked) {
        lengthAfter = length;
        copy(buffer, index, after, Math.min(length, OCTETS));
        outcome = became;
        asked.copyAnswers(paths);
    }

    /** Octet by octet: where Netty does without Unsafe, as on Java 25, {@code getBytes} makes a view for each call. */
    private static void copy(ByteBuf buffer, int index, byte[] to, int length) {
        for (int i = 0; i < length; i++) {
            to[i] = buffer.getByte(index + i);
        }
    }

    /** All that it holds, and nothing that is filled again. */
    RecordedSyn copy(int queueNumber) {
        SynPipeline by = Objects.requireNonNull(pipeline);
        // Not to keep a rule table that a reload has replaced.
        pipeline = null;
        return new RecordedSyn(
                queueNumber,
                receivedNs,
                in,
                out,
                mark,
                checksumPending,
                Arrays.copyOf(before, Math.min(capturedLength, OCTETS)),
                capturedLength,
                wireLength,
                Arrays.copyOf(after, Math.min(lengthAfter, OCTETS)),
                lengthAfter,
                outcome,
                paths.replay(),
                by);
    }
}
