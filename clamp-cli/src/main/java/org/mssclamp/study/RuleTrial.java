// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.clamp.PacketCounters;
import org.mssclamp.clamp.PacketCounters.RuleCount;
import org.mssclamp.clamp.Paths;
import org.mssclamp.clamp.RuleCounters;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.RuleTable;
import org.mssclamp.study.Findings.OfRule;
import org.mssclamp.study.Findings.Trial;

/** What the daemon's pipeline does with copies of SYNs under some rules. Not thread-safe. */
public final class RuleTrial {
    /** Of IPv6, whose length is stated without the header. */
    private static final int MOST_OCTETS = 40 + 0xFFFF;
    /** What an MSS option takes that is added behind the packet. */
    private static final int SPARE_OCTETS = 4;

    private final RuleTable table;
    private final PacketContext context;
    private final PacketCounters counters = new PacketCounters();
    private final SynPipeline pipeline;
    private final ByteBuf copy = Unpooled.buffer(MOST_OCTETS + SPARE_OCTETS, MOST_OCTETS + SPARE_OCTETS);

    /**
     * A trial of no SYN yet.
     *
     * @param context how all of them pass the gateway, which a capture does not say
     */
    public RuleTrial(RuleTable table, Policy policy, Paths paths, PacketContext context) {
        this.table = table;
        this.context = context;
        pipeline = new SynPipeline(table, policy, false, paths, counters);
        pipeline.enterForce();
    }

    /** Takes a SYN as the kernel would hand it over: whole, with zeros for data that was not captured. */
    void add(ByteBuf buffer, int index, int capturedLength, int wireLength) {
        copy.setZero(0, wireLength);
        copy.setBytes(0, buffer, index, capturedLength);
        pipeline.process(copy, 0, wireLength, wireLength, context);
    }

    Trial conclude() {
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            long count = counters.outcomes().count(outcome);
            if (count > 0) {
                outcomes.put(outcome, count);
            }
        }
        List<OfRule> rules = new ArrayList<>();
        for (int number = 0; number < table.size(); number++) {
            String name = table.rule(number).name();
            RuleCounters counts = counters.rule(name);
            rules.add(new OfRule(name, counts.count(RuleCount.MATCHED), counts.count(RuleCount.CHANGED), counts.mss()));
        }
        return new Trial(outcomes, rules);
    }
}
