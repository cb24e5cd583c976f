// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.route.RoutePaths;
import org.mssclamp.rule.PacketContext;

/**
 * The traces that a worker feeds; mostly none, which costs it one volatile read for a batch.
 *
 * <p>{@link #add} and {@link #open} are for any thread, the rest for the worker's. No thread waits for another.
 */
final class SynRings {
    private static final SynRing[] NONE = {};
    private static final VarHandle RINGS = ringsHandle();

    private volatile SynRing[] rings = NONE;
    /** For the batch at hand. */
    private SynRing[] fed = NONE;

    private long nowNs;

    private static VarHandle ringsHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(SynRings.class, "rings", SynRing[].class);
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    /** Feeds another one from the next batch on, until that is closed; does nothing if it does already. */
    void add(SynRing ring) {
        replace(before -> with(before, ring));
    }

    /** Again only if another thread was quicker. */
    private SynRing[] replace(UnaryOperator<SynRing[]> change) {
        while (true) {
            SynRing[] before = rings;
            SynRing[] after = change.apply(before);
            if (RINGS.compareAndSet(this, before, after)) {
                return after;
            }
        }
    }

    private static SynRing[] with(SynRing[] before, SynRing ring) {
        if (Arrays.asList(before).contains(ring)) {
            return before;
        }
        // The worker drops closed ones, too, but not while no packet comes.
        SynRing[] open = withoutClosed(before);
        SynRing[] more = Arrays.copyOf(open, open.length + 1);
        more[open.length] = ring;
        return more;
    }

    /** How many traces it feeds; what the page asks for ends by itself. For any thread. */
    int open() {
        return (int) Arrays.stream(rings)
                .filter(ring -> !ring.isClosed() && !ring.isOnlyOnce())
                .count();
    }

    /** Feeds those that another worker fed. */
    void goOnBehind(SynRings predecessor) {
        for (SynRing ring : predecessor.rings) {
            add(ring);
        }
    }

    /** A batch begins. */
    void beginBatch(long receivedNs) {
        fed = rings;
        if (fed != NONE) {
            nowNs = receivedNs;
            dropClosed();
        }
    }

    private void dropClosed() {
        for (SynRing ring : fed) {
            if (ring.isClosed()) {
                fed = replace(SynRings::withoutClosed);
                return;
            }
        }
    }

    private static SynRing[] withoutClosed(SynRing[] before) {
        SynRing[] open = Arrays.stream(before).filter(ring -> !ring.isClosed()).toArray(SynRing[]::new);
        return open.length == 0 ? NONE : open;
    }

    /** Whether any packet of the batch may be asked for. */
    boolean areFed() {
        return fed != NONE;
    }

    /** A packet is about to be decided. */
    void begin(ByteBuf buffer, QueuedPacket packet, PacketContext context, SynPipeline pipeline, RoutePaths paths) {
        paths.forgetAnswers();
        for (SynRing ring : fed) {
            ring.begin(buffer, packet, context, pipeline, nowNs);
        }
    }

    /** The same packet was decided, and may be changed. */
    void end(ByteBuf buffer, int index, int length, Outcome outcome, RoutePaths paths) {
        for (SynRing ring : fed) {
            ring.end(buffer, index, length, outcome, paths);
        }
    }
}
