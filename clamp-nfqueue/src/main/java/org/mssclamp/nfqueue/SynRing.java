// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.packet.DecodeResult;
import org.mssclamp.packet.SynPacket;
import org.mssclamp.route.RoutePaths;
import org.mssclamp.rule.PacketContext;

/**
 * SYNs of one worker on their way to one trace.
 *
 * <pre>
 *   worker ─▶ │ written − 1 │ … │ taken │ ─▶ trace        full: the SYN is counted as missed
 * </pre>
 *
 * Neither waits for the other. All room is there from the beginning. The worker's thread writes; one other takes; {@link
 * #close} and {@link #missed} are for any.
 */
public final class SynRing implements AutoCloseable {
    private static final VarHandle WRITTEN = handle("written");
    private static final VarHandle TAKEN = handle("taken");
    private static final VarHandle MISSED = handle("missed");

    private final int queueNumber;
    private final SynFilter filter;
    private final SynSlot[] slots;
    private final boolean onlyOnce;
    private volatile boolean closed;

    private long written;
    private long taken;
    private long missed;

    /** For the worker alone. */
    private final SynPacket syn = new SynPacket();

    private @Nullable SynSlot open;

    /** For the SYNs of this queue that the filter lets pass; takes some 1100 octets for each that it has room for. */
    public SynRing(int queueNumber, SynFilter filter, int room) {
        this(queueNumber, filter, room, false);
    }

    private SynRing(int queueNumber, SynFilter filter, int room, boolean onlyOnce) {
        this.queueNumber = queueNumber;
        this.filter = filter;
        this.onlyOnce = onlyOnce;
        slots = new SynSlot[room];
        Arrays.setAll(slots, slot -> new SynSlot());
    }

    /** For the next so many SYNs of this queue; then it closes, so that the worker has nothing to do for it any more. */
    public static SynRing ofNext(int queueNumber, int room) {
        return new SynRing(queueNumber, SynFilter.ALL, room, true);
    }

    private static VarHandle handle(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(SynRing.class, field, long.class);
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    /** Keeps a packet as it came, if it is one for the trace and there is room. */
    void begin(ByteBuf buffer, QueuedPacket packet, PacketContext context, SynPipeline pipeline, long nowNs) {
        open = null;
        DecodeResult decoded = syn.decode(buffer, packet.payloadIndex(), packet.payloadLength(), packet.wireLength());
        if (decoded != DecodeResult.SYN || !filter.passes(syn, context)) {
            return;
        }
        if (isFull() || syn.headersLength() > SynSlot.MOST_HEADER_OCTETS) {
            MISSED.setOpaque(this, missed + 1);
            return;
        }
        open = slot(written);
        open.begin(buffer, packet, context, pipeline, nowNs);
    }

    private boolean isFull() {
        return written - (long) TAKEN.getAcquire(this) == slots.length;
    }

    /** Keeps the same packet as it leaves. */
    void end(ByteBuf buffer, int index, int length, Outcome outcome, RoutePaths paths) {
        if (open != null) {
            open.end(buffer, index, length, outcome, paths);
            open = null;
            WRITTEN.setRelease(this, written + 1);
            if (onlyOnce && written == slots.length) {
                closed = true;
            }
        }
    }

    /** The oldest that was not taken yet; empty if there is none now. */
    public Optional<RecordedSyn> take() {
        if ((long) WRITTEN.getAcquire(this) == taken) {
            return Optional.empty();
        }
        RecordedSyn oldest = slot(taken).copy(queueNumber);
        TAKEN.setRelease(this, taken + 1);
        return Optional.of(oldest);
    }

    private SynSlot slot(long number) {
        return slots[(int) (number % slots.length)];
    }

    /** SYNs for the trace for which there was no room, among them those whose headers no place has room for. */
    public long missed() {
        return (long) MISSED.getOpaque(this);
    }

    /** Has the worker let go of it. */
    @Override
    public void close() {
        closed = true;
    }

    /** Whether it closes by itself when it is full. */
    boolean isOnlyOnce() {
        return onlyOnce;
    }

    /** Whether nothing comes any more but what is there. */
    public boolean isClosed() {
        return closed;
    }
}
