// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mssclamp.clamp.Explanation.Applied;
import org.mssclamp.clamp.Explanation.PassedOver;
import org.mssclamp.clamp.Explanation.Step;
import org.mssclamp.packet.DecodeResult;
import org.mssclamp.packet.SynPacket;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.MatchKey;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.RuleTable;

/**
 * Decides a packet as {@link SynPipeline} does, by the same parts, and keeps a record of the way. Not for the hot path.
 *
 * <p>Not thread-safe.
 */
public final class Explainer {
    private final SynPacket syn = new SynPacket();
    private final RuleTable table;
    private final Paths paths;
    private final MssClamper clamper;
    private final boolean dropsMalformed;

    /** Explains what an enforcing daemon with these rules does. */
    public Explainer(RuleTable table, Policy policy, Paths paths) {
        this(table, policy, false, paths);
    }

    /** As {@link #Explainer(RuleTable, Policy, Paths)}; with {@code observesAll} a daemon that changes and drops nothing. */
    Explainer(RuleTable table, Policy policy, boolean observesAll, Paths paths) {
        this.table = table;
        this.paths = paths;
        clamper = new MssClamper(policy, observesAll, paths);
        dropsMalformed = policy.dropsMalformed() && !observesAll;
    }

    /**
     * Decides one packet, and changes its octets in place as {@link SynPipeline#process} would.
     *
     * @param capturedLength octets of the packet at {@code index}
     * @param wireLength octets the packet has in the kernel
     */
    public Explanation explain(ByteBuf buffer, int index, int capturedLength, int wireLength, PacketContext context) {
        DecodeResult decoded = syn.decode(buffer, index, capturedLength, wireLength);
        if (decoded != DecodeResult.SYN) {
            Outcome outcome = Outcome.of(decoded, dropsMalformed);
            return new Explanation(List.of(), table.size(), outcome, List.of(), List.of(), wireLength);
        }
        if (context.isChecksumPending()) {
            syn.markChecksumPending();
        }
        return ask(context);
    }

    private Explanation ask(PacketContext context) {
        List<Integer> before = mss();
        List<Step> steps = new ArrayList<>();
        Outcome outcome = Outcome.NO_RULE;
        boolean decided = false;
        for (int number = 0; number < table.size() && !decided; number++) {
            Rule rule = table.rule(number);
            Optional<MatchKey> mismatch = table.mismatch(number, syn, context);
            if (mismatch.isPresent()) {
                steps.add(new PassedOver(rule, mss(), mismatch.get()));
                continue;
            }
            Applied step = apply(number, context);
            steps.add(step);
            outcome = outcome.then(step.outcome());
            decided = !rule.continues();
        }
        return new Explanation(steps, table.size() - steps.size(), outcome, before, mss(), syn.length());
    }

    private Applied apply(int number, PacketContext context) {
        Rule rule = table.rule(number);
        List<Integer> before = mss();
        OptionalInt pathMtu = pathMtu(number, context);
        int limit = clamper.limit(table.action(number), syn, context);
        int target = MssClamper.target(limit, syn);
        Outcome outcome = clamper.apply(rule, limit, syn);
        return new Applied(rule, before, pathMtu, target, outcome, mss());
    }

    private OptionalInt pathMtu(int number, PacketContext context) {
        if (!(table.action(number) instanceof Action.ClampToPmtu clamp)) {
            return table.probedMtu(number);
        }
        int mtu = paths.mtu(syn, context, clamp.direction());
        return mtu == Paths.UNKNOWN ? OptionalInt.empty() : OptionalInt.of(mtu);
    }

    private List<Integer> mss() {
        List<Integer> values = new ArrayList<>();
        for (int i = 0; i < syn.mssCount(); i++) {
            values.add(syn.mss(i));
        }
        return values;
    }
}
