// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mssclamp.clamp.PacketCounters.RuleTally;
import org.mssclamp.counter.Histogram;
import org.mssclamp.packet.DecodeResult;
import org.mssclamp.packet.SynPacket;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.RuleTable;

/**
 * Takes a packet through decode, match and clamp, and counts what became of it.
 *
 * <p>One for each worker and rule table: a reload makes new ones. Not thread-safe.
 */
public final class SynPipeline {
    /** Stands for a first rule that was not looked for yet. */
    public static final int NOT_MATCHED = -2;

    private final SynPacket syn = new SynPacket();
    private final RuleTable table;
    private final Policy policy;
    private final boolean observesAll;
    private final MssClamper clamper;
    private final boolean dropsMalformed;
    private final PacketCounters counters;
    private final @Nullable RuleTally tally;
    private final RuleCounters[] ruleCounters;
    private final Paths paths;
    private long nowNs;

    /** Counts into the worker's counters; with {@code observesAll} it changes and drops nothing. */
    public SynPipeline(RuleTable table, Policy policy, boolean observesAll, Paths paths, PacketCounters counters) {
        this(table, policy, observesAll, paths, counters, counters.prepare(table));
    }

    private SynPipeline(
            RuleTable table,
            Policy policy,
            boolean observesAll,
            Paths paths,
            PacketCounters counters,
            @Nullable RuleTally tally) {
        this.table = table;
        this.policy = policy;
        this.observesAll = observesAll;
        this.paths = paths;
        this.counters = counters;
        this.tally = tally;
        ruleCounters = tally == null ? new RuleCounters[0] : tally.byNumber;
        clamper = new MssClamper(policy, observesAll, paths);
        dropsMalformed = policy.dropsMalformed() && !observesAll;
    }

    /** Decides nothing yet: every packet passes as it is, and is counted. What was counted of rules stays. */
    public static SynPipeline withoutRules(PacketCounters counters) {
        return new SynPipeline(new RuleTable(List.of()), Policy.DEFAULT, false, Paths.NONE, counters, null);
    }

    /** It is in force: from now on the counters tell of its rules, and of no others. For any one thread. */
    public void enterForce() {
        if (tally != null) {
            counters.show(tally);
        }
    }

    /** Whether any rule needs the MTU of a packet's path. */
    public boolean asksPaths() {
        return table.asksPaths();
    }

    /**
     * A batch begins: what its packets hit was last hit now.
     *
     * @param nowNs by any one clock; 0 for none
     */
    public void begin(long nowNs) {
        this.nowNs = nowNs;
    }

    /**
     * Tells the paths what {@link #process} will ask them of this packet, as far as can be told before it is changed.
     *
     * <p>Changes and counts nothing. For the parameters see there.
     *
     * @return the first rule that matches, for {@link #process}, or {@link #NOT_MATCHED}
     */
    public int expect(ByteBuf buffer, int index, int capturedLength, int wireLength, PacketContext context) {
        if (syn.decode(buffer, index, capturedLength, wireLength) != DecodeResult.SYN) {
            return NOT_MATCHED;
        }
        int first = table.match(syn, context, 0);
        int number = first;
        while (number != RuleTable.NONE) {
            Rule rule = table.rule(number);
            if (rule.action() instanceof Action.ClampToPmtu action) {
                paths.expect(syn, context, action.direction());
            }
            number = next(rule, number, context);
        }
        return first;
    }

    /**
     * Decides one packet. If the outcome {@linkplain Outcome#changesPacket changes it}, the octets are changed in place
     * and {@link #length} says how many there are now; up to four behind the packet may have been overwritten.
     *
     * @param capturedLength octets of the packet at {@code index}
     * @param wireLength octets the packet has in the kernel
     */
    public Outcome process(ByteBuf buffer, int index, int capturedLength, int wireLength, PacketContext context) {
        return process(buffer, index, capturedLength, wireLength, context, NOT_MATCHED);
    }

    /**
     * As {@link #process(ByteBuf, int, int, int, PacketContext)}.
     *
     * @param first what {@link #expect} said of the packet, so that its rules are not gone through twice
     */
    public Outcome process(
            ByteBuf buffer, int index, int capturedLength, int wireLength, PacketContext context, int first) {
        DecodeResult decoded = syn.decode(buffer, index, capturedLength, wireLength);
        Outcome outcome = decoded == DecodeResult.SYN ? decide(context, first) : Outcome.of(decoded, dropsMalformed);
        counters.outcomes().increment(outcome);
        return outcome;
    }

    private Outcome decide(PacketContext context, int first) {
        countOddities();
        if (context.isChecksumPending()) {
            syn.markChecksumPending();
        }
        int before = announced();
        Outcome outcome = Outcome.NO_RULE;
        int after = before;
        int number = first == NOT_MATCHED ? table.match(syn, context, 0) : first;
        while (number != RuleTable.NONE) {
            Rule rule = table.rule(number);
            int limit = clamper.limit(table.action(number), syn, context);
            Outcome applied = clamper.apply(rule, limit, syn);
            int was = after;
            after = applied.changesPacket() ? announced() : was;
            int meant = applied.wouldChangePacket() ? meant(limit, was) : after;
            ruleCounters[number].count(nowNs, applied, was, meant);
            outcome = outcome.then(applied);
            number = next(rule, number, context);
        }
        record(counters.mssBefore(), before);
        record(counters.mssAfter(), after);
        return outcome;
    }

    /** The MSS that receivers will read, or {@link MssChanges#ABSENT}. */
    private int announced() {
        return syn.mssCount() == 0 ? MssChanges.ABSENT : syn.mss(syn.mssCount() - 1);
    }

    /** The MSS that a rule with this limit would have left, if it did more than observe. */
    private int meant(int limit, int was) {
        int target = MssClamper.target(limit, syn);
        return was == MssChanges.ABSENT ? target : Math.min(was, target);
    }

    private static void record(Histogram histogram, int mss) {
        if (mss != MssChanges.ABSENT) {
            histogram.record(mss);
        }
    }

    private int next(Rule rule, int number, PacketContext context) {
        return rule.continues() ? table.match(syn, context, number + 1) : RuleTable.NONE;
    }

    private void countOddities() {
        if (syn.mssCount() > 1) {
            counters.oddities().increment(Oddity.REPEATED_MSS);
        }
        for (int i = 0; i < syn.mssCount(); i++) {
            if (syn.isMssAtOddOffset(i)) {
                counters.oddities().increment(Oddity.ODD_OFFSET);
                break;
            }
        }
        if (syn.hasMalformedOptions()) {
            counters.oddities().increment(Oddity.MALFORMED_OPTIONS);
        } else if (syn.hasOctetsBehindEnd()) {
            counters.oddities().increment(Oddity.OCTETS_BEHIND_END);
        }
    }

    /** Explains what this decides; changes and counts nothing of it. For any thread. */
    public Explainer explainer(Paths asked) {
        return new Explainer(table, policy, observesAll, asked);
    }

    /** Octets of the packet last processed, as it is now; valid if it was decoded as a SYN. */
    public int length() {
        return syn.length();
    }
}
