// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.OptionalLong;
import org.mssclamp.clamp.PacketCounters.RuleCount;
import org.mssclamp.counter.Counters;
import org.mssclamp.counter.FrequentValues;

/** What one worker counted of one rule. The worker's thread counts; any thread reads. */
public final class RuleCounters {
    private static final VarHandle LAST_HIT_NS = lastHitHandle();

    private final Counters<RuleCount> counts = new Counters<>(RuleCount.class);
    /** By the clock of the batches; 0 if there was none, or no clock. */
    @SuppressWarnings("UnusedVariable") // by its handle
    private long lastHitNs;

    private final FrequentValues mss = new FrequentValues();

    private static VarHandle lastHitHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(RuleCounters.class, "lastHitNs", long.class);
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    /**
     * Counts one SYN.
     *
     * @param nowNs by the clock of the batches, 0 if there is none
     * @param before the MSS that it announced, or {@link MssChanges#ABSENT}
     * @param after what it announces now, or would if the rule did more than observe
     */
    void count(long nowNs, Outcome outcome, int before, int after) {
        counts.increment(RuleCount.MATCHED);
        LAST_HIT_NS.setOpaque(this, nowNs);
        if (outcome.changesPacket() || outcome.wouldChangePacket()) {
            counts.increment(RuleCount.CHANGED);
        }
        mss.record(MssChanges.value(before, after));
    }

    public long count(RuleCount kind) {
        return counts.count(kind);
    }

    /** When the rule last matched, by the clock of the batches; empty if it never did. */
    public OptionalLong lastHitNs() {
        long ns = (long) LAST_HIT_NS.getOpaque(this);
        return ns == 0 ? OptionalLong.empty() : OptionalLong.of(ns);
    }

    /** What it did to the MSS of the SYNs that it matched. */
    public MssChanges mss() {
        return new MssChanges(mss.tally());
    }
}
